using System.Globalization;
using Kith.Engine.Memory.Learning;
using Kith.Engine.Memory.Learning.Rules;

namespace Kith.Engine.Tests.Memory.Learning;

/// <summary>What is to be learned from a message: one line of a file of utterances.</summary>
internal sealed record Expected(string Kind, string Subject, string? Slot, string[] Words, bool IsOver)
{
    private const string Any = "*";

    public bool IsMetBy(LearnedFact fact) =>
        (Kind == Any || fact.Kind == Kind)
        && (Subject == Any || fact.Subject == Subject)
        && (Slot == Any || fact.Slot == Slot)
        && fact.IsOver == IsOver
        && Array.TrueForAll(Words, word => fact.Text.Contains(word, StringComparison.OrdinalIgnoreCase));
}

/// <summary>A message and all that it teaches.</summary>
internal sealed record Example(string Text, List<Expected> Facts, string? Mood);

/// <summary>How much of what was learned is right, and how much of what there is to learn was learned.</summary>
internal sealed record Score(int Right, int Learned, int Wanted, int Idle, IReadOnlyList<string> Faults)
{
    public double Precision => (double)Right / Learned;
    public double Recall => (double)Right / Wanted;

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"precision {Precision:F3} ({Right} of {Learned}), recall {Recall:F3} ({Right} of {Wanted}), {Idle} messages that teach nothing"
        );
}

/// <summary>Utterances written by hand with what they should teach; the head of <c>utterances.txt</c> says how.</summary>
internal static class GoldSet
{
    public static readonly DateTimeOffset Now = new(2026, 11, 18, 10, 0, 0, TimeSpan.FromHours(5.5));

    public static List<Example> Read(string file)
    {
        var examples = new List<Example>();
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Memory", "Learning", file)))
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }
            if (line[0] != ' ')
            {
                examples.Add(new Example(line.Replace("\\n", "\n", StringComparison.Ordinal), [], null));
                continue;
            }
            var parts = line.Split('|', StringSplitOptions.TrimEntries);
            if (parts[0] == "mood")
            {
                examples[^1] = examples[^1] with { Mood = parts[1] };
                continue;
            }
            var kind = parts[0].Replace("ended ", "", StringComparison.Ordinal);
            var slot = parts[2] == "-" ? null : parts[2];
            examples[^1].Facts.Add(new Expected(kind, parts[1], slot, parts[3].Split(' '), kind != parts[0]));
        }
        return examples;
    }

    public static Score Measure(IEnumerable<Example> examples)
    {
        var (right, learned, wanted, idle) = (0, 0, 0, 0);
        var faults = new List<string>();
        foreach (var example in examples)
        {
            var read = RuleReader.Read(example.Text, Now);
            var open = example.Facts.ToList();
            foreach (var fact in read.Facts)
            {
                var met = open.Find(expected => expected.IsMetBy(fact));
                right += met is not null && open.Remove(met) ? 1 : 0;
                if (met is null)
                {
                    faults.Add(
                        $"wrong   {example.Text.ReplaceLineEndings("/")}  =>  {(fact.IsOver ? "ended " : "")}{fact.Kind} | {fact.Subject} | {fact.Slot ?? "-"} | {fact.Text}"
                    );
                }
            }
            faults.AddRange(
                open.Select(expected =>
                    $"missed  {example.Text.ReplaceLineEndings("/")}  =>  {expected.Kind} | {expected.Subject} | {expected.Slot ?? "-"} | {string.Join(' ', expected.Words)}"
                )
            );
            if (read.Mood?.Label != example.Mood)
            {
                faults.Add(
                    $"mood    {example.Text.ReplaceLineEndings("/")}  =>  {read.Mood?.Label ?? "none"} for {example.Mood ?? "none"}"
                );
            }
            right += example.Mood is not null && read.Mood?.Label == example.Mood ? 1 : 0;
            learned += read.Facts.Count + (read.Mood is null ? 0 : 1);
            wanted += example.Facts.Count + (example.Mood is null ? 0 : 1);
            idle += example.Facts.Count == 0 && example.Mood is null ? 1 : 0;
        }
        return new Score(right, learned, wanted, idle, faults);
    }
}

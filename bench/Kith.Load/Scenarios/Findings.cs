using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Kith.Load.Clients;
using Kith.Load.Figures;

namespace Kith.Load.Scenarios;

/// <summary>A chat as it is stored: what people said, and the answers.</summary>
internal sealed class Stored(IReadOnlyList<JsonNode> messages)
{
    private readonly ILookup<string, JsonNode> _said = messages
        .Where(message => Text(message, "role") == "user")
        .ToLookup(message => Text(message, "content"), StringComparer.Ordinal);
    private readonly ILookup<string, JsonNode> _answers = messages
        .Where(message => Text(message, "role") == "assistant")
        .ToLookup(message => Text(message, "parent"), StringComparer.Ordinal);

    public bool IsStreaming => messages.Any(message => Text(message, "status") == "streaming");

    public int Count(Said said) => _said[said.Text].Count();

    public IEnumerable<(string Status, string Content)> Answers(Said said) =>
        _said[said.Text]
            .SelectMany(message => _answers[Text(message, "id")])
            .Select(answer => (Text(answer, "status"), Text(answer, "content")));

    private static string Text(JsonNode message, string name) => message[name]?.GetValue<string>() ?? "";
}

/// <summary>What the kills did: faults, and how close they came.</summary>
internal sealed class Findings
{
    private static readonly TimeSpan MostBehind = TimeSpan.FromSeconds(1);

    private readonly ConcurrentBag<TimeSpan> _behind = [];
    private int _retried;
    private int _storedAndRetried;

    public ConcurrentBag<string> Faults { get; } = [];

    public List<TimeSpan> Starts { get; } = [];

    public int Kills { get; set; }

    /// <summary>Said again although it was stored, because the answer never came.</summary>
    public int StoredAndRetried => _storedAndRetried;

    public void NoteRetry(bool isStored)
    {
        Interlocked.Increment(ref _retried);
        if (isStored)
            Interlocked.Increment(ref _storedAndRetried);
    }

    public void CheckStuck(Witness witness, Stored stored)
    {
        if (stored.IsStreaming)
            Faults.Add($"{witness.Name}: an answer is still streaming 5 s after the start");
    }

    /// <summary>Everything acknowledged once, nothing twice, nothing refused, and answers as they were seen.</summary>
    /// <param name="killedAt">Set where answers may just have been cut off.</param>
    public void CheckTexts(Witness witness, Stored stored, long? killedAt)
    {
        foreach (var said in witness.All)
        {
            var count = stored.Count(said);
            if (said.IsAcknowledged && count == 0)
                Faults.Add($"{witness.Name}: \"{said.Text}\" was acknowledged and is lost");
            if (said.IsRefused && count > 0)
                Faults.Add($"{witness.Name}: \"{said.Text}\" was refused and is stored");
            var answers = stored.Answers(said).ToList();
            if (count > 1 || answers.Count > 1)
                Faults.Add($"{witness.Name}: \"{said.Text}\" is stored {count} times with {answers.Count} answers");
            if (answers is [var answer])
                CheckAnswer(witness, said, answer.Status, answer.Content, killedAt);
        }
    }

    public void Print(int acknowledged)
    {
        var table = new Table(
            "kills",
            "acknowledged",
            "not answered, said again",
            "of these stored before",
            "behind the kill, most ms",
            "start p50 ms",
            "faults"
        );
        table.Add(
            Kills,
            acknowledged,
            _retried,
            _storedAndRetried,
            Sample.Milliseconds(_behind).Most,
            Sample.Milliseconds(Starts).Median,
            Faults.Count
        );
        table.Print();
        foreach (var fault in Faults.Order(StringComparer.Ordinal).Take(50))
            Console.WriteLine(fault);
    }

    private void CheckAnswer(Witness witness, Said said, string status, string content, long? killedAt)
    {
        var seen = said.SeenText;
        var isRight = status == "complete" ? content.StartsWith(seen, StringComparison.Ordinal) : IsPrefix(content, seen);
        if (!isRight || (status == "complete" && said is { IsOver: true, Attempts: 1 } && seen != content))
            Faults.Add($"{witness.Name}: \"{said.Text}\" is {status} with \"{content}\", seen was \"{seen}\"");
        if (killedAt is not { } at || said != witness.All[^1] || content.Length >= seen.Length)
            return;
        var length = 0;
        var first = said.Tokens.First(token => (length += token.Text.Length) > content.Length);
        var behind = Stopwatch.GetElapsedTime(first.At, at);
        _behind.Add(behind);
        if (behind > MostBehind)
            Faults.Add($"{witness.Name}: \"{said.Text}\" kept nothing of the last {behind.TotalMilliseconds:N0} ms");
    }

    private static bool IsPrefix(string one, string other) =>
        one.StartsWith(other, StringComparison.Ordinal) || other.StartsWith(one, StringComparison.Ordinal);
}

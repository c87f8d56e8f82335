using Kith.Engine.Memory.Facts;
using Kith.Engine.Models.Offline.Reading;

namespace Kith.Engine.Memory.Learning.Rules;

/// <summary>Applies the <see cref="RuleBook"/> to statements.</summary>
internal static class Matcher
{
    private static readonly PhraseSet Phrases = new(RuleBook.Rules.Select(static rule => rule.Said));

    /// <summary>What one statement says; empty when no rule fits it.</summary>
    public static List<LearnedFact> Read(Statement statement, Dates dates)
    {
        var facts = new List<LearnedFact>();
        foreach (var found in Phrases.AllAt(statement.Said.Words, 0))
        {
            var rule = RuleBook.Rules[found.Rule];
            var before = facts.Count;
            if (Fits(rule, statement, dates))
            {
                Apply(rule, found, statement, dates, facts);
            }
            if (facts.Count > before && !rule.GoesOn)
            {
                break;
            }
        }
        return facts;
    }

    /// <summary>The fact in the form for whom the statement is about.</summary>
    public static LearnedFact Fact(Statement statement, Rule rule, string text, string? slot, DateOnly? day, Dates dates)
    {
        var about = statement.About;
        var lower = char.ToLowerInvariant(text[0]) + text[1..];
        // What was liked and no longer is, is a dislike; whatever else is over ends.
        var isOver = rule.Over || (statement.NoLonger && rule.Kind != FactKinds.Like);
        var isUnliked = statement.NoLonger && rule.Kind == FactKinds.Like;
        text = isUnliked ? "No longer " + lower : text;
        lower = isUnliked ? "no longer " + lower[8..] : lower;
        // What is told to end begins some other day, and holds through the last day of the time that was named.
        var until = statement.When is { } when && !isOver && Holds(rule, when, dates) ? when.Last(when.Ahead) : (DateOnly?)null;
        return new LearnedFact(
            about is not null && (about.IsPet && rule.Sensitive || !Keeps(rule.Kind)) ? about.Kind
                : isUnliked ? FactKinds.Dislike
                : rule.Kind,
            about?.Subject ?? "me",
            (about is null ? text : $"{about.Whom} {lower}") + ".",
            slot is null || about?.IsOne == false ? null
                : about is null ? slot
                : slot.Length == 0 ? about.Slot
                : $"{about.Key}:{slot}",
            about is null ? rule.Salience : Math.Round(rule.Salience * 0.8, 2),
            rule.Sensitive && about is null ? Sensitivities.Sensitive : Sensitivities.Normal,
            day is { } from && !isOver && statement.When?.IsUntil != true ? dates.Midnight(from) : null,
            until is { } last ? dates.Midnight(last.AddDays(1)).AddMilliseconds(-1) : null,
            IsOver: isOver
        );
    }

    /// <summary>It goes on until a time that isn't over yet.</summary>
    private static bool Holds(Rule rule, When when, Dates dates) => when.IsUntil && !rule.Past && when.Last(when.Ahead) >= dates.Today;

    /// <summary>What is one's own kind of thing even when it is about somebody else.</summary>
    private static bool Keeps(string kind) => kind is FactKinds.Health or FactKinds.Event or FactKinds.Plan or FactKinds.Belief;

    private static bool Fits(Rule rule, Statement statement, Dates dates)
    {
        if ((rule.Own && statement.About is not null) || (rule.Others && statement.About is null))
        {
            return false;
        }
        // Their health and beliefs are theirs to tell.
        if (rule.Sensitive && statement.About is { IsPet: false })
        {
            return false;
        }
        if (rule is { Over: true, Slot: "" } && statement.About is not { IsPartner: true })
        {
            return false;
        }
        if (statement.NoLonger && (rule.Over || rule.Past || rule.Kind is FactKinds.Plan or FactKinds.Event))
        {
            return false;
        }
        if (statement.When is not { } when)
        {
            return !rule.Dated;
        }
        return rule.Past ? when.Behind <= dates.Today
            : rule.Kind == FactKinds.Plan ? when.Last(when.Ahead) >= dates.Today && !when.Since
            : true;
    }

    private static void Apply(Rule rule, Found found, Statement statement, Dates dates, List<LearnedFact> facts)
    {
        var said = statement.Said;
        if (rule.Reads == Reads.Items)
        {
            foreach (var (text, at, after) in Items(rule, found, said))
            {
                Add(rule, text, Slot(rule, said, at, after), statement, dates, facts);
            }
            return;
        }
        if (rule.Reads == Reads.Job)
        {
            Job(rule, found, statement, dates, facts);
            return;
        }
        if (Value(rule, found, said) is not { } value)
        {
            return;
        }
        var filled = rule.Text == "=" ? Wording.Told(said, found.After, value, rule.Past) : Wording.Fill(rule.Text, value);
        if (filled is not null)
        {
            Add(rule, filled, Slot(rule, said, found.After, said.Words.Length, value), statement, dates, facts, isFilled: true);
        }
    }

    private static IEnumerable<(string Text, int At, int After)> Items(Rule rule, Found found, Utterance said)
    {
        var items = Wording.Items(said, found.After);
        var isThing = items.Count > 0 && Notebook.IsThing(said.Words, found.After);
        return items.Where(item =>
            isThing
            && (rule.Among is null || rule.Among.Contains(said.Words[Wording.Head(said, item.At, item.After)].Text))
            && (rule.Never is null || !said.Words[item.At..item.After].Any(word => rule.Never.Contains(word.Text)))
        );
    }

    /// <summary>What the rule reads; null when that isn't there.</summary>
    private static string? Value(Rule rule, Found found, Utterance said)
    {
        var words = said.Words;
        var (at, ends) = (found.After, found.After >= words.Length || words[found.After].Pause);
        if (rule.Reads is Reads.End)
        {
            var isOver = ends || words[at].Text is "so" or "and" or "but" or "because" or "since" or "too" or "now" or "which";
            return isOver && (rule.Among is null || rule.Among.Contains(words[at - 1].Text)) ? "" : null;
        }
        if (ends)
        {
            return rule.Reads == Reads.Rest && rule.Among is null ? "" : null;
        }
        if (rule.Reads is not (Reads.Place or Reads.Where) && rule.Never?.Contains(words[at].Text) == true)
        {
            return null;
        }
        if (rule.Among is not null && !rule.Among.Contains(words[Wording.Head(said, at, words.Length)].Text))
        {
            return null;
        }
        if (rule.Kind == FactKinds.Plan && words[at..].Any(static word => word.Text == "it"))
        {
            return null; // "I'm going to make it this weekend": nobody knows what, later on
        }
        return rule.Reads switch
        {
            Reads.Rest => Wording.Value(said, at) ?? "",
            Reads.Value => Wording.Value(said, at),
            Reads.Place => Wording.Place(said, at, rule.Never, rule.Slot is "home" or "origin" or "birthplace"),
            Reads.Name => char.IsUpper(said.Text[words[at].Start]) ? Wording.Place(said, at, rule.Never, false) : null,
            Reads.Where => Wording.Whereabouts(said, at, rule.Never),
            Reads.Age => Age(words, at),
            _ => throw new InvalidOperationException($"No way to read {rule.Reads}."),
        };
    }

    private static string? Age(Word[] words, int at)
    {
        var isAge = int.TryParse(words[at].Text, out var years) && years is > 0 and < 120;
        var ends =
            at + 1 >= words.Length
            || words[at + 1].Pause
            || words[at + 1].Text is "years" or "year" or "yrs" or "yr" or "yo" or "now" or "and";
        return isAge && ends ? words[at].Text : null;
    }

    /// <summary>"a nurse at Apollo Hospital": what one is, and for whom.</summary>
    private static void Job(Rule rule, Found found, Statement statement, Dates dates, List<LearnedFact> facts)
    {
        var said = statement.Said;
        var words = said.Words;
        var at = found.After;
        var strong = rule.Text.StartsWith("Works", StringComparison.Ordinal);
        if (at >= words.Length || words[at].Pause || !(words[at].Text is "a" or "an" or "the" or "my" || strong))
        {
            return;
        }
        var head = Wording.Head(said, at, words.Length);
        if (!strong && !(IsTitle(words, at, head)))
        {
            return;
        }
        var end = head + 1;
        while (
            end < words.Length
            && !words[end].Pause
            && words[end].Text
                is not ("at" or "for" or "who" or "which" or "with" or "from" or "and" or "by" or "but" or "because" or "since" or "as")
        )
        {
            end++;
        }
        if (end - at > 9 || Reflection.ToThemOrNull(said.Typed(at, Notebook.WithoutTrailing(words, at, end))) is not { } job)
        {
            return;
        }
        Add(rule, job, rule.Slot, statement, dates, facts);
        if (
            !rule.Past
            && end < words.Length
            && words[end].Text is "at" or "for"
            && Wording.Place(said, end + 1, null, false) is { } employer
        )
        {
            var employed = rule with { Text = "Works at {0}", Slot = "employer" };
            Add(employed, employer, "employer", statement, dates, facts);
        }
    }

    /// <summary>"a nurse", "the head of marketing".</summary>
    private static bool IsTitle(Word[] words, int at, int head) =>
        words[at].Text is "a" or "an"
            ? Vocabulary.IsJob(words[head].Text)
            : words[at].Text == "the"
                && head + 1 < words.Length
                && words[head + 1].Text is "of" or "at" or "in"
                && (Vocabulary.IsJob(words[head].Text) || words[head].Text == "head");

    private static string? Slot(Rule rule, Utterance said, int at, int after, string? value = null)
    {
        if (rule.Slot is null || !rule.Slot.Contains("{0}", StringComparison.Ordinal))
        {
            return rule.Slot;
        }
        var key = rule.ByHead
            ? said.Words[Wording.Head(said, at, after)].Text
            : Vocabulary.Key(
                rule.Reads == Reads.Value
                    ? said.Typed(at, Wording.Head(said, at, after) + 1)
                    : value ?? said.Typed(at, Notebook.WithoutTrailing(said.Words, at, after))
            );
        return rule.Slot.Replace("{0}", key, StringComparison.Ordinal);
    }

    private static void Add(
        Rule rule,
        string value,
        string? slot,
        Statement statement,
        Dates dates,
        List<LearnedFact> facts,
        bool isFilled = false
    )
    {
        var text = isFilled ? value : Wording.Fill(rule.Text, value);
        DateOnly? day = null;
        if (rule is { Reads: Reads.Age, Dated: false })
        {
            text += string.Create(System.Globalization.CultureInfo.InvariantCulture, $" in {dates.Today:MMMM yyyy}");
        }
        else if (statement.When is { } when && !rule.Over)
        {
            var isState = rule.Slot is "home" or "job" or "employer" or "study";
            var isUntil = Holds(rule, when, dates);
            var isDated = rule.Past || when.Since || isUntil || rule.Dated || rule.Kind is FactKinds.Plan or FactKinds.Event;
            day =
                !isDated ? null
                : rule.Past ? when.Behind
                : when.Ahead;
            text +=
                !isDated ? ""
                : isState && !isUntil ? $" ({(when with { Since = true }).Text(rule.Past)})"
                : " " + when.Text(rule.Past);
        }
        facts.Add(Fact(statement, rule, text, slot, day, dates));
    }
}

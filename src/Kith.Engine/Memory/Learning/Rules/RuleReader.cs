using Kith.Engine.Models.Offline.Reading;

namespace Kith.Engine.Memory.Learning.Rules;

/// <summary>
/// Learns from one message without a model: English, by rules that take only plain statements. Pure, and linear in the message's length.
/// </summary>
internal static class RuleReader
{
    /// <summary>More from one message is no conversation.</summary>
    private const int MostFacts = 32;

    /// <summary>What <paramref name="text"/> says of the person who wrote it.</summary>
    /// <param name="text">A message of a person, as they sent it.</param>
    /// <param name="localTime">When they sent it, where they are: what "tomorrow" is reckoned from.</param>
    public static Learned Read(string text, DateTimeOffset localTime)
    {
        var clauses = Clauses.Of(new Utterance(OwnWords.Of(text)));
        var dates = new Dates(localTime);
        var facts = new List<LearnedFact>();
        Person? last = null;
        foreach (var clause in clauses)
        {
            last = Read(clause.Text, dates, last, facts);
            if (facts.Count >= MostFacts)
            {
                break;
            }
        }
        var mood = Moods.Of(clauses);
        return facts.Count == 0 && mood is null ? Learned.Nothing : new Learned(WithoutRepetition(facts), mood);
    }

    /// <summary>Each once; and of several for the same slot the last, as with messages one after the other.</summary>
    private static List<LearnedFact> WithoutRepetition(List<LearnedFact> facts)
    {
        var last = new Dictionary<string, LearnedFact>(StringComparer.Ordinal);
        foreach (var fact in facts.Where(static fact => fact.Slot is not null && !fact.IsOver))
        {
            last[fact.Slot!] = fact;
        }
        return
        [
            .. facts
                .Where(fact => fact.Slot is null || fact.IsOver || ReferenceEquals(last[fact.Slot], fact))
                .DistinctBy(static fact => (fact.Text, fact.Slot))
                .Take(MostFacts),
        ];
    }

    /// <summary>Whom the next "she" means.</summary>
    private static Person? Read(string clause, Dates dates, Person? last, List<LearnedFact> facts)
    {
        var mentioned = People.Mentioned(new Utterance(clause));
        facts.AddRange(mentioned.Where(static person => person.Name is not null).Select(static person => People.Exists(person)));
        var statement = Statement.Of(clause, dates, last);
        last = statement?.About ?? (mentioned is [.., var spokenOf] ? spokenOf : last);
        // Of a friend who isn't named nothing can be told apart later.
        if (statement is null or { About: { IsOne: false } } && (statement is null || People.NameOf(statement) is null))
        {
            return last;
        }
        var read = People.Read(statement, dates, out var person);
        facts.AddRange(read.Count > 0 ? read : Matcher.Read(statement, dates));
        return person ?? last;
    }
}

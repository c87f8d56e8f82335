using System.Collections.Frozen;
using Kith.Engine.Conversations;
using Kith.Engine.Memory.Facts;
using Kith.Engine.Memory.Search;

namespace Kith.Engine.Memory.Recall;

/// <summary>Something that may be recalled, with what speaks for it.</summary>
/// <param name="Sources">The messages it was learned from.</param>
internal sealed record Weighed(RecalledItem Item, IReadOnlyList<string> Sources, bool IsPinned = false, bool IsOnlyImportant = false)
{
    /// <summary>Of a longer one the beginning is told.</summary>
    private const int LongestSummary = 800;

    public static Weighed Of(KnownFact fact) =>
        new(
            Make(
                MemoryKinds.Fact,
                fact.Fact.Id,
                fact.Fact.Text,
                fact.Fact.CreatedAt,
                messageId: fact.Sources is [.., var last] ? last : null
            ),
            fact.Sources,
            fact.Fact.Pinned == 1
        );

    public static Weighed Of(Message message, Question question) =>
        new(
            Make(
                MemoryKinds.Message,
                message.Id,
                question.Excerpt(message.Content),
                message.CreatedAt,
                message.Id,
                message.ConversationId,
                message.Role
            ),
            []
        );

    public static Weighed Of(OwnSummary summary) =>
        new(
            Make(
                MemoryKinds.Summary,
                summary.ConversationId,
                Beginning(summary.Text),
                summary.UpdatedAt,
                conversationId: summary.ConversationId
            ),
            []
        );

    private static string Beginning(string text) =>
        text.Length <= LongestSummary
            ? text
            : string.Concat(text.AsSpan(0, text.LastIndexOf(' ', LongestSummary) is > 0 and var end ? end : LongestSummary), "…");

    private static RecalledItem Make(
        string kind,
        string id,
        string text,
        long at,
        string? messageId = null,
        string? conversationId = null,
        string? role = null
    ) => new(kind, id, text, 0, [], RecalledItem.CountTokens(text), messageId, conversationId, role, Time.FromMs(at));
}

/// <summary>
/// How much speaks for what may be recalled. Words in common count most, as the search weighs them; then what is asked for, how much it
/// matters, and how new it is. A pure function of its inputs.
/// </summary>
internal sealed class Weights(Question question, Profile profile, DateTimeOffset now, IReadOnlyList<MemoryHit> hits)
{
    private const double ByMatch = 0.6;
    private const double ByTopic = 0.3;
    private const double ByNearness = 0.3;
    private const double BySalience = 0.25;
    private const double ByAge = 0.1;
    private const double DaysUntilOld = 90;

    /// <summary>From here on a fact is worth knowing whatever is talked about.</summary>
    public const double Important = 0.8;

    /// <summary>What a single word in common has to weigh, against the best that was found.</summary>
    private const double Telling = 0.6;

    /// <summary>The friend's own words tell less than the person's, and what was asked before hardly anything.</summary>
    private const double OfAnswers = 0.7;
    private const double OfQuestions = 0.4;

    private readonly FrozenDictionary<(string, string), double> _matches =
        hits.Count == 0
            ? FrozenDictionary<(string, string), double>.Empty
            : hits.GroupBy(hit => (hit.Kind, hit.Id))
                .ToFrozenDictionary(
                    hit => hit.Key,
                    hit => hit.Max(one => one.Score) / Math.Max(double.Epsilon, hits.Max(one => one.Score))
                );

    private readonly TimeZoneInfo _zone = profile.Zone() ?? TimeZoneInfo.Utc;

    /// <summary>Null when nothing speaks for it.</summary>
    public Weighed? Of(KnownFact known)
    {
        var fact = known.Fact;
        var weighed = Weighed.Of(known);
        var words = question.WordsIn(fact.Text);
        var found = _matches.GetValueOrDefault((MemoryKinds.Fact, fact.Id));
        var match = Math.Max(found, words.Count * 0.5 / Math.Max(1, question.Terms.Count));
        var isAskedFor = question.IsAboutEverything || question.Kinds.Contains(fact.Kind);
        var near = Occasions.DayOf(fact, _zone) is { } day ? Reasons.Near(day, Local(now)) : null;
        List<string> why = [];
        if (weighed.IsPinned)
            why.Add(Reasons.Pinned);
        if (words.Count > 0)
            why.Add(Reasons.Matching(words));
        else if (found > 0)
            why.Add(Reasons.Similar);
        if (isAskedFor)
            why.Add(Reasons.About(fact.Kind));
        if (near is not null)
            why.Add(near);
        var isOnlyImportant = why.Count == 0;
        if (isOnlyImportant && (question.IsSmallTalk || fact.Salience < Important))
            return null;
        if (isOnlyImportant)
            why.Add(Reasons.Important);
        var score =
            ByMatch * match
            + (isAskedFor ? ByTopic : 0)
            + (near is null ? 0 : ByNearness)
            + BySalience * fact.Salience
            + ByAge * Newness(weighed.Item.At);
        return With(weighed, score, why) with { IsOnlyImportant = isOnlyImportant };
    }

    /// <summary>Null when it has but one word in common, and not a telling one.</summary>
    public Weighed? Of(Message message)
    {
        var match = _matches.GetValueOrDefault((MemoryKinds.Message, message.Id));
        var words = question.WordsIn(message.Content);
        if (words.Count < Math.Min(2, question.Terms.Count) && match < Telling)
            return null;
        var weighed = Weighed.Of(message, question);
        var worth =
            message.Role != Roles.User ? OfAnswers
            : message.Content.TrimEnd().EndsWith('?') ? OfQuestions
            : 1;
        var score = (ByMatch * match + ByAge * Newness(weighed.Item.At)) * worth;
        return With(weighed, score, [words.Count > 0 ? Reasons.Matching(words) : Reasons.Similar]);
    }

    public Weighed Of(OwnSummary summary)
    {
        var weighed = Weighed.Of(summary);
        var words = question.WordsIn(summary.Text);
        var score = ByMatch * _matches.GetValueOrDefault((MemoryKinds.Summary, summary.ConversationId)) + ByAge * Newness(weighed.Item.At);
        return With(weighed, score, [words.Count > 0 ? Reasons.Matching(words) : Reasons.Similar]);
    }

    private Weighed With(Weighed weighed, double score, List<string> why) =>
        weighed with
        {
            Item = weighed.Item with { Score = Math.Round(score, 4), Why = [.. why, Reasons.Ago(Local(weighed.Item.At), Local(now))] },
        };

    private double Newness(DateTimeOffset at) => Math.Exp(-Math.Max(0, (now - at).TotalDays) / DaysUntilOld);

    private DateTimeOffset Local(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, _zone);
}

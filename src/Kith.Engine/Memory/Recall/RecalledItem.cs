using System.Globalization;
using Kith.Engine.Conversations;
using Kith.Engine.Memory.Search;

namespace Kith.Engine.Memory.Recall;

/// <summary>Something memory found for an input.</summary>
/// <param name="Kind">One of <see cref="MemoryKinds"/>.</param>
/// <param name="Id">Of the fact or the message; of a summary, that of its conversation.</param>
/// <param name="Text">The fact, the piece of the message that fits, or the summary.</param>
/// <param name="Score">How much spoke for it; comparable within one recall only.</param>
/// <param name="Why">In a few words each, what spoke for it.</param>
/// <param name="Tokens">What it costs in the context, estimated.</param>
/// <param name="MessageId">The message, or one that a fact was learned from; null where there is none.</param>
/// <param name="ConversationId">Where it was said; null for a fact.</param>
/// <param name="Role">Who said it; null for what isn't a message.</param>
/// <param name="At">When it was said.</param>
public sealed record RecalledItem(
    string Kind,
    string Id,
    string Text,
    double Score,
    IReadOnlyList<string> Why,
    int Tokens,
    string? MessageId,
    string? ConversationId,
    string? Role,
    DateTimeOffset At
)
{
    /// <summary>What a line of the context needs beside the text: its day, and whose words it quotes.</summary>
    private const int TokensBeside = 8;

    internal static int CountTokens(string text) => TokenCount.Estimate(text) + TokensBeside;

    /// <summary>As it stands in the context: when it was said and, of a message, by whom.</summary>
    /// <param name="zone">Where the person's days begin; null for UTC.</param>
    internal string ToLine(TimeZoneInfo? zone)
    {
        var day = TimeZoneInfo.ConvertTime(At, zone ?? TimeZoneInfo.Utc).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var text = Text.ReplaceLineEndings(" ").Trim();
        return (Kind, Role) switch
        {
            (MemoryKinds.Message, Roles.User) => $"- [{day}] the user wrote: \u201c{text}\u201d",
            (MemoryKinds.Message, _) => $"- [{day}] you wrote: \u201c{text}\u201d",
            (MemoryKinds.Summary, _) => $"- [{day}] an earlier chat, summed up: {text}",
            _ => $"- [{day}] {text}",
        };
    }
}

/// <summary>A <see cref="RecalledItem"/> as its receipt keeps it: no text.</summary>
/// <param name="Why">Without the words that matched: they are in the message it was recalled for.</param>
internal sealed record RecalledReference(string Kind, string Id, double Score, IReadOnlyList<string> Why, int Tokens)
{
    public static RecalledReference Of(RecalledItem item) =>
        new(item.Kind, item.Id, item.Score, [.. item.Why.Select(Reasons.WithoutWords)], item.Tokens);
}

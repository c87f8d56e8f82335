using System.ComponentModel.DataAnnotations;
using Kith.Engine;
using Kith.Engine.Memory.Facts;

namespace Kith.Server.Surfaces;

/// <summary>A fact on the wire.</summary>
/// <param name="Sources">The ids of the messages it was learned from, the oldest first.</param>
/// <param name="Pending">It waits for a yes, and is used nowhere until then.</param>
/// <param name="Origin">Who said so.</param>
/// <param name="ValidUntil">Until when it holds, also when a later one took its place.</param>
/// <param name="SupersededBy">The fact that took its place.</param>
/// <param name="Suspended">Nobody says it on an active branch.</param>
internal record FactWire(
    string Id,
    [property: FactKind] string Kind,
    string Subject,
    string Text,
    IReadOnlyList<string> Sources,
    double Salience,
    [property: AllowedValues("normal", "sensitive", "local_only")] string Sensitivity,
    bool Pinned,
    bool Pending,
    [property: AllowedValues("person", "rules", "model")] string Origin,
    DateTimeOffset? ValidFrom,
    DateTimeOffset? ValidUntil,
    string? SupersededBy,
    bool Suspended,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt
)
{
    public static FactWire Of(KnownFact known) =>
        new(
            known.Fact.Id,
            known.Fact.Kind,
            known.Fact.Subject,
            known.Fact.Text,
            known.Sources,
            Math.Round(known.Fact.Salience, 4),
            known.Fact.Sensitivity,
            known.Fact.Pinned == 1,
            known.Fact.Pending == 1,
            known.Fact.Origin,
            Time.FromMs(known.Fact.ValidFrom),
            Time.FromMs(known.ValidUntil),
            known.SupersededBy,
            known.IsSuspended,
            Time.FromMs(known.Fact.CreatedAt),
            Time.FromMs(known.Fact.UpdatedAt)
        );
}

/// <summary>A mood on the wire.</summary>
/// <param name="Valence">From -1 (bad) to 1 (good).</param>
/// <param name="ChatId">The chat the message is in.</param>
internal sealed record MoodWire(string Id, string Label, double Valence, DateTimeOffset At, string? MessageId, string? ChatId, bool Pending)
{
    public static MoodWire Of(Mood mood) =>
        new(mood.Id, mood.Label, mood.Valence, Time.FromMs(mood.At), mood.MessageId, mood.ConversationId, mood.Pending == 1);
}

/// <summary>One of the kinds of facts there are.</summary>
internal sealed class FactKindAttribute() : AllowedValuesAttribute([.. FactKinds.All]);

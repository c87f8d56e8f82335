using System.ComponentModel.DataAnnotations;
using Kith.Engine;
using Kith.Engine.Conversations;
using Kith.Engine.Memory.Facts;

namespace Kith.Server.Surfaces.Rest.Memory;

/// <summary>What is left out stays as it is.</summary>
/// <param name="Pending">Only false: a yes to what waits for one.</param>
internal sealed record FactBody(
    string? Text = null,
    [property: FactKind] string? Kind = null,
    string? Subject = null,
    double? Salience = null,
    [property: AllowedValues("normal", "sensitive", "local_only")] string? Sensitivity = null,
    bool? Pinned = null,
    bool? Pending = null
)
{
    /// <summary>A date or a time; null or empty for none.</summary>
    public string? ValidFrom
    {
        get;
        init => field = value ?? "";
    }

    /// <inheritdoc cref="ValidFrom"/>
    public string? ValidUntil
    {
        get;
        init => field = value ?? "";
    }

    public FactInput ToInput() => new(Text, Kind, Subject, Salience, Sensitivity, Pinned, Pending, ValidFrom, ValidUntil);
}

/// <param name="Pending">Only false: a yes to what waits for one.</param>
internal sealed record MoodBody(string? Label = null, double? Valence = null, bool? Pending = null);

/// <summary>A message that a fact was learned from.</summary>
internal sealed record SourceMessageWire(
    string Id,
    string Chat,
    [property: AllowedValues("user", "assistant", "system")] string Role,
    string Content,
    DateTimeOffset CreatedAt
)
{
    public static SourceMessageWire Of(Message message) =>
        new(message.Id, message.ConversationId, message.Role, message.Content, Time.FromMs(message.CreatedAt));
}

/// <summary>A fact with the messages it was learned from.</summary>
internal sealed record FactWithSourcesWire : FactWire
{
    private FactWithSourcesWire(FactWire fact, IReadOnlyList<SourceMessageWire> messages)
        : base(fact) => SourceMessages = messages;

    /// <summary>In the order of the sources.</summary>
    public IReadOnlyList<SourceMessageWire> SourceMessages { get; }

    public static FactWithSourcesWire Of(FactWithSources found) =>
        new(FactWire.Of(found.Known), [.. found.Messages.Select(SourceMessageWire.Of)]);
}

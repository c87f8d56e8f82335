using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Kith.Server.Hosting;

namespace Kith.Server.Surfaces.Rest.InAndOut;

// For the API's document: the engine reads and writes these while they come and go. What an import doesn't know it passes over.

/// <summary>Conversations in Kith's own form. An export is one, with all it says of agents, facts and moods.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record ImportBody(IReadOnlyList<ImportBody.Conversation> Conversations)
{
    /// <param name="ExternalId">What it is called where it comes from: the same comes in once.</param>
    /// <param name="Agent">An agent's id or slug.</param>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
    internal sealed record Conversation(
        IReadOnlyList<Message> Messages,
        [property: JsonConverter(typeof(IdConverter))] string? ExternalId = null,
        string? Title = null,
        [property: JsonConverter(typeof(IdConverter))] string? Agent = null,
        string? SystemPrompt = null,
        DateTimeOffset? CreatedAt = null
    );

    /// <param name="Name">Of who said it, if that isn't the person.</param>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
    internal sealed record Message(
        [property: AllowedValues("user", "assistant", "system", "developer", "tool")] string Role,
        string Content,
        DateTimeOffset? CreatedAt = null,
        [property: JsonConverter(typeof(IdConverter))] string? ExternalId = null,
        string? Name = null
    );
}

/// <summary>A conversation of ChatGPT's <c>conversations.json</c>, which is a list of them.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record ChatGptWire(
    [property: WireType(typeof(IReadOnlyDictionary<string, JsonElement>))] JsonElement Mapping,
    string? Title = null
);

/// <summary>A Chatify database: templates and sessions by their ids.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record ChatifyWire(
    IReadOnlyDictionary<string, ChatifyWire.Template> Templates,
    [property: JsonPropertyName("userSessions")] IReadOnlyDictionary<string, ChatifyWire.Session> UserSessions
)
{
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
    internal sealed record Template(
        string Name,
        [property: JsonPropertyName("personalityPrompt")] string PersonalityPrompt,
        string? Model = null
    );

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
    internal sealed record Session(IReadOnlyList<Entry> ConversationHistory, string? TemplateId = null, string? SystemPrompt = null);

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
    internal sealed record Entry(string Role, string Content, DateTimeOffset? Timestamp = null);
}

/// <summary>Everything of a person's.</summary>
internal sealed record ExportWire(
    DateTimeOffset ExportedAt,
    IReadOnlyList<ExportWire.Agent> Agents,
    ExportWire.Self Profile,
    IReadOnlyList<ExportWire.Fact> Facts,
    IReadOnlyList<ExportWire.Mood> Moods,
    IReadOnlyList<ExportWire.Conversation> Conversations,
    IReadOnlyList<ExportWire.PeopleChat> PeopleChats
)
{
    /// <summary>What an import passes over.</summary>
    internal sealed record PeopleChat(
        string Id,
        [property: AllowedValues("direct", "group")] string Kind,
        string? Title,
        IReadOnlyList<ChatMember> Members,
        DateTimeOffset CreatedAt,
        IReadOnlyList<PeopleMessage> Messages
    );

    internal sealed record ChatMember(string Id, string DisplayName, [property: AllowedValues("owner", "member")] string Role);

    internal sealed record PeopleMessage(
        string Id,
        long Seq,
        PersonWire Sender,
        string Content,
        string? ReplyTo,
        IReadOnlyList<ReactionWire> Reactions,
        DateTimeOffset CreatedAt,
        DateTimeOffset? EditedAt
    );

    internal sealed record Agent(
        string Id,
        string? ExternalId,
        string Slug,
        string Name,
        string Prompt,
        string? Greeting,
        string? Model,
        double? Temperature,
        long? MaxTokens,
        double? PresencePenalty,
        double? FrequencyPenalty,
        long ContextMessages,
        string? Voice,
        DateTimeOffset CreatedAt
    );

    internal sealed record Self(
        string? Name,
        [property: WireType(typeof(IReadOnlyDictionary<string, JsonElement>))] JsonElement Preferences,
        [property: WireType(typeof(IReadOnlyDictionary<string, JsonElement>))] JsonElement ImportantFacts,
        bool MemoryEnabled,
        [property: AllowedValues("off", "on", "ask")] string SensitiveMemory,
        string? Timezone,
        bool Onboarded
    );

    /// <param name="EndedBy">The messages that say it holds no longer.</param>
    internal sealed record Fact(
        string Id,
        string? ExternalId,
        [property: FactKind] string Kind,
        string Subject,
        string Text,
        string? Slot,
        IReadOnlyList<string> Sources,
        IReadOnlyList<Ending> EndedBy,
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
    );

    internal sealed record Ending(string MessageId, DateTimeOffset At);

    internal sealed record Mood(
        string Id,
        string? ExternalId,
        string Label,
        double Valence,
        DateTimeOffset At,
        string? MessageId,
        bool Pending
    );

    /// <param name="Messages">The active branch.</param>
    /// <param name="Branches">All others; not there when there are none.</param>
    internal sealed record Conversation(
        string Id,
        string? ExternalId,
        string? Title,
        string? Agent,
        string? RelatedChat,
        string SystemPrompt,
        [property: AllowedValues("active", "ended")] string Status,
        bool Archived,
        bool Pinned,
        bool MemoryEnabled,
        DateTimeOffset CreatedAt,
        Summary? Summary,
        IReadOnlyList<Message> Messages,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<Message>? Branches
    );

    internal sealed record Summary(string Text, string? ThroughMessage);

    internal sealed record Message(
        string Id,
        string? Parent,
        string? ExternalId,
        [property: AllowedValues("user", "assistant", "system")] string Role,
        string? Name,
        string Content,
        string? Model,
        DateTimeOffset CreatedAt
    );
}

using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Kith.Server.Surfaces.Rest.Chats;

internal sealed record NewChatBody(
    string? Title = null,
    [property: JsonConverter(typeof(IdConverter))] string? Agent = null,
    string? SystemPrompt = null,
    [property: JsonConverter(typeof(IdConverter))] string? RelatedChat = null,
    bool? MemoryEnabled = null
);

internal sealed record ChatChangeBody(
    string? Title = null,
    string? SystemPrompt = null,
    bool? Archived = null,
    bool? Pinned = null,
    bool? MemoryEnabled = null
);

/// <param name="ClientId">Your own id of the message: sent twice, it answers the first.</param>
internal sealed record SendMessageBody(
    [property: Required] string? Content = null,
    [property: JsonConverter(typeof(IdConverter))] string? ClientId = null,
    bool? IncludeRelatedChatContext = null,
    long? ContextMessageLimit = null
);

/// <param name="ClientId">Your own id of the new message: sent twice, it answers the first.</param>
internal sealed record EditMessageBody(
    [property: Required] string? Content = null,
    [property: JsonConverter(typeof(IdConverter))] string? ClientId = null
);

/// <param name="Message">The last message to copy.</param>
internal sealed record ForkBody([property: Required, JsonConverter(typeof(IdConverter))] string? Message = null);

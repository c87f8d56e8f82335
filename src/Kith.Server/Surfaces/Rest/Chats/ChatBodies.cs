using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Kith.Engine.Conversations;

namespace Kith.Server.Surfaces.Rest.Chats;

/// <param name="RelatedChat">A chat with people that it may read; you have to be in it.</param>
internal sealed record NewChatBody(
    string? Title = null,
    [property: JsonConverter(typeof(IdConverter))] string? Agent = null,
    string? SystemPrompt = null,
    [property: JsonConverter(typeof(IdConverter))] string? RelatedChat = null,
    bool? MemoryEnabled = null
);

/// <summary>What is left out stays as it is.</summary>
internal sealed record ChatChangeBody(string? SystemPrompt = null, bool? Archived = null, bool? Pinned = null, bool? MemoryEnabled = null)
{
    private readonly bool _isUntitled;

    /// <summary>Null for none.</summary>
    public string? Title
    {
        get;
        init => (field, _isUntitled) = (value, value is null);
    }

    /// <summary>A chat with people that it may read; null or empty for none.</summary>
    [JsonConverter(typeof(IdConverter))]
    public string? RelatedChat
    {
        get;
        init => field = value ?? "";
    }

    public ConversationChange ToChange() => new(Title, SystemPrompt, Archived, Pinned, MemoryEnabled, _isUntitled, RelatedChat);
}

/// <param name="ClientId">Your own id of the message: sent twice, it answers the first.</param>
/// <param name="IncludeRelatedChatContext">The answer is given the newest messages of the related chat to read. All its members see that.</param>
/// <param name="ContextMessageLimit">How many, from 1 to 200; 20 if nothing is said.</param>
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

using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Kith.Engine;
using Kith.Engine.Agents;
using Kith.Engine.Conversations;

namespace Kith.Server.Surfaces.Chatbot;

internal sealed record NewSessionBody(
    [property: Required, JsonConverter(typeof(IdConverter))] string? UserId = null,
    [property: Required, JsonConverter(typeof(IdConverter))] string? TemplateId = null
);

internal sealed record SessionMessageBody([property: Required] string? Message = null);

internal sealed record SessionCreatedWire(bool Success, string SessionId, string Message);

internal sealed record SessionReplyWire(bool Success, string Response, string SessionId, long MessageCount);

internal sealed record SessionEndedWire(bool Success, string Message, long DurationSeconds, long TotalMessages)
{
    public static SessionEndedWire Of(Conversation session) =>
        new(true, "Session ended successfully", ((session.EndedAt ?? session.CreatedAt) - session.CreatedAt) / 1_000, session.MessageCount);
}

internal sealed record HistoryWire(
    [property: AllowedValues("user", "assistant", "system")] string Role,
    string Content,
    DateTimeOffset Timestamp
);

internal sealed record SessionWire(
    string SessionId,
    string? UserId,
    string? TemplateId,
    string SystemPrompt,
    [property: AllowedValues("active", "ended")] string Status,
    DateTimeOffset CreatedAt,
    DateTimeOffset LastActivity,
    DateTimeOffset? EndedAt,
    long MessageCount,
    IReadOnlyList<HistoryWire> ConversationHistory
)
{
    public static SessionWire Of(Conversation session, IEnumerable<MessageView> history) =>
        new(
            session.Id,
            session.Label,
            session.AgentId,
            session.Prompt,
            session.Status,
            Time.FromMs(session.CreatedAt),
            Time.FromMs(session.LastActivity),
            Time.FromMs(session.EndedAt),
            session.UserMessageCount,
            [
                .. history
                    .Select(view => view.Message)
                    .Where(message => message.Content.Length > 0)
                    .Select(message => new HistoryWire(message.Role, message.Content, Time.FromMs(message.CreatedAt))),
            ]
        );
}

/// <param name="Error">The code.</param>
/// <param name="Message">One sentence for a person.</param>
internal sealed record ChatbotErrorWire(bool Success, string Error, string Message);

/// <summary>An agent as a template. The prompt's name is the one its clients know.</summary>
internal sealed record TemplateWire(
    string TemplateId,
    string Name,
    [property: JsonPropertyName("personalityPrompt")] string PersonalityPrompt,
    string? Model
)
{
    public static TemplateWire Of(Agent agent) => new(agent.Slug, agent.Name, agent.Prompt, agent.Model);
}

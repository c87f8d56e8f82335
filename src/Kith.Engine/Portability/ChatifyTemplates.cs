using System.Text.Json;
using Kith.Engine.Conversations;

namespace Kith.Engine.Portability;

/// <summary>
/// The sessions of a Chatify database: <c>userSessions</c> by their id, and the <c>templates</c> they were started from. A template that is
/// no agent here gives its personality.
/// </summary>
internal sealed class ChatifyTemplates
{
    /// <summary>They are held until the end.</summary>
    private const int Most = 1_000;

    private readonly Dictionary<string, string> _prompts = new(StringComparer.Ordinal);

    /// <summary>Reads the value of <c>templates</c>.</summary>
    public async Task ReadAsync(JsonPieces json, CancellationToken cancellationToken)
    {
        using var templates = await json.ReadValueAsync(cancellationToken);
        if (templates?.RootElement is not { ValueKind: JsonValueKind.Object } all)
            return;
        var fields = new Fields(now: 0);
        foreach (var template in all.EnumerateObject().Where(one => one.Value.ValueKind == JsonValueKind.Object).Take(Most))
        {
            if (fields.Long(template.Value, "personalityPrompt", template.Name, TextRules.LongBytes) is { } prompt)
                _prompts[template.Name] = prompt;
        }
    }

    /// <summary>Null when nothing was said in it.</summary>
    /// <param name="id">What it stands under; null in a list.</param>
    public ConversationImport? Read(JsonElement session, string? id, string where, Fields fields)
    {
        // A list without items isn't kept by Firebase.
        if (Fields.Find(session, "conversation_history") is null)
            return null;
        var messages = new List<MessageImport>();
        foreach (var (item, place) in fields.Items(session, "conversation_history", where))
        {
            if (!fields.IsObject(item, place))
                return null;
            var text = ForeignText.Clean(fields.Text(item, "content", place) ?? "");
            if (fields.Text(item, "role", place) is (Roles.User or Roles.Assistant) and { } role && text.Length > 0)
                messages.Add(new MessageImport(role, text, fields.TimeIfAny(item, "timestamp"), ExternalId: null, Name: null));
        }

        var template = fields.Name(session, "template_id", where);
        var prompt = fields.Long(session, "system_prompt", where, TextRules.LongBytes);
        return messages.Count == 0
            ? null
            : new ConversationImport(
                fields.Id(session, "session_id", where) ?? fields.Name(id, where),
                Id: null,
                Title: null,
                template,
                prompt ?? (template is null ? null : _prompts.GetValueOrDefault(template)),
                Archived: false,
                Pinned: false,
                fields.Text(session, "status", where) == Conversation.Ended,
                MemoryEnabled: true,
                fields.TimeIfAny(session, "created_at"),
                messages
            );
    }
}

using System.Text.Json;
using Kith.Engine.Conversations;

namespace Kith.Engine.Portability;

/// <summary>Conversations as Kith writes them. What it doesn't know it passes over; what it knows must be right.</summary>
internal static class OwnFormat
{
    public static ConversationImport? Read(JsonElement element, string where, Fields fields)
    {
        var messages = new List<MessageImport>();
        foreach (var (item, place) in fields.Items(element, "messages", where))
        {
            if (ReadMessage(item, place, fields) is { } message)
                messages.Add(message);
            if (fields.Wrong is not null)
                return null;
        }

        return new ConversationImport(
            fields.Id(element, "external_id", where),
            fields.Id(element, "id", where),
            fields.Name(element, "title", where),
            fields.Id(element, "agent", where),
            fields.Long(element, "system_prompt", where, TextRules.LongBytes),
            Fields.Flag(element, "archived"),
            Fields.Flag(element, "pinned"),
            fields.Text(element, "status", where) == Conversation.Ended,
            Fields.Flag(element, "memory_enabled", otherwise: true),
            fields.Time(element, "created_at", where),
            messages
        );
    }

    /// <summary>Null for what nobody said: instructions, and what tools answered.</summary>
    private static MessageImport? ReadMessage(JsonElement element, string where, Fields fields)
    {
        if (!fields.IsObject(element, where))
            return null;
        var role = fields.Text(element, "role", where);
        if (role is Roles.System or "developer" or "tool")
            return null;
        if (role is not (Roles.User or Roles.Assistant))
            fields.Refuse($"{where}.role", "must be user or assistant");
        // What a model wrote is taken as it comes, as it was when it was written.
        var content = fields.Long(element, "content", where, ImportLimits.MessageBytes, clean: role == Roles.Assistant);
        if (content is null)
            fields.Refuse($"{where}.content", "is required");
        return new MessageImport(
            role ?? "",
            content ?? "",
            fields.Time(element, "created_at", where),
            fields.Id(element, "external_id", where),
            fields.Name(element, "name", where)
        );
    }
}

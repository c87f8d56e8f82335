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

        var branches = new List<MessageImport>();
        if (Fields.Find(element, "branches") is not null)
        {
            foreach (var (item, place) in fields.Items(element, "branches", where))
            {
                if (ReadMessage(item, place, fields) is { Id: not null } message)
                    branches.Add(message with { Parent = fields.Id(item, "parent", place) });
                if (fields.Wrong is not null)
                    return null;
            }
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
        )
        {
            Branches = branches,
            Summary = ReadSummary(element, where, fields),
        };
    }

    private static SummaryImport? ReadSummary(JsonElement element, string where, Fields fields)
    {
        if (Fields.Find(element, "summary") is not { ValueKind: JsonValueKind.Object } summary)
            return null;
        var text = fields.Long(summary, "text", $"{where}.summary", TextRules.LongBytes, clean: true);
        return text is null ? null : new SummaryImport(text, fields.Id(summary, "through_message", $"{where}.summary"));
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
            fields.Name(element, "name", where),
            fields.Id(element, "id", where),
            Model: fields.Name(element, "model", where)
        );
    }
}

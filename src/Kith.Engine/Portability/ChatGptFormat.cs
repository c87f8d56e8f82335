using System.Text.Json;
using Kith.Engine.Conversations;

namespace Kith.Engine.Portability;

/// <summary>
/// A conversation of ChatGPT's <c>conversations.json</c>: a tree of nodes, of which the branch that was last seen is taken, and of that what
/// either side said in words.
/// </summary>
internal static class ChatGptFormat
{
    public static ConversationImport? Read(JsonElement element, string where, Fields fields)
    {
        if (Fields.Find(element, "mapping") is not { } mapping || !fields.IsObject(mapping, $"{where}.mapping"))
            return null;
        var messages = new List<MessageImport>();
        foreach (var node in PathOf(element, mapping))
        {
            if (Fields.Find(node.Value, "message") is { ValueKind: JsonValueKind.Object } message)
                Add(messages, message, $"{where}.mapping.{node.Name}.message", fields);
        }

        return messages.Count == 0
            ? null
            : new ConversationImport(
                fields.Id(element, "conversation_id", where) ?? fields.Id(element, "id", where),
                Id: null,
                ForeignText.Title(fields.Text(element, "title", where)),
                Agent: null,
                SystemPrompt: null,
                Fields.Flag(element, "is_archived"),
                Pinned: Fields.Flag(element, "is_starred"),
                Ended: false,
                MemoryEnabled: true,
                fields.TimeIfAny(element, "create_time"),
                messages
            );
    }

    /// <summary>From the root to the node it stood at last.</summary>
    private static List<JsonProperty> PathOf(JsonElement element, JsonElement mapping)
    {
        var nodes = new Dictionary<string, JsonProperty>(StringComparer.Ordinal);
        foreach (var node in mapping.EnumerateObject().Where(node => node.Value.ValueKind == JsonValueKind.Object))
            nodes[node.Name] = node;
        var path = new List<JsonProperty>();
        var current = Key(element, "current_node") is { } named && nodes.ContainsKey(named) ? named : LastOf(nodes);
        for (var id = current; id is not null && nodes.Remove(id, out var node); )
        {
            path.Add(node);
            id = Key(node.Value, "parent");
        }

        path.Reverse();
        return path;
    }

    /// <summary>Where it doesn't say: the newest node that nothing follows.</summary>
    private static string? LastOf(Dictionary<string, JsonProperty> nodes)
    {
        var parents = nodes.Values.Select(node => Key(node.Value, "parent")).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return nodes.Keys.LastOrDefault(id => !parents.Contains(id));
    }

    private static void Add(List<MessageImport> messages, JsonElement message, string where, Fields fields)
    {
        var role = Fields.Find(message, "author") is { ValueKind: JsonValueKind.Object } author ? Key(author, "role") : null;
        // What is addressed to a tool, or to nobody who could see it, wasn't said to the person.
        if (
            role is not (Roles.User or Roles.Assistant)
            || Key(message, "recipient") is not (null or "all")
            || Fields.Find(message, "metadata") is { ValueKind: JsonValueKind.Object } metadata
                && Fields.Flag(metadata, "is_visually_hidden_from_conversation")
            || Fields.Find(message, "content") is not { ValueKind: JsonValueKind.Object } content
            || Key(content, "content_type") is not ("text" or "multimodal_text")
        )
            return;
        var text = ForeignText.Clean(string.Join('\n', PartsOf(content, $"{where}.content", fields)));
        if (text.Length > 0)
            messages.Add(
                new MessageImport(role, text, fields.TimeIfAny(message, "create_time"), fields.Id(message, "id", where), Name: null)
            );
    }

    /// <summary>The words among its parts: of pictures and sounds there is only a reference, but what was spoken may be written out.</summary>
    private static IEnumerable<string> PartsOf(JsonElement content, string where, Fields fields)
    {
        if (Fields.Find(content, "parts") is not { ValueKind: JsonValueKind.Array } parts)
            return [];
        return parts
            .EnumerateArray()
            .Select(
                (part, i) => Word(part.ValueKind == JsonValueKind.Object ? Fields.Find(part, "text") : part, $"{where}.parts[{i}]", fields)
            )
            .Where(text => !string.IsNullOrWhiteSpace(text))
            .Select(text => text!);
    }

    private static string? Word(JsonElement? part, string where, Fields fields)
    {
        try
        {
            return part is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            fields.Refuse(where, "is not well-formed Unicode");
            return null;
        }
    }

    /// <summary>A short word of the format; null for anything else.</summary>
    private static string? Key(JsonElement element, string name) =>
        Fields.Find(element, name) is { ValueKind: JsonValueKind.String } value
        && value.GetRawText() is { Length: < 200 } raw
        && !raw.Contains('\\', StringComparison.Ordinal)
            ? raw[1..^1]
            : null;
}

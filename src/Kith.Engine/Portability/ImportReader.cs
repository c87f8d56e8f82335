using System.Runtime.CompilerServices;
using System.Text.Json;
using Kith.Engine.Conversations;

namespace Kith.Engine.Portability;

/// <summary>Reads conversations from whatever document they come in, one after the other. Whose form it is, its shape tells.</summary>
/// <param name="now">Unix ms.</param>
internal sealed class ImportReader(JsonPieces json, long now)
{
    private readonly ChatifyTemplates _templates = new();

    /// <summary>What is being read, by its path in the document; empty at its top.</summary>
    public string Where { get; private set; } = "";

    /// <summary>The conversations of the document, until something is wrong with one.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    /// <exception cref="ImportTooLargeException">A conversation, or everything, is too large.</exception>
    public async IAsyncEnumerable<Result<ConversationImport>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await json.ReadAsync(cancellationToken);
        var conversations = json.Token switch
        {
            JsonTokenType.StartArray => ReadArrayAsync("", cancellationToken),
            JsonTokenType.StartObject => ReadObjectAsync(cancellationToken),
            _ => Refuse("body", "must be an object or an array"),
        };
        await foreach (var conversation in conversations)
        {
            yield return conversation;
            if (conversation.Failure is not null)
                yield break;
        }

        Where = "";
        // What follows a document belongs to no document.
        await json.ReadAsync(cancellationToken);
    }

    private async IAsyncEnumerable<Result<ConversationImport>> ReadObjectAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var found = false;
        while (await json.ReadAsync(cancellationToken) && json.Token == JsonTokenType.PropertyName)
        {
            var name = Where = json.Name;
            IAsyncEnumerable<Result<ConversationImport>>? conversations = null;
            if (name == "templates")
                await _templates.ReadAsync(json, cancellationToken);
            else if (name is not ("conversations" or "userSessions"))
                await json.SkipAsync(cancellationToken);
            else
            {
                found = true;
                await json.ReadAsync(cancellationToken);
                conversations = (name, json.Token) switch
                {
                    (_, JsonTokenType.StartArray) => ReadArrayAsync(name, cancellationToken),
                    ("userSessions", JsonTokenType.StartObject) => ReadSessionsAsync(cancellationToken),
                    _ => Refuse(name, name == "conversations" ? "must be an array" : "must be an object"),
                };
            }

            if (conversations is null)
                continue;
            await foreach (var conversation in conversations)
                yield return conversation;
        }

        if (!found)
            yield return new Invalid("conversations", "is required");
    }

    private async IAsyncEnumerable<Result<ConversationImport>> ReadArrayAsync(
        string name,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        for (var i = 0; ; i++)
        {
            Where = $"{name}[{i}]";
            using var item = await json.ReadValueAsync(cancellationToken);
            if (item is null)
                yield break;
            if (Read(item.RootElement, id: null) is { } conversation)
                yield return conversation;
        }
    }

    private async IAsyncEnumerable<Result<ConversationImport>> ReadSessionsAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        while (await json.ReadAsync(cancellationToken) && json.Token == JsonTokenType.PropertyName)
        {
            var id = json.Name;
            Where = $"userSessions.{id}";
            using var item = await json.ReadValueAsync(cancellationToken);
            if (Read(item!.RootElement, id) is { } conversation)
                yield return conversation;
        }
    }

    /// <summary>Null when there is nothing to import in it.</summary>
    private Result<ConversationImport>? Read(JsonElement element, string? id)
    {
        var fields = new Fields(now);
        ConversationImport? conversation =
            !fields.IsObject(element, Where) ? null
            : element.TryGetProperty("mapping", out _) ? ChatGptFormat.Read(element, Where, fields)
            : id is not null || element.TryGetProperty("conversation_history", out _) ? _templates.Read(element, id, Where, fields)
            : OwnFormat.Read(element, Where, fields);
        if (fields.Wrong is { } wrong)
            return wrong;
        if (conversation is null)
            return null;
        return conversation;
    }

    private static async IAsyncEnumerable<Result<ConversationImport>> Refuse(string where, string text)
    {
        await Task.CompletedTask;
        yield return new Invalid(where, text);
    }
}

using System.Runtime.CompilerServices;
using System.Text.Json;
using Kith.Engine.Conversations;

namespace Kith.Engine.Portability;

/// <summary>Reads conversations from whatever document they come in, one after the other. Whose form it is, its shape tells.</summary>
/// <param name="now">Unix ms.</param>
internal sealed class ImportReader(JsonPieces json, long now)
{
    private readonly ChatifyTemplates _templates = new();

    /// <summary>What it said of the person until now, beyond conversations.</summary>
    public ImportedSelf Self { get; } = new();

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
            if (conversation.Failure is not (null or LeftOut))
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
            Failure? wrong = null;
            if (name == "templates")
                await _templates.ReadAsync(json, cancellationToken);
            else if (name == "profile")
                wrong = await ReadProfileAsync(cancellationToken);
            else if (SelfFormat.IsList(name))
                wrong = await ReadListAsync(name, cancellationToken);
            else if (name == "people_chats")
                wrong = await json.SkipAsync(cancellationToken) is > 0 and var chats ? new PeopleLeftOut(chats) : null;
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

            if (wrong is not null)
                yield return wrong;
            if (conversations is null)
                continue;
            await foreach (var conversation in conversations)
                yield return conversation;
        }

        if (!found)
            yield return new Invalid("conversations", "is required");
    }

    private async Task<Failure?> ReadProfileAsync(CancellationToken cancellationToken)
    {
        using var profile = await json.ReadValueAsync(cancellationToken);
        var fields = new Fields(now);
        if (profile is { RootElement.ValueKind: JsonValueKind.Object })
            Self.Profile = SelfFormat.ReadProfile(profile.RootElement, fields);
        return fields.Wrong;
    }

    /// <summary>One item after the other: a list may be long.</summary>
    private async Task<Failure?> ReadListAsync(string name, CancellationToken cancellationToken)
    {
        await json.ReadAsync(cancellationToken);
        if (json.Token != JsonTokenType.StartArray)
            return new Invalid(name, "must be an array");
        Self.HasFacts |= name == "facts";
        for (var i = 0; ; i++)
        {
            Where = $"{name}[{i}]";
            using var item = await json.ReadValueAsync(cancellationToken);
            if (item is null)
                return null;
            var fields = new Fields(now);
            SelfFormat.Read(name, item.RootElement, Where, fields, Self);
            if (fields.Wrong is { } wrong)
                return wrong;
        }
    }

    private async IAsyncEnumerable<Result<ConversationImport>> ReadArrayAsync(
        string name,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        for (var i = 0; ; i++)
        {
            Where = $"{name}[{i}]";
            if (await ReadNextAsync(id: null, cancellationToken) is not { } next)
                yield break;
            if (next.Conversation is { } conversation)
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
            if (await ReadNextAsync(id, cancellationToken) is { Conversation: { } conversation })
                yield return conversation;
        }
    }

    /// <summary>The conversation that comes next, if there is something to import in it; null at the end of an array. One that is too large is passed over.</summary>
    private async Task<Next?> ReadNextAsync(string? id, CancellationToken cancellationToken)
    {
        try
        {
            using var item = await json.ReadValueAsync(cancellationToken);
            return item is null ? null : new Next(Read(item.RootElement, id));
        }
        catch (ImportTooLargeException e) when (!e.IsDocument)
        {
            await json.SkipAsync(cancellationToken);
            return new Next(new ConversationTooLarge(Where));
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

    /// <summary>An item; its conversation is null when there is nothing to import in it.</summary>
    private sealed record Next(Result<ConversationImport>? Conversation);
}

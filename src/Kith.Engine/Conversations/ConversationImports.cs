using Kith.Engine.Agents;
using Kith.Engine.Events;
using Kith.Engine.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.Conversations;

/// <summary>
/// Conversations that were had elsewhere. Each comes once: what came before is known by its own id, or by what it says, and only what is new
/// is added. A long one is written in several transactions; whoever stops in the middle and comes again goes on where it stopped.
/// </summary>
public sealed class ConversationImports(Database database, EventLog events, IEnumerable<IMessageChange> changes)
{
    /// <summary>What is written at once: others wait some ten milliseconds at most for the one writer.</summary>
    internal const int MostMessages = 200;

    private const long MostCharacters = 256 * 1024;

    /// <summary>Puts it among the caller's conversations.</summary>
    /// <param name="added">Called with what was added, in the transaction that adds it: the conversation, and the first depth of it.</param>
    public async Task<ImportedConversation> PutAsync(
        Caller caller,
        ConversationImport import,
        Func<WriteSession, string, long, Task> added,
        CancellationToken cancellationToken
    )
    {
        var content = new ImportedContent(import);
        var place = await database.ReadAsync(session => FindPlaceAsync(session, caller, import, content), cancellationToken);
        var count = 0L;
        while (place is null || place.More > 0)
        {
            place = await database.WriteAsync(session => WriteNextAsync(session, caller, import, content, added), cancellationToken);
            count += place.Written;
        }

        return new ImportedConversation(place.ConversationId, import.ExternalId, import.Title, import.Messages.Count, count, place.Note);
    }

    /// <summary>Writes the next few messages, and the conversation before the first.</summary>
    private async Task<Place> WriteNextAsync(
        WriteSession session,
        Caller caller,
        ConversationImport import,
        ImportedContent content,
        Func<WriteSession, string, long, Task> added
    )
    {
        var found = await FindIdAsync(session, caller, import, content);
        var isNew = found is null || await ConversationStore.LockAsync(session, found) is null;
        var place = isNew
            ? new Place(await CreateAsync(session, caller, import, content), import.Messages.Count, Note: null)
            : await ReadPlaceAsync(session, found!, import, content);
        if (!isNew && place.More > 0 && await FindObstacleAsync(session, place) is { } obstacle)
            return place with { More = 0, Note = obstacle };
        if (place.More == 0 && !isNew)
            return place;
        var messages = await AddAsync(session, caller, import, content, place);
        if (messages.Count > 0)
            await added(session, place.ConversationId, messages[0].Depth);
        await events.AppendAsync(
            session,
            [caller.PrincipalId],
            new NewEvent(isNew ? EventKinds.ChatCreated : EventKinds.ChatUpdated, place.ConversationId, NewEvent.AllMessages)
        );
        return place with { More = place.More - messages.Count, Written = messages.Count };
    }

    private async Task<ImportedSoFar> CreateAsync(WriteSession session, Caller caller, ConversationImport import, ImportedContent content)
    {
        if (!(await AgentCatalog.OpenAsync(session, caller, import.Agent ?? BuiltInAgents.Aira)).Try(out var agent, out _))
            agent = (await AgentCatalog.OpenAsync(session, caller, BuiltInAgents.Aira)).Value;
        var now = database.Clock.NowMs();
        var first = TimesOf(import, now) is [var one, ..] ? one : import.CreatedAt ?? now;
        var conversation = new Conversation(
            database.Clock.NewId(),
            caller.PrincipalId,
            agent.Id,
            import.Title,
            import.SystemPrompt ?? agent.Prompt,
            Label: null,
            IsOngoing: 0,
            import.Ended ? Conversation.Ended : Conversation.Active,
            Archived: import.Archived ? 1 : 0,
            Pinned: import.Pinned ? 1 : 0,
            MessageCount: 0,
            UserMessageCount: 0,
            TotalTokens: 0,
            CreatedAt: Math.Min(import.CreatedAt ?? first, first),
            UpdatedAt: now,
            LastActivity: first,
            EndedAt: import.Ended ? now : null,
            MemoryEnabled: import.MemoryEnabled ? 1 : 0
        );
        await ConversationStore.TryInsertAsync(session, conversation);
        var none = new ImportedSoFar(conversation.Id, 0, ImportedContent.NoHash, LastMessageId: null);
        // One of another Kith is called there by its id: so it is known when it comes back.
        await ImportStore.InsertAsync(session, caller.PrincipalId, import.ExternalId ?? import.Id, content.Key, none);
        return none;
    }

    private async Task<IReadOnlyList<Message>> AddAsync(
        WriteSession session,
        Caller caller,
        ConversationImport import,
        ImportedContent content,
        Place place
    )
    {
        var leaf = place.SoFar.LastMessageId is { } id ? await MessageStore.FindAsync(session, id) : null;
        var first = (int)place.SoFar.Messages;
        var now = database.Clock.NowMs();
        var times = TimesOf(import, now);
        var messages = new List<Message>();
        var characters = 0L;
        for (var i = first; i < import.Messages.Count && messages.Count < MostMessages; i++)
        {
            var origin = import.Messages[i];
            if ((characters += origin.Content.Length) > MostCharacters && messages.Count > 0)
                break;
            var before = messages is [.., var last] ? last : leaf;
            messages.Add(Follow(before, origin, place.ConversationId, caller, Math.Max(times[i], (before?.CreatedAt ?? 0) + 1)));
        }

        if (messages.Count == 0)
            return messages;
        await ImportStore.InsertMessagesAsync(session, messages, [.. import.Messages.Skip(first).Take(messages.Count)]);
        await MessagesToIndex.AddAllAsync(session, place.ConversationId, messages[0].Depth);
        var texts = new TextCount(messages.Count, messages.Count(message => message.Role == Roles.User));
        await ConversationStore.GrowAsync(session, place.ConversationId, texts, messages[^1].CreatedAt, now);
        var count = first + messages.Count;
        await ImportStore.UpdateAsync(session, new ImportedSoFar(place.ConversationId, count, content.HashOf(count), messages[^1].Id));
        return messages;
    }

    private Message Follow(Message? before, MessageImport origin, string conversationId, Caller caller, long at) =>
        Message.After(before, conversationId, database.Clock.NewId(), origin.Role, origin.Content, at) with
        {
            SenderId = origin.Role == Roles.User ? caller.PrincipalId : null,
            Model = origin.Model,
        };

    /// <summary>
    /// Adds what was said on other branches and isn't here yet: to a conversation that came from elsewhere, as far as it is known what it
    /// follows.
    /// </summary>
    /// <param name="known">What messages of the import are called here; what is added is added to it.</param>
    internal async Task PutBranchesAsync(
        Caller caller,
        ConversationImport import,
        string conversationId,
        Dictionary<string, string> known,
        CancellationToken cancellationToken
    )
    {
        foreach (var some in import.Branches.Where(message => !known.ContainsKey(message.Id!)).Chunk(MostMessages))
        {
            var added = await database.WriteAsync(
                session => WriteBranchesAsync(session, caller, some, conversationId, known),
                cancellationToken
            );
            foreach (var (id, here) in added)
                known[id] = here;
        }
    }

    private async Task<IReadOnlyList<(string Id, string Here)>> WriteBranchesAsync(
        WriteSession session,
        Caller caller,
        IReadOnlyList<MessageImport> some,
        string conversationId,
        Dictionary<string, string> known
    )
    {
        if ((await ConversationCatalog.OpenToWriteAsync(session, caller, conversationId)).Failure is not null)
            return [];
        // Another import of the same may have brought them meanwhile.
        var here = await MatchAsync(session, conversationId, [], some);
        var ids = some.Select(message => message.Parent).OfType<string>().Where(known.ContainsKey).Select(parent => known[parent]);
        var parents = (await MessageStore.ListAsync(session, ids.Distinct())).ToDictionary(one => one.Id, StringComparer.Ordinal);
        var added = new Dictionary<string, Message>(StringComparer.Ordinal);
        var now = database.Clock.NowMs();
        foreach (var origin in some.Where(message => !here.ContainsKey(message.Id!)))
        {
            Message? parent = null;
            if (
                origin.Parent is { } id
                && !added.TryGetValue(id, out parent)
                && !parents.TryGetValue(here.GetValueOrDefault(id) ?? known.GetValueOrDefault(id) ?? "", out parent)
            )
                continue;
            var at = Math.Max(origin.CreatedAt ?? now, (parent?.CreatedAt ?? 0) + 1);
            added[origin.Id!] = Follow(parent, origin, conversationId, caller, at) with { OnPath = 0 };
        }

        if (added.Count > 0)
        {
            await ImportStore.InsertMessagesAsync(
                session,
                [.. added.Values],
                [
                    .. some.Where(message => added.ContainsKey(message.Id!))
                        .Select(message => message with { ExternalId = message.ExternalId ?? message.Id }),
                ]
            );
            foreach (var message in added.Values)
                await MessagesToIndex.AddAsync(session, message);
            await events.AppendAsync(
                session,
                [caller.PrincipalId],
                new NewEvent(EventKinds.ChatUpdated, conversationId, NewEvent.AllMessages)
            );
        }

        return [.. here.Select(pair => (pair.Key, pair.Value)), .. added.Select(pair => (pair.Key, pair.Value.Id))];
    }

    /// <summary>
    /// What a message is called where the import comes from, and where that has it from.
    /// </summary>
    private static IEnumerable<string> NamesOf(MessageImport message) => new[] { message.Id, message.ExternalId }.OfType<string>();

    /// <summary>
    /// What messages of an import are called here, by the ids they have in it: by their ids, if they never were elsewhere, by what they are
    /// called elsewhere, or by their places and what they say.
    /// </summary>
    /// <param name="inPlace">Those of the active branch, with how many came before them.</param>
    internal static async Task<Dictionary<string, string>> MatchAsync(
        ReadSession session,
        string conversationId,
        IReadOnlyList<(MessageImport Message, long Place)> inPlace,
        IReadOnlyList<MessageImport> others
    )
    {
        var all = inPlace.Select(one => one.Message).Concat(others).Where(message => message.Id is not null).ToList();
        var names = all.SelectMany(NamesOf).Distinct().ToList();
        var here = (await MessageStore.ListAsync(session, names))
            .Where(message => message.ConversationId == conversationId)
            .ToDictionary(message => message.Id, message => message.Id, StringComparer.Ordinal);
        if (others.Count > 0)
        {
            foreach (var origin in await ImportStore.ListByExternalIdAsync(session, conversationId, others.SelectMany(NamesOf).Distinct()))
                here.TryAdd(origin.ExternalId!, origin.MessageId);
        }

        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var message in all)
        {
            if (NamesOf(message).FirstOrDefault(here.ContainsKey) is { } name)
                found.TryAdd(message.Id!, here[name]);
        }

        var there = await ImportStore.ListAtAsync(session, conversationId, inPlace.Select(one => one.Place));
        var byPlace = there.ToDictionary(text => text.Depth);
        foreach (var (message, place) in inPlace)
        {
            if (
                message.Id is { } id
                && byPlace.TryGetValue(place, out var text)
                && text.Role == message.Role
                && TextRules.Clean(text.Content) == TextRules.Clean(message.Content)
            )
                found.TryAdd(id, text.Id);
        }

        return found;
    }

    private static async Task<Place?> FindPlaceAsync(
        ReadSession session,
        Caller caller,
        ConversationImport import,
        ImportedContent content
    ) => await FindIdAsync(session, caller, import, content) is { } id ? await ReadPlaceAsync(session, id, import, content) : null;

    /// <summary>The conversation that this one is: it came before, or it began here.</summary>
    private static async Task<string?> FindIdAsync(ReadSession session, Caller caller, ConversationImport import, ImportedContent content)
    {
        if (await ImportStore.FindConversationAsync(session, caller.PrincipalId, content.Key) is { } known)
            return known;
        foreach (var id in new[] { import.ExternalId, import.Id }.OfType<string>().Distinct(StringComparer.Ordinal))
        {
            if ((await ConversationCatalog.OpenAsync(session, caller, id)).Failure is null)
                return id;
        }

        return null;
    }

    private static async Task<Place> ReadPlaceAsync(
        ReadSession session,
        string conversationId,
        ConversationImport import,
        ImportedContent content
    )
    {
        if (await ImportStore.FindAsync(session, conversationId) is not { } soFar)
        {
            var all = await ImportStore.ListTextsAsync(session, conversationId);
            var texts = all.Where(text => StoredText.IsSaid(text.Content)).ToList();
            soFar = new ImportedSoFar(conversationId, texts.Count, ImportedContent.HashOf(texts), texts is [.., var last] ? last.Id : null);
        }

        // An older state of it says nothing new.
        if (import.Messages.Count < soFar.Messages)
            return new Place(soFar, More: 0, Note: null);
        return content.HashOf(soFar.Messages) == soFar.Hash
            ? new Place(soFar, import.Messages.Count - soFar.Messages, Note: null)
            : new Place(soFar, More: 0, "It says something else than what is here; it was left as it is.");
    }

    /// <summary>Why nothing can follow what came before; null when it can. The conversation is held.</summary>
    private async Task<string?> FindObstacleAsync(WriteSession session, Place place)
    {
        foreach (var change in changes)
        {
            if (await change.FindObstacleAsync(session, place.ConversationId) is { } obstacle)
                return obstacle.Detail;
        }

        return (await MessageStore.FindLeafAsync(session, place.ConversationId))?.Id == place.SoFar.LastMessageId
            ? null
            : "It went on here since; what is new elsewhere was left out.";
    }

    /// <summary>When each was said: as it is known, and each after the one before. Of what nobody knows anything, it was just now.</summary>
    private static long[] TimesOf(ConversationImport import, long now)
    {
        var times = new long[import.Messages.Count];
        var known = import.Messages.Select((message, i) => message.CreatedAt - i).FirstOrDefault(at => at is not null);
        var next = import.Messages is [{ CreatedAt: null }, ..] && import.CreatedAt is { } began ? began : known ?? now - times.Length;
        for (var i = 0; i < times.Length; i++)
        {
            times[i] = Math.Max(import.Messages[i].CreatedAt ?? next, next);
            next = times[i] + 1;
        }

        return times;
    }

    /// <summary>Where an import stands.</summary>
    /// <param name="More">How many messages are to be added.</param>
    /// <param name="Written">How many just were.</param>
    private sealed record Place(ImportedSoFar SoFar, long More, string? Note, int Written = 0)
    {
        public string ConversationId => SoFar.ConversationId;
    }
}

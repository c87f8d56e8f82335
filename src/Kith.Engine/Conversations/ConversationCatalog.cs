using Kith.Engine.Agents;
using Kith.Engine.ChannelLayer;
using Kith.Engine.Conversations.Members;
using Kith.Engine.Events;
using Kith.Engine.Idempotency;
using Kith.Engine.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.Conversations;

/// <summary>A person's conversations: list, start, open, change, end, delete.</summary>
public sealed class ConversationCatalog(
    Database database,
    EventLog events,
    InProcessChannelLayer channels,
    IEnumerable<IMessageChange> changes
) : IPrincipalChange
{
    /// <summary>The channel on which every node hears which conversation is gone, or which principal with all of theirs.</summary>
    internal const string GoneChannel = "gone";

    private const int TitleLength = 200;

    /// <summary>A conversation that comes with more messages is told as one event.</summary>
    internal const int MostTold = 100;

    /// <summary>
    /// Newest activity first, at most <paramref name="limit"/> after the given place. With <paramref name="agentKey"/> only those
    /// with that agent.
    /// </summary>
    public Task<Result<IReadOnlyList<Conversation>>> ListAsync(
        Caller caller,
        string? agentKey,
        (long LastActivity, string Id)? after,
        int limit,
        CancellationToken cancellationToken
    ) =>
        database.ReadAsync<Result<IReadOnlyList<Conversation>>>(
            async session =>
            {
                string? agentId = null;
                if (agentKey is not null)
                {
                    if (!(await AgentCatalog.OpenAsync(session, caller, agentKey)).Try(out var agent, out var failure))
                        return failure;
                    agentId = agent.Id;
                }

                return (await ConversationStore.ListAsync(session, caller.PrincipalId, agentId, after, limit)).ToList();
            },
            cancellationToken
        );

    /// <summary>One of the caller's conversations. The one door: absent looks like somebody else's.</summary>
    public Task<Result<Conversation>> OpenAsync(Caller caller, string id, CancellationToken cancellationToken) =>
        database.ReadAsync(session => OpenAsync(session, caller, id), cancellationToken);

    /// <summary>As above, within a transaction.</summary>
    public static async Task<Result<Conversation>> OpenAsync(ReadSession session, Caller caller, string id) =>
        Authorise(caller, await ConversationStore.FindAsync(session, id));

    /// <summary>As above, and holds the conversation until the transaction ends.</summary>
    internal static async Task<Result<Conversation>> OpenToWriteAsync(WriteSession session, Caller caller, string id) =>
        Authorise(caller, await ConversationStore.LockAsync(session, id));

    /// <summary>As above, for who only adds to it.</summary>
    internal static async Task<Result<Conversation>> OpenToAddAsync(WriteSession session, Caller caller, string id) =>
        Authorise(caller, await ConversationStore.LockToAddAsync(session, id));

    /// <summary>Those of these that are the caller's own, by id.</summary>
    internal static async Task<IReadOnlyDictionary<string, Conversation>> OpenAllAsync(
        ReadSession session,
        Caller caller,
        IReadOnlyCollection<string> ids
    ) =>
        (ids.Count == 0 ? [] : await ConversationStore.ListAsync(session, ids))
            .Where(conversation => Authorise(caller, conversation).Failure is null)
            .ToDictionary(conversation => conversation.Id, StringComparer.Ordinal);

    /// <summary>When the caller last said or was told something; null when never.</summary>
    public static async Task<DateTimeOffset?> FindLastActivityAsync(ReadSession session, Caller caller) =>
        Time.FromMs(await ConversationStore.FindLastActivityAsync(session, caller.PrincipalId));

    /// <summary>Starts one; with a key only the first time.</summary>
    public Task<Result<Made<Conversation>>> CreateAsync(
        Caller caller,
        NewConversation start,
        IdempotencyKey? key,
        CancellationToken cancellationToken
    ) =>
        database.WriteAsync(
            session =>
                Once.MakeAsync(
                    session,
                    caller.PrincipalId,
                    key,
                    database.Clock.NowMs(),
                    new Creation<Conversation>(
                        "conversation",
                        Make: () => CreateAsync(session, caller, start),
                        IdOf: made => made.Id,
                        Open: id => OpenAsync(session, caller, id)
                    )
                ),
            cancellationToken
        );

    /// <summary>Starts one within a transaction, as its last step.</summary>
    public async Task<Result<Conversation>> CreateAsync(WriteSession session, Caller caller, NewConversation start)
    {
        if (!(await MakeAsync(session, caller, start, isOngoing: false)).Try(out var conversation, out var failure))
            return failure;
        await ConversationStore.TryInsertAsync(session, conversation);
        await events.AppendAsync(session, [caller.PrincipalId], Event(EventKinds.ChatCreated, conversation.Id));
        return conversation;
    }

    /// <summary>
    /// The caller's one ongoing chat with the best friend; started when there is none, and then with what the log has to be told.
    /// </summary>
    internal async Task<(string Id, IReadOnlyList<NewEvent> News)> OpenOngoingAsync(WriteSession session, Caller caller)
    {
        if (await ConversationStore.FindOngoingAsync(session, caller.PrincipalId) is { } known)
            return (known.Id, []);
        var ongoing = (await MakeAsync(session, caller, new NewConversation(), isOngoing: true)).Value;
        return await ConversationStore.TryInsertAsync(session, ongoing)
            ? (ongoing.Id, [Event(EventKinds.ChatCreated, ongoing.Id)])
            : ((await ConversationStore.FindOngoingAsync(session, caller.PrincipalId))!.Id, []);
    }

    /// <summary>A new one, not stored yet.</summary>
    private async Task<Result<Conversation>> MakeAsync(ReadSession session, Caller caller, NewConversation start, bool isOngoing)
    {
        if (start.RelatedChat is { } related && (await RelatedChats.OpenAsync(session, caller, related)).Failure is { } unrelated)
            return unrelated;
        if (!(await AgentCatalog.OpenAsync(session, caller, start.Agent ?? BuiltInAgents.Aira)).Try(out var agent, out var failure))
            return failure;
        if (!CheckTexts(start.Title, start.SystemPrompt).Try(out var texts, out failure))
            return failure;
        var now = database.Clock.NowMs();
        return new Conversation(
            start.Id ?? database.Clock.NewId(),
            caller.PrincipalId,
            agent.Id,
            texts.Title,
            texts.Prompt ?? agent.Prompt,
            start.Label,
            IsOngoing: isOngoing ? 1 : 0,
            Conversation.Active,
            Archived: 0,
            Pinned: 0,
            MemoryEnabled: Flag(start.MemoryEnabled) ?? 1,
            MessageCount: 0,
            UserMessageCount: 0,
            TotalTokens: 0,
            now,
            now,
            now,
            EndedAt: null,
            start.RelatedChat
        );
    }

    public Task<Result<Conversation>> ChangeAsync(
        Caller caller,
        string id,
        ConversationChange change,
        CancellationToken cancellationToken
    ) =>
        UpdateAsync(
            caller,
            id,
            async (session, conversation, now) =>
            {
                if (!CheckTexts(change.Title, change.SystemPrompt).Try(out var texts, out var failure))
                    return failure;
                if (change.RelatedChat is { Length: > 0 } related)
                    failure = (await RelatedChats.OpenAsync(session, caller, related)).Failure;
                if (failure is not null)
                    return failure;
                return conversation with
                {
                    Title = change.IsUntitled ? null : texts.Title ?? conversation.Title,
                    Prompt = texts.Prompt ?? conversation.Prompt,
                    Archived = Flag(change.Archived) ?? conversation.Archived,
                    Pinned = Flag(change.Pinned) ?? conversation.Pinned,
                    MemoryEnabled = Flag(change.MemoryEnabled) ?? conversation.MemoryEnabled,
                    RelatedChatId = change.RelatedChat is { } named ? (named.Length > 0 ? named : null) : conversation.RelatedChatId,
                    UpdatedAt = now,
                };
            },
            cancellationToken
        );

    /// <summary>Ends it: it stays readable, nothing more can be said.</summary>
    public Task<Result<Conversation>> EndAsync(Caller caller, string id, CancellationToken cancellationToken) =>
        UpdateAsync(
            caller,
            id,
            (_, conversation, now) =>
                Task.FromResult<Result<Conversation>>(
                    conversation.IsEnded
                        ? new ConversationEnded()
                        : conversation with
                        {
                            Status = Conversation.Ended,
                            UpdatedAt = now,
                            EndedAt = now,
                        }
                ),
            cancellationToken
        );

    /// <summary>Deletes it with everything in it: at once for everybody, and if it is long, in rounds from the tables.</summary>
    public Task<Result<Done>> DeleteAsync(Caller caller, string id, CancellationToken cancellationToken) =>
        database.WriteAsync<Result<Done>>(
            async session =>
            {
                if (!(await OpenToWriteAsync(session, caller, id)).Try(out _, out var failure))
                    return failure;
                var told = await changes.EraseAllAsync(session, caller.PrincipalId, id);
                await ForsakeAsync(session, id);
                session.AfterCommit(() => channels.Publish(GoneChannel, id));
                await events.AppendAsync(session, [caller.PrincipalId], [Event(EventKinds.ChatDeleted, id), .. told]);
                return default(Done);
            },
            cancellationToken
        );

    /// <summary>Gives it to somebody who is gone, and deletes the first of it, which mostly is all.</summary>
    private async Task ForsakeAsync(WriteSession session, string id)
    {
        var nobody = await Erasures.AddAsync(session, database.Clock.NewId(), database.Clock.NowMs());
        await ConversationStore.ForsakeAsync(session, id, nobody);
        await ImportStore.DeleteAsync(session, id);
        await SummaryStore.DeleteAsync(session, id);
        if (await EraseNextAsync(session, nobody, Erasures.AtOnce) < Erasures.AtOnce)
            await Erasures.EndAsync(session, nobody);
        else
            session.AfterCommit(() => channels.Publish(Erasures.Channel));
    }

    /// <summary>
    /// What a log is told of a conversation that comes with messages in it: it, followed by its active branch as long as that is short, so
    /// that who has nothing of it yet has all of it then.
    /// </summary>
    internal static async Task<IReadOnlyList<NewEvent>> ListEventsAsync(ReadSession session, string id)
    {
        var messages = await MessageStore.ListPathAsync(session, id, MostTold + 1);
        return messages.Count > MostTold
            ? [new NewEvent(EventKinds.ChatCreated, id, NewEvent.AllMessages)]
            : [Event(EventKinds.ChatCreated, id), .. messages.Select(message => new NewEvent(EventKinds.MessageCreated, id, message))];
    }

    async Task<IReadOnlyList<NewEvent>> IPrincipalChange.ListEventsAsync(WriteSession session, string guestId, string userId)
    {
        var told = new List<NewEvent>();
        foreach (var id in await ConversationStore.LockAllAsync(session, guestId))
            told.AddRange(await ListEventsAsync(session, id));
        return told;
    }

    Task IPrincipalChange.ClaimAsync(WriteSession session, string guestId, string userId) =>
        ConversationStore.ClaimAsync(session, guestId, userId);

    /// <summary>What is being answered ends; nothing is learned from what is still there, nor asked of a model.</summary>
    async Task IPrincipalChange.EraseAsync(WriteSession session, string principalId, Departure departure)
    {
        await ConversationStore.ForgetAllAsync(session, principalId);
        session.AfterCommit(() => channels.Publish(GoneChannel, principalId));
    }

    Task<int> IPrincipalChange.EraseNextAsync(WriteSession session, string principalId, int most, Departure departure) =>
        EraseNextAsync(session, principalId, most);

    /// <summary>Deletes the next messages of somebody who is gone, and the conversations that are empty then.</summary>
    private static async Task<int> EraseNextAsync(WriteSession session, string principalId, int most)
    {
        var left = most;
        foreach (var id in await ConversationStore.ListIdsAsync(session, principalId, most))
        {
            if ((left -= await MessageTreeStore.DeleteLastAsync(session, id, left)) <= 0)
                break;
            await ConversationStore.DeleteAsync(session, id);
            if (--left == 0)
                break;
        }

        return most - left;
    }

    private Task<Result<Conversation>> UpdateAsync(
        Caller caller,
        string id,
        Func<ReadSession, Conversation, long, Task<Result<Conversation>>> update,
        CancellationToken cancellationToken
    ) =>
        database.WriteAsync<Result<Conversation>>(
            async session =>
            {
                if (!(await OpenToWriteAsync(session, caller, id)).Try(out var conversation, out var failure))
                    return failure;
                if (!(await update(session, conversation, database.Clock.NowMs())).Try(out var changed, out failure))
                    return failure;
                await ConversationStore.UpdateAsync(session, changed);
                var told =
                    changed.MemoryEnabled == conversation.MemoryEnabled
                        ? []
                        : await changes.SwitchMemoryAsync(session, conversation.OwnerId);
                await events.AppendAsync(session, [caller.PrincipalId], [.. told, Event(EventKinds.ChatUpdated, id)]);
                return changed;
            },
            cancellationToken
        );

    private static Result<Conversation> Authorise(Caller caller, Conversation? conversation) =>
        conversation is not null && conversation.OwnerId == caller.PrincipalId ? conversation : new NotFound("chat");

    private static Result<(string? Title, string? Prompt)> CheckTexts(string? title, string? prompt)
    {
        if (!string.IsNullOrWhiteSpace(title) && TextRules.CheckName("title", title, TitleLength).Failure is { } badTitle)
            return badTitle;
        if (!string.IsNullOrWhiteSpace(prompt) && TextRules.CheckLong("system_prompt", prompt).Failure is { } badPrompt)
            return badPrompt;
        return (
            string.IsNullOrWhiteSpace(title) ? null : title.Trim(),
            string.IsNullOrWhiteSpace(prompt) ? null : prompt.ReplaceLineEndings("\n")
        );
    }

    private static NewEvent Event(string kind, string conversationId) => new(kind, conversationId, conversationId);

    private static long? Flag(bool? value) =>
        value is null ? null
        : value.Value ? 1
        : 0;
}

using Kith.Engine.Conversations;
using Kith.Engine.Conversations.Members;
using Kith.Engine.Events;
using Kith.Engine.Idempotency;
using Kith.Engine.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.Turns;

/// <summary>
/// Where every message comes in. When it answers, the user's message is durable and the answer is on its way, whatever becomes
/// of the connection.
/// </summary>
public sealed class TurnIntake
{
    private const int ClientIdLength = 200;

    /// <summary>Of what a model is told, what a related chat may be at most: one part of so many.</summary>
    private const int QuotedPart = 4;

    private readonly Database _database;
    private readonly ConversationCatalog _conversations;
    private readonly RelatedChats _related;
    private readonly EventLog _events;
    private readonly LiveTurns _live;
    private readonly TurnRunner _runner;
    private readonly TurnsOptions _options;
    private readonly IEnumerable<IMessageChange> _changes;

    internal TurnIntake(
        Database database,
        ConversationCatalog conversations,
        RelatedChats related,
        EventLog events,
        LiveTurns live,
        TurnRunner runner,
        TurnsOptions options,
        IEnumerable<IMessageChange> changes
    )
    {
        (_database, _conversations, _related, _events, _live) = (database, conversations, related, events, live);
        (_runner, _options, _changes) = (runner, options, changes);
    }

    /// <summary>
    /// Accepts the message and starts its turn. Fails with <see cref="NotFound"/>, <see cref="Invalid"/>,
    /// <see cref="ConversationEnded"/>, <see cref="TurnRunning"/>, <see cref="AnswerDeleted"/>, <see cref="AiContextRefused"/> or
    /// <see cref="IdempotencyMismatch"/>; then nothing is stored.
    /// </summary>
    public async Task<Result<AcceptedTurn>> StartAsync(Caller caller, TurnRequest request, CancellationToken cancellationToken)
    {
        if (!TextRules.CheckLong("content", request.Text).Try(out var text, out var failure))
            return failure;
        if (request.ClientId is not null && TextRules.CheckName("client_id", request.ClientId, ClientIdLength).Failure is { } badId)
            return badId;
        return await AcceptAsync(
            caller,
            request with
            {
                Text = text,
            },
            (session, conversationId) =>
                request.Edits is { } edited
                    ? TurnPlace.BesideAsync(session, conversationId, edited)
                    : TurnPlace.AfterAllAsync(session, conversationId),
            cancellationToken
        );
    }

    /// <summary>
    /// Answers a message of the person's again, beside the answers it has: the one named, or the one whose answer is named. Fails
    /// as <see cref="StartAsync"/>.
    /// </summary>
    public Task<Result<AcceptedTurn>> AnswerAgainAsync(
        Caller caller,
        string conversationId,
        string messageId,
        IdempotencyKey? key,
        CancellationToken cancellationToken
    ) =>
        AcceptAsync(
            caller,
            new TurnRequest(conversationId, Text: null, Key: key),
            (session, _) => TurnPlace.BelowAsync(session, conversationId, messageId),
            cancellationToken
        );

    private async Task<Result<AcceptedTurn>> AcceptAsync(
        Caller caller,
        TurnRequest request,
        Func<ReadSession, string, Task<Result<TurnPlace>>> findPlace,
        CancellationToken cancellationToken
    )
    {
        LiveTurn? live = null;
        try
        {
            return await _database.WriteAsync(
                session =>
                    OnceAsync(session, caller, request.Key, () => AcceptAsync(session, caller, request, findPlace, turn => live = turn)),
                cancellationToken
            );
        }
        finally
        {
            // Once it is committed it runs, whatever went wrong since. Here, because its traces belong to the caller's.
            if (live is not null)
                _runner.Run(live);
        }
    }

    /// <summary>Accepts a turn; with a key only the first time, after that it is the turn accepted then.</summary>
    private async Task<Result<AcceptedTurn>> OnceAsync(
        WriteSession session,
        Caller caller,
        IdempotencyKey? key,
        Func<Task<Result<AcceptedTurn>>> accept
    )
    {
        var once = await Once.MakeAsync(
            session,
            caller.PrincipalId,
            key,
            _database.Clock.NowMs(),
            new Creation<AcceptedTurn>(
                "turn",
                Make: accept,
                IdOf: accepted => accepted.TurnId,
                Open: id => AcceptedBefore.OpenAsync(session, caller, id)
            )
        );
        return once.Try(out var made, out var failure) ? made.Value with { IsReplay = made.IsReplay } : failure;
    }

    private async Task<Result<AcceptedTurn>> AcceptAsync(
        WriteSession session,
        Caller caller,
        TurnRequest request,
        Func<ReadSession, string, Task<Result<TurnPlace>>> findPlace,
        Action<LiveTurn> started
    )
    {
        var (id, begun) = request.ConversationId is { } known ? (known, []) : await _conversations.OpenOngoingAsync(session, caller);
        if (request.QuoteMost is not null)
            await RelatedChats.HoldFirstAsync(session, id);
        var (opened, placed) = await session.TogetherAsync(
            () => ConversationCatalog.OpenToAddAsync(session, caller, id),
            () => findPlace(session, id)
        );
        if (!opened.Try(out var conversation, out var failure))
            return failure;
        if (
            request.ClientId is not null
            && await AcceptedBefore.FindByClientIdAsync(session, caller, conversation.Id, request.ClientId) is { } repeat
        )
            return repeat;
        if (conversation.IsEnded)
            return new ConversationEnded();
        if (!placed.Try(out var place, out failure))
            return failure;
        var related = RelatedContext.None;
        if (
            request.QuoteMost is { } most
            && !(await _related.UseAsync(session, caller, conversation, most, _options.ContextTokens / QuotedPart)).Try(
                out related,
                out failure
            )
        )
            return failure;

        var now = _database.Clock.NowMs();
        var user = place.AnswersEnd ? place.End! : NewUserMessage(caller, id, request, place, now);
        var answer = Message.After(user, id, _database.Clock.NewId(), Roles.Assistant, content: "", now) with
        {
            Status = MessageStatus.Streaming,
            Quoted = related.Quotes.Count,
        };
        var turn = NewTurn(_database, _options, id, user.Id, answer.Id, now);
        if (!await TurnStore.TryInsertAsync(session, turn))
            return new TurnRunning((await TurnStore.FindRunningAsync(session, conversation.Id))?.Id);
        var news = await StoreAsync(session, caller, place, user, answer, now);
        // Live before the hint goes out: who follows the log finds its deltas here.
        session.AfterCommit(() =>
        {
            var live = new LiveTurn(caller, turn, conversation, user, related.Quotes);
            _live.Add(live);
            started(live);
        });
        await _events.AppendAsync(
            session,
            new Telling(
                [caller.PrincipalId],
                [
                    .. begun,
                    .. news,
                    new NewEvent(EventKinds.TurnStarted, conversation.Id, turn.Id),
                    new NewEvent(EventKinds.ChatUpdated, conversation.Id, conversation.Id),
                ]
            ),
            related.Told
        );
        return new AcceptedTurn(turn.Id, conversation.Id, user.Id, answer.Id, IsRepeat: false);
    }

    /// <summary>Puts the two messages where they belong; answers what happened to messages and what is kept of them.</summary>
    private async Task<IEnumerable<NewEvent>> StoreAsync(
        WriteSession session,
        Caller caller,
        TurnPlace place,
        Message user,
        Message answer,
        long now
    )
    {
        var conversationId = user.ConversationId;
        var branch = place.MovesBranch ? await ActiveBranch.EndAtAsync(session, conversationId, place.End) : BranchChange.None;
        if (!place.AnswersEnd)
            await MessageStore.InsertAsync(session, user);
        await MessageStore.InsertAsync(session, answer);
        var said = place.AnswersEnd ? 0 : 1;
        var texts = branch.Texts;
        await ConversationStore.CountAsync(
            session,
            conversationId,
            texts.Messages + said,
            texts.UserMessages + said,
            tokens: 0,
            firstTitle: null,
            now
        );
        var moved = branch.Events(conversationId).Concat(await _changes.MoveAsync(session, caller.PrincipalId, branch));
        return place.AnswersEnd ? moved : moved.Append(new NewEvent(EventKinds.MessageCreated, conversationId, user.Id));
    }

    /// <summary>One that begins now, on this node.</summary>
    internal static Turn NewTurn(
        Database database,
        TurnsOptions options,
        string conversationId,
        string userMessageId,
        string answerId,
        long now
    ) =>
        new(
            database.Clock.NewId(),
            conversationId,
            userMessageId,
            answerId,
            TurnState.Running,
            ErrorCode: null,
            ErrorDetail: null,
            options.NodeId,
            Fence: 1,
            now + (long)options.Lease.TotalMilliseconds,
            now,
            EndedAt: null
        );

    private Message NewUserMessage(Caller caller, string conversationId, TurnRequest request, TurnPlace place, long now) =>
        Message.After(place.End, conversationId, _database.Clock.NewId(), Roles.User, request.Text!, now) with
        {
            SenderId = caller.PrincipalId,
            ClientId = request.ClientId,
            EditedAt = place.IsEdit ? now : null,
        };
}

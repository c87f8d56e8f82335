using System.Runtime.CompilerServices;
using Kith.Engine.Conversations;
using Kith.Engine.Conversations.Members;
using Kith.Engine.Memory.Recall;
using Kith.Engine.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.Turns;

/// <summary>Something a turn shows while it runs.</summary>
public abstract record TurnFrame(string TurnId);

/// <summary>What memory found for it.</summary>
public sealed record TurnRecalled(string TurnId, IReadOnlyList<RecalledItem> Items) : TurnFrame(TurnId);

/// <summary>A piece of the answer; indexes count from 0 without gaps.</summary>
public sealed record TurnDelta(string TurnId, int Index, string Text) : TurnFrame(TurnId);

/// <summary>The turn is over. <paramref name="Failure"/> is set when there is no answer.</summary>
public sealed record TurnEnded(string TurnId, MessageView UserMessage, MessageView AiMessage, Failure? Failure) : TurnFrame(TurnId);

/// <summary>Following a turn from any index, while it runs and after.</summary>
public sealed class TurnFollower
{
    /// <summary>How often a turn that runs on another node is looked at.</summary>
    private static readonly TimeSpan Elsewhere = TimeSpan.FromMilliseconds(300);

    private readonly Database _database;
    private readonly LiveTurns _live;

    internal TurnFollower(Database database, LiveTurns live) => (_database, _live) = (database, live);

    internal LiveTurn? FindLive(string turnId) => _live.Find(turnId);

    /// <summary>A turn of one of the caller's conversations. The one door.</summary>
    public Task<Result<Turn>> OpenAsync(Caller caller, string turnId, CancellationToken cancellationToken) =>
        _database.ReadAsync<Result<Turn>>(
            async session =>
                await TurnStore.FindAsync(session, turnId) is { } turn
                && (await ConversationCatalog.OpenAsync(session, caller, turn.ConversationId)).Failure is null
                    ? turn
                    : new NotFound("turn"),
            cancellationToken
        );

    /// <summary>As above, or of a chat between people that the caller is in: for who follows everything, or stops one.</summary>
    internal Task<Result<Turn>> OpenAnyAsync(Caller caller, string turnId, CancellationToken cancellationToken) =>
        _database.ReadAsync<Result<Turn>>(
            async session =>
                await TurnStore.FindAsync(session, turnId) is { } turn
                && (
                    (await ConversationCatalog.OpenAsync(session, caller, turn.ConversationId)).Failure is null
                    || (await PeopleChats.OpenAsync(session, caller, turn.ConversationId)).Failure is null
                )
                    ? turn
                    : new NotFound("turn"),
            cancellationToken
        );

    /// <summary>The turns that run in the caller's conversations now, and in the chats between people they are in.</summary>
    internal Task<IReadOnlyList<Turn>> ListRunningAsync(Caller caller, CancellationToken cancellationToken) =>
        _database.ReadAsync<IReadOnlyList<Turn>>(
            async session =>
                [
                    .. await TurnStore.ListRunningAsync(session, caller.PrincipalId),
                    .. await TurnStore.ListRunningAmongPeopleAsync(session, caller.PrincipalId),
                ],
            cancellationToken
        );

    /// <summary>
    /// What memory found for a turn, unless it was told before (<paramref name="from"/> is not 0), then every delta from there on, ending
    /// with <see cref="TurnEnded"/>. The turn must have been opened or accepted for this caller. Ends without it when the conversation is
    /// deleted meanwhile.
    /// </summary>
    public IAsyncEnumerable<TurnFrame> FollowAsync(string turnId, int from, CancellationToken cancellationToken) =>
        FollowAsync(turnId, from, toItsEnd: true, cancellationToken);

    /// <summary>As above without the end: for who hears of that from the log.</summary>
    internal IAsyncEnumerable<TurnFrame> FollowWritingAsync(string turnId, int from, CancellationToken cancellationToken) =>
        FollowAsync(turnId, from, toItsEnd: false, cancellationToken);

    /// <summary>
    /// The answer to an accepted message, waited for; or why there is none. Who sends the same idempotency key again doesn't wait:
    /// <see cref="IdempotencyRunning"/>.
    /// </summary>
    public async Task<Result<TurnEnded>> AnswerAsync(AcceptedTurn turn, CancellationToken cancellationToken)
    {
        if (turn.IsReplay && await ReadAsync(turn.TurnId, from: null, withRecall: false, cancellationToken) is { IsRunning: true })
            return new IdempotencyRunning(turn.TurnId);
        return await FinishAsync(turn.TurnId, cancellationToken) switch
        {
            null => new NotFound("chat"),
            { Failure: { } failure } => failure,
            var ended => ended,
        };
    }

    /// <summary>The user's message and the answer when the turn is over; null when its conversation is deleted meanwhile.</summary>
    public async Task<TurnEnded?> FinishAsync(string turnId, CancellationToken cancellationToken)
    {
        await foreach (var frame in FollowAsync(turnId, from: null, toItsEnd: true, cancellationToken))
        {
            if (frame is TurnEnded ended)
                return ended;
        }

        return null;
    }

    /// <summary>The messages of a turn: the user's, and the answer as far as it is stored.</summary>
    public Task<(MessageView UserMessage, MessageView AiMessage)?> FindMessagesAsync(string turnId, CancellationToken cancellationToken) =>
        _database.ReadAsync(
            async session => await TurnStore.FindAsync(session, turnId) is { } turn ? await FindMessagesAsync(session, turn) : null,
            cancellationToken
        );

    /// <param name="from">Null: nothing of what it shows while it runs.</param>
    private async IAsyncEnumerable<TurnFrame> FollowAsync(
        string turnId,
        int? from,
        bool toItsEnd,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var (index, recallIsTold) = (from, from != 0);
        if (_live.Find(turnId) is { } live)
        {
            if (!recallIsTold)
                yield return new TurnRecalled(turnId, await live.Recalled.WaitAsync(cancellationToken));
            recallIsTold = true;
            if (index is null)
                await live.Ended.WaitAsync(cancellationToken);
            else
                await foreach (var (i, text) in live.ReadAsync(index.Value, cancellationToken))
                {
                    yield return new TurnDelta(turnId, i, text);
                    index = i + 1;
                }

            if (!toItsEnd)
                yield break;
        }

        while (await ReadAsync(turnId, index, withRecall: !recallIsTold, cancellationToken) is { } state)
        {
            // It is stored with the first deltas, or at the end.
            if (!recallIsTold && (state.Deltas.Count > 0 || !state.IsRunning))
            {
                yield return new TurnRecalled(turnId, state.Recalled);
                recallIsTold = true;
            }

            foreach (var text in state.Deltas)
            {
                yield return new TurnDelta(turnId, index!.Value, text);
                index++;
            }

            if (!state.IsRunning)
            {
                if (toItsEnd && state.Ended is { } ended)
                    yield return ended;
                yield break;
            }

            await Task.Delay(Elsewhere, _database.Clock, cancellationToken);
        }
    }

    private Task<TurnSnapshot?> ReadAsync(string turnId, int? from, bool withRecall, CancellationToken cancellationToken) =>
        _database.ReadAsync(
            async session =>
            {
                if (await TurnStore.FindAsync(session, turnId) is not { } turn)
                    return null;
                var deltas = from is { } index ? await TurnStore.ReadDeltasAsync(session, turnId, index) : [];
                var recalled = withRecall ? (await TurnReceipts.ReadAsync(session, turn)).Items : [];
                if (turn.IsRunning)
                    return new TurnSnapshot(recalled, deltas, IsRunning: true, null);
                return await FindMessagesAsync(session, turn) is { } messages
                    ? new TurnSnapshot(
                        recalled,
                        deltas,
                        IsRunning: false,
                        new TurnEnded(turnId, messages.UserMessage, messages.AiMessage, FailureOf(turn, messages.AiMessage.Message.Status))
                    )
                    : null;
            },
            cancellationToken
        );

    /// <summary>An interrupted answer is an answer; only one without any text is a failure.</summary>
    internal static Failure? FailureOf(Turn turn, string status) => status == MessageStatus.Failed ? turn.Failure : null;

    private static async Task<(MessageView UserMessage, MessageView AiMessage)?> FindMessagesAsync(ReadSession session, Turn turn)
    {
        var messages = await MessageHistory.FindAsync(session, [turn.UserMessageId, turn.AiMessageId]);
        return messages.TryGetValue(turn.UserMessageId, out var user) && messages.TryGetValue(turn.AiMessageId, out var answer)
            ? (user, answer)
            : null;
    }

    private sealed record TurnSnapshot(
        IReadOnlyList<RecalledItem> Recalled,
        IReadOnlyList<string> Deltas,
        bool IsRunning,
        TurnEnded? Ended
    );
}

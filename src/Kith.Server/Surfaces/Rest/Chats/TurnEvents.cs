using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Kith.Engine;
using Kith.Engine.Turns;
using Kith.Engine.Users;
using Kith.Server.Hosting;

namespace Kith.Server.Surfaces.Rest.Chats;

/// <summary>A turn as server-sent events: <c>message</c>, <c>recall</c>, <c>token</c>…, then <c>done</c> or <c>error</c>.</summary>
internal static class TurnEvents
{
    private static readonly StreamDocument.Event[] s_events =
    [
        new("message", typeof(TurnMessageEvent)),
        new("recall", typeof(TurnRecallEvent)),
        new("token", typeof(TurnTokenEvent), HasId: true),
        new("done", typeof(TurnDoneEvent)),
        new("error", typeof(TurnErrorEvent)),
    ];

    /// <summary>A route that starts a turn, and answers it whole or as its events.</summary>
    public static RouteHandlerBuilder AnswersTurn(this RouteHandlerBuilder route) =>
        route
            .Produces<TurnWire>()
            .ProducesTurnEvents()
            .Fails("turn_running", "chat_ended", "conflict", "provider_unavailable")
            .Limit(RateLimit.Send);

    public static RouteHandlerBuilder ProducesTurnEvents(this RouteHandlerBuilder route) => route.ProducesEvents(s_events).StaysOpen();

    public static TurnWire Both(TurnEnded ended, Caller caller) =>
        new(MessageWire.Of(ended.UserMessage, caller), MessageWire.Of(ended.AiMessage, caller));

    public static IResult Stream(Caller caller, string turnId, int from, TurnFollower follower, CancellationToken cancellationToken) =>
        TypedResults.ServerSentEvents(EventsAsync(caller, turnId, from, follower, cancellationToken));

    private static async IAsyncEnumerable<SseItem<string>> EventsAsync(
        Caller caller,
        string turnId,
        int from,
        TurnFollower follower,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        if (await follower.FindMessagesAsync(turnId, cancellationToken) is not var (userMessage, _))
        {
            yield return Error(turnId, new NotFound("chat"));
            yield break;
        }

        yield return ServerEvents.Of("message", new TurnMessageEvent(turnId, MessageWire.Of(userMessage, caller)));
        var isOver = false;
        await using var frames = follower.FollowAsync(turnId, from, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(frames) is { } next)
        {
            if (!next.Try(out var frame, out var away))
            {
                yield return Error(turnId, away);
                yield break;
            }

            isOver = frame is TurnEnded;
            yield return frame switch
            {
                TurnRecalled recalled => ServerEvents.Of("recall", new TurnRecallEvent(turnId, RecalledWire.Of(recalled.Items))),
                TurnDelta delta => ServerEvents.Of("token", new TurnTokenEvent(turnId, delta.Index, delta.Text), $"{turnId}:{delta.Index}"),
                TurnEnded { Failure: { } failure } => Error(turnId, failure),
                TurnEnded ended => ServerEvents.Of(
                    "done",
                    new TurnDoneEvent(turnId, MessageWire.Of(ended.UserMessage, caller), MessageWire.Of(ended.AiMessage, caller))
                ),
                _ => throw new InvalidOperationException($"No event for {frame.GetType().Name}."),
            };
        }

        // Deleted meanwhile. A stream that just ended would look like a lost connection, and be asked for again.
        if (!isOver)
            yield return Error(turnId, new NotFound("chat"));
    }

    /// <summary>Null at the end. The answer has begun: that the database is away can't be its status any more.</summary>
    private static async Task<Result<TurnFrame>?> NextAsync(IAsyncEnumerator<TurnFrame> frames)
    {
        try
        {
            if (!await frames.MoveNextAsync())
                return null;
            return frames.Current;
        }
        catch (StorageUnavailableException)
        {
            return new StorageUnavailable();
        }
    }

    private static SseItem<string> Error(string turnId, Failure failure) =>
        ServerEvents.Of("error", new TurnErrorEvent(failure.Code, failure.Detail, turnId));
}

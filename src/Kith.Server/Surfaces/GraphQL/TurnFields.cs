using System.Runtime.CompilerServices;
using Kith.Engine.Conversations;
using Kith.Engine.Events;
using Kith.Engine.Turns;
using Kith.GraphQL;

namespace Kith.Server.Surfaces.GraphQL;

/// <summary>Saying something, and following what is answered.</summary>
internal static class TurnFields
{
    public static GraphQLSchemaBuilder AddTurns(this GraphQLSchemaBuilder schema) =>
        schema
            .Mutation(t =>
            {
                t.FieldAsync("sendMessage", "SendMessage", (_, context) => SendAsync(context))
                    .Argument("sessionId", "ID!")
                    .Argument("content", "String!")
                    .Argument("clientId", "ID", description: "Your own id of the message: sent twice, it answers the first.")
                    .Argument(
                        "includeRelatedChatContext",
                        "Boolean",
                        "false",
                        "The answer is given the newest messages of the related chat to read. All its members see that."
                    )
                    .Argument("contextMessageLimit", "Int", "20", "How many, from 1 to 200.")
                    .Describe("Says something, and answers when the reply is whole. turnEvents shows it as it is written.");
                t.FieldAsync("stopTurn", "SendMessage", (_, context) => StopAsync(context))
                    .Argument("turnId", "ID!")
                    .Describe("Stops a reply: what was written is kept.");
            })
            .Subscription(t =>
                t.Stream("turnEvents", "TurnEvent!", FollowAsync)
                    .Argument("sessionId", "ID!")
                    .Describe("The turns of a chat as they happen, first the one that runs, from its beginning.")
            )
            .Object<TurnEnded>(
                "SendMessage",
                t =>
                {
                    t.Field("message", "ChatMessage!", turn => turn.AiMessage).Describe("The reply.");
                    t.Field("userMessage", "ChatMessage!", turn => turn.UserMessage).Describe("What was said.");
                    t.Field("turnId", "ID!", turn => turn.TurnId);
                }
            )
            .Object<TurnEvent>(
                "TurnEvent",
                t =>
                {
                    t.Field("kind", "String!", e => e.Kind)
                        .Describe(
                            "message: somebody said something; started: a reply begins; token: its next piece; done: it is whole; error: there is "
                                + "none; resync: events were missed, fetch anew."
                        );
                    t.Field("turnId", "ID", e => e.TurnId);
                    t.Field("index", "Int", e => e.Index).Describe("Of a token: they count from 0 without gaps.");
                    t.Field("content", "String", e => e.Content).Describe("Of a token.");
                    t.Field("message", "ChatMessage", e => e.Message).Describe("Of a message, started and done.");
                    t.Field("code", "String", e => e.Code).Describe("Of an error.");
                    t.Field("detail", "String", e => e.Detail).Describe("Of an error: a sentence for a person.");
                }
            );

    private static async Task<TurnEnded> SendAsync(FieldContext context)
    {
        var call = context.Call();
        call.CheckSend();
        var isIncluded = context.Argument<bool>("includeRelatedChatContext");
        if (!ContextLimits.Check(isIncluded, context.Argument<int>("contextMessageLimit")).Try(out var quoteMost, out var failure))
            throw failure.ToGraphQL();
        var request = new TurnRequest(
            context.Id("sessionId"),
            context.Argument<string>("content"),
            context.Argument<string?>("clientId"),
            Key: call.Key,
            QuoteMost: quoteMost
        );
        // From here on the message is accepted or refused, whatever becomes of the connection.
        var turn = (await context.Get<TurnIntake>().StartAsync(call.Caller, request, CancellationToken.None)).OrThrow();
        call.IsReplay = turn.IsReplay;
        return (await context.Get<TurnFollower>().AnswerAsync(turn, context.CancellationToken)).OrThrow();
    }

    private static async Task<TurnEnded> StopAsync(FieldContext context) =>
        (await context.Get<TurnStopper>().StopAsync(context.Call().Caller, context.Id("turnId"), context.CancellationToken)).OrThrow();

    private static async Task<IAsyncEnumerable<TurnEvent>> FollowAsync(FieldContext context)
    {
        var call = context.Call();
        var id = context.Id("sessionId");
        // First: a chat that is deleted after that is told to be.
        var head = await context.Get<EventLog>().HeadAsync(call.Caller.PrincipalId, context.CancellationToken);
        (await context.Get<ConversationCatalog>().OpenAsync(call.Caller, id, context.CancellationToken)).OrThrow();
        call.NoteFollowed();
        return EventsAsync(context.Get<Feed>().FollowAsync(call.Caller, head, id, turns: null, context.CancellationToken));
    }

    /// <summary>Until the chat is deleted.</summary>
    private static async IAsyncEnumerable<TurnEvent> EventsAsync(
        IAsyncEnumerable<FeedFrame> frames,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        await foreach (var frame in frames.WithCancellation(cancellationToken))
        {
            if (frame is ConversationFrame { Kind: EventKinds.ChatDeleted })
                yield break;
            if (TurnEvent.Find(frame) is { } told)
                yield return told;
        }
    }
}

/// <summary>Something of a turn.</summary>
internal sealed record TurnEvent(
    string Kind,
    string? TurnId = null,
    int? Index = null,
    string? Content = null,
    MessageView? Message = null,
    string? Code = null,
    string? Detail = null
)
{
    /// <summary>Null of what belongs to no turn, and of what only a person's own screen shows.</summary>
    public static TurnEvent? Find(FeedFrame frame) =>
        frame switch
        {
            MessageFrame said => new TurnEvent("message", Message: said.Message),
            TurnStartedFrame started => new TurnEvent("started", started.TurnId, Message: started.Answer),
            DeltaFrame delta => new TurnEvent("token", delta.TurnId, delta.Index, delta.Text),
            TurnDoneFrame { Failure: { } failure } failed => new TurnEvent(
                "error",
                failed.TurnId,
                Code: failure.Code,
                Detail: failure.Detail
            ),
            TurnDoneFrame done => new TurnEvent("done", done.TurnId, Message: done.Answer),
            ResyncFrame => new TurnEvent("resync"),
            _ => null,
        };
}

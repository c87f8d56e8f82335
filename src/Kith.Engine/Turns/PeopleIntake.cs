using Kith.Engine.Conversations.Members;
using Kith.Engine.Events;
using Kith.Engine.Idempotency;
using Kith.Engine.People;
using Kith.Engine.People.Push;
using Kith.Engine.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.Turns;

/// <summary>Where every message between people comes in. When it answers, the message is durable.</summary>
public sealed class PeopleIntake
{
    private const int ClientIdLength = 200;

    private readonly Database _database;
    private readonly PeopleMessages _messages;
    private readonly GroupAnswers _answers;
    private readonly PushQueue _pushes;
    private readonly EventLog _events;

    internal PeopleIntake(Database database, PeopleMessages messages, GroupAnswers answers, PushQueue pushes, EventLog events) =>
        (_database, _messages, _answers, _pushes, _events) = (database, messages, answers, pushes, events);

    /// <summary>
    /// Says it. Fails with <see cref="NotFound"/>, <see cref="Invalid"/>, <see cref="Blocking"/> or <see cref="IdempotencyMismatch"/>; then
    /// nothing is stored. With a client id that was said before in this chat, it is what was said then.
    /// </summary>
    public async Task<Result<Made<PeopleMessageView>>> SayAsync(
        Caller caller,
        PeopleMessageRequest request,
        CancellationToken cancellationToken
    )
    {
        if (!TextRules.CheckLong("content", request.Text).Try(out var text, out var failure))
            return failure;
        if (request.ClientId is not null && TextRules.CheckName("client_id", request.ClientId, ClientIdLength).Failure is { } badId)
            return badId;
        LiveTurn? answer = null;
        try
        {
            return await _database.WriteAsync(
                session => OnceAsync(session, caller, request with { Text = text }, turn => answer = turn),
                cancellationToken
            );
        }
        finally
        {
            // Once it is committed it runs, whatever went wrong since.
            if (answer is not null)
                _answers.Run(answer);
        }
    }

    private Task<Result<Made<PeopleMessageView>>> OnceAsync(
        WriteSession session,
        Caller caller,
        PeopleMessageRequest request,
        Action<LiveTurn> answering
    ) =>
        Once.MakeAsync(
            session,
            caller.PrincipalId,
            request.Key,
            _database.Clock.NowMs(),
            new Creation<PeopleMessageView>(
                "people message",
                Make: () => SayAsync(session, caller, request, answering),
                IdOf: view => view.Message.Id,
                Open: async id =>
                    (await PeopleMessages.FindAsync(session, caller, [id])).TryGetValue(id, out var view) ? view : new NotFound("message")
            )
        );

    private async Task<Result<PeopleMessageView>> SayAsync(
        WriteSession session,
        Caller caller,
        PeopleMessageRequest request,
        Action<LiveTurn> answering
    )
    {
        var id = request.ConversationId;
        if (!(await PeopleChats.OpenToAddAsync(session, caller, id)).Try(out var chat, out var failure))
            return failure;
        if (request.ClientId is { } clientId && await PeopleMessages.FindByClientIdAsync(session, caller, id, clientId) is { } repeat)
            return repeat;
        if (
            request.ReplyTo is { } replyTo
            && (
                !(await PeopleMessages.FindAsync(session, caller, [replyTo])).TryGetValue(replyTo, out var original)
                || original.Message.ConversationId != id
            )
        )
            return new Invalid("reply_to", "is no message of this chat");
        var present = await PeopleChats.ListPresentAsync(session, id);
        var blocks = chat.IsDirect ? await BlockStore.ListAsync(session, caller.PrincipalId, present) : [];
        if (blocks.Any(block => block.BlockerId == caller.PrincipalId))
            return new Blocking();
        var isWithheld = blocks.Count > 0;
        var said = await _messages.AddAsync(
            session,
            id,
            new NewPeopleMessage(request.Text!, caller.PrincipalId, ClientId: request.ClientId, ReplyTo: request.ReplyTo),
            isWithheld
        );
        var called = chat.IsDirect ? null : await GroupAnswers.FindCalledAsync(session, caller, said.Content);
        var answered = called is null ? [] : await _answers.StartAsync(session, caller, said, called, answering);
        if (!isWithheld)
            await _pushes.AddAsync(session, present.Where(id => id != caller.PrincipalId), PeoplePushes.Of(said));
        await _events.AppendAsync(
            session,
            isWithheld ? [caller.PrincipalId] : present,
            [new NewEvent(EventKinds.MessageCreated, id, said.Id), .. answered, new NewEvent(EventKinds.ChatUpdated, id, id)]
        );
        return (await PeopleMessages.ViewAsync(session, caller, [said]))[0];
    }
}

/// <summary>What a person says to others.</summary>
/// <param name="ClientId">The client's own id of the message: sent twice, it answers the first.</param>
/// <param name="ReplyTo">A message of this chat.</param>
/// <param name="Key">The client's own name of the request.</param>
public sealed record PeopleMessageRequest(
    string ConversationId,
    string? Text,
    string? ClientId = null,
    string? ReplyTo = null,
    IdempotencyKey? Key = null
);

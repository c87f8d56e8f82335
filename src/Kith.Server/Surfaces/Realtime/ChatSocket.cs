using Kith.Engine;
using Kith.Engine.Conversations;
using Kith.Engine.Events;
using Kith.Engine.People.Presence;
using Kith.Engine.Turns;
using Kith.Engine.Users;
using Kith.Server.Hosting;
using Kith.Server.Identity;

namespace Kith.Server.Surfaces.Realtime;

/// <summary>The engine's services a socket speaks to.</summary>
internal sealed record SocketServices(
    TurnIntake Intake,
    TurnStopper Stopper,
    TurnFollower Follower,
    ConversationCatalog Conversations,
    PeopleTalk People,
    EventLog Log,
    Feed Feed,
    SignIns SignIns
);

/// <summary>One signed-in socket: reads what the client says, and follows the person's feed until either side ends it.</summary>
internal sealed class ChatSocket(
    SocketServices services,
    CurrentUser user,
    UserView account,
    string? conversationId,
    LiveStay? live,
    Inbox inbox,
    Outbox outbox,
    SocketEnd end,
    RateLimits limits
)
{
    /// <summary>How many turns a resume may name: each costs a look-up.</summary>
    private const int MostTurns = 100;

    /// <summary>How long a client that says nothing is given to ask for what it missed, before it is told what is new.</summary>
    private static readonly TimeSpan TimeToResume = TimeSpan.FromSeconds(1);

    private readonly Caller _caller = user.Caller;
    private CancellationTokenSource? _following;
    private Task _feed = Task.CompletedTask;
    private long _cursor;

    /// <summary>Runs until the client leaves.</summary>
    /// <param name="early">What came before the sign-in.</param>
    /// <exception cref="SocketClosedException">The server ends it.</exception>
    public async Task RunAsync(IEnumerable<ClientCommand> early, CancellationToken cancellationToken)
    {
        if (
            conversationId is not null
            && (await services.Conversations.OpenAsync(_caller, conversationId, cancellationToken)).Failure is not null
        )
            throw new SocketClosedException(CloseCodes.NotFound, "There is no such chat.");
        _cursor = await services.Log.HeadAsync(_caller.PrincipalId, cancellationToken);
        await SendAsync(Frame.Ready(account, _cursor));
        try
        {
            foreach (var command in early)
                await TakeAsync(command, cancellationToken);
            var next = inbox.ReadAsync(cancellationToken);
            if (_following is null && await Task.WhenAny(next, Task.Delay(TimeToResume, cancellationToken)) != next)
                FollowFromHere(cancellationToken);
            for (; await next is { } bytes; next = inbox.ReadAsync(cancellationToken))
            {
                services.SignIns.NoteUse(user.SignInId, _caller.PrincipalId);
                await TakeAsync(ClientCommands.Read(bytes), cancellationToken);
            }
        }
        finally
        {
            await StopFollowingAsync();
        }
    }

    /// <summary>
    /// Nothing of the log is told before the client's first words: they may ask to resume, and news told before what was missed would
    /// move its cursor past it.
    /// </summary>
    private async Task TakeAsync(Result<ClientCommand> read, CancellationToken cancellationToken)
    {
        var isUnderstood = read.Try(out var command, out var failure);
        var requests = 1 + ((command as ResumeCommand)?.Turns?.Take(MostTurns).Count() ?? 0);
        if (limits.Check(RateLimit.General, user.LimitedAs, requests) is { } tooMany)
            throw new SocketClosedException(CloseCodes.RateLimited, tooMany.Detail);
        if (command is not ResumeCommand)
            FollowFromHere(cancellationToken);
        if (isUnderstood)
            await HandleAsync(command!, cancellationToken);
        else
            await SendAsync(Frame.Error(failure!));
        FollowFromHere(cancellationToken);
    }

    private async Task HandleAsync(ClientCommand command, CancellationToken cancellationToken)
    {
        try
        {
            switch (command)
            {
                case MessageCommand
                or StopCommand
                or TypingCommand
                or ReadCommand
                or PresenceCommand when user.Check(KeyScopes.Chat) is { } forbidden:
                    await SendAsync(Frame.Error(forbidden, clientId: (command as MessageCommand)?.ClientId));
                    break;
                case MessageCommand message:
                    await SayAsync(message);
                    break;
                case StopCommand stop:
                    await StopAsync(stop, cancellationToken);
                    break;
                case ResumeCommand resume:
                    await ResumeAsync(resume, cancellationToken);
                    break;
                case TypingCommand { ChatId: { } chatId } typing when conversationId is null:
                    await ReportAsync(await services.People.TypeAsync(_caller, chatId, typing.IsTyping ?? true, cancellationToken));
                    break;
                case ReadCommand { ChatId: { } chatId } read when conversationId is null:
                    await ReportAsync(await services.People.ReadAsync(_caller, chatId, read.MessageId, cancellationToken));
                    break;
                case TypingCommand { ChatId: { } chatId }:
                    await ReportAsync(await services.People.FindOwnAsync(_caller, chatId, cancellationToken));
                    break;
                case ReadCommand { ChatId: { } chatId }:
                    await ReportAsync(await services.People.FindOwnAsync(_caller, chatId, cancellationToken));
                    break;
                case PresenceCommand presence:
                    await ReportAsync(SetPresence(presence.Status));
                    break;
                case PingCommand:
                    await SendAsync(Frame.Pong);
                    break;
                case AuthCommand:
                    await SendAsync(Frame.Error(new Invalid("type", "you are signed in already")));
                    break;
                default:
                    await SendAsync(Frame.Error(new Invalid("chat_id", "is required")));
                    break;
            }
        }
        catch (StorageUnavailableException)
        {
            await SendAsync(Frame.Error(new StorageUnavailable(), clientId: (command as MessageCommand)?.ClientId));
        }
    }

    private async Task SayAsync(MessageCommand message)
    {
        if (await TrySayAsync(message) is { } failure)
            await SendAsync(Frame.Error(failure, clientId: message.ClientId));
    }

    private async Task<Failure?> TrySayAsync(MessageCommand message)
    {
        if (limits.Check(RateLimit.Send, user.LimitedAs) is { } tooMany)
            return tooMany;
        if (!ContextLimits.Check(message.IncludeRelatedChatContext, message.ContextMessageLimit).Try(out var quoteMost, out var badLimit))
            return badLimit;
        if (conversationId is not null && message.ChatId is { } other && other != conversationId)
            return new Invalid("chat_id", "is not the chat of this socket");
        if (TextRules.CheckLong("content", message.Content).Failure is { } badContent)
            return badContent;
        // Accepted or refused, whatever becomes of the socket.
        if (message.ReplyTo is not null)
            return conversationId is null ? await TrySayToPeopleAsync(message) : PeopleTalk.NoReply;
        var failure = await TrySayToAgentAsync(message, quoteMost);
        return failure is NotFound { What: "chat" } && conversationId is null ? await TrySayToPeopleAsync(message) : failure;
    }

    private async Task<Failure?> TrySayToAgentAsync(MessageCommand message, int? quoteMost)
    {
        var request = new TurnRequest(conversationId ?? message.ChatId, message.Content, message.ClientId, QuoteMost: quoteMost);
        if (!(await services.Intake.StartAsync(_caller, request, CancellationToken.None)).Try(out var turn, out var failure))
            return failure;
        if (turn.IsRepeat)
            await RepeatAsync(turn.TurnId);
        return null;
    }

    /// <summary>What was said before comes to this socket alone: the log has told it once.</summary>
    private async Task<Failure?> TrySayToPeopleAsync(MessageCommand message)
    {
        var cursor = Volatile.Read(ref _cursor);
        if (!(await services.People.SayAsync(_caller, message)).Try(out var earlier, out var failure))
            return failure;
        if (earlier is not null)
            await SendAsync(PeopleFrames.Message(cursor, earlier, _caller));
        return null;
    }

    /// <summary>What the log told when the message first came, with the cursor of what this socket was told: the log may be ahead.</summary>
    private async Task RepeatAsync(string turnId)
    {
        var cursor = Volatile.Read(ref _cursor);
        if (await services.Follower.FindMessagesAsync(turnId, CancellationToken.None) is not var (userMessage, answer))
            return;
        await SendAsync(Frame.Message(userMessage, cursor, _caller));
        if (answer.Message.Status == MessageStatus.Streaming)
            return;
        if (await services.Follower.FinishAsync(turnId, CancellationToken.None) is { } ended)
            await SendAsync(Frame.Done(turnId, ended.AiMessage, ended.Failure, cursor, _caller));
    }

    /// <summary>Its end comes with the feed: waiting for it here would keep the client's next words waiting.</summary>
    private async Task StopAsync(StopCommand stop, CancellationToken cancellationToken)
    {
        if ((await services.Stopper.TellAsync(_caller, stop.TurnId ?? "", cancellationToken)).Failure is { } failure)
            await SendAsync(Frame.Error(failure, turnId: stop.TurnId));
    }

    private Invalid? SetPresence(string? status)
    {
        if (status is not (PresenceStatus.Online or PresenceStatus.Away))
            return new Invalid("status", "must be online or away");
        live?.SetAway(status == PresenceStatus.Away);
        return null;
    }

    private Task ReportAsync(Failure? failure) => failure is null ? Task.CompletedTask : SendAsync(Frame.Error(failure));

    private async Task ResumeAsync(ResumeCommand resume, CancellationToken cancellationToken)
    {
        if (resume.Turns?.Count > MostTurns)
        {
            await SendAsync(Frame.Error(new Invalid("turns", $"may have at most {MostTurns}")));
            return;
        }

        var turns = resume.Turns is { } named ? Positions(named) : null;
        var cursor = Cursors.Read(resume.Cursor) ?? await services.Log.HeadAsync(_caller.PrincipalId, cancellationToken);
        await StopFollowingAsync();
        Follow(cursor, turns, cancellationToken);
    }

    /// <summary>From where <c>ready</c> told, unless it follows already.</summary>
    private void FollowFromHere(CancellationToken cancellationToken)
    {
        if (_following is null)
            Follow(_cursor, new Dictionary<string, int>(StringComparer.Ordinal), cancellationToken);
    }

    private static Dictionary<string, int> Positions(IEnumerable<SeenTurn> named)
    {
        var turns = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var seen in named)
        {
            if (seen is { TurnId: { } id, Index: { } index and >= 0 })
                turns[id] = index;
        }

        return turns;
    }

    private void Follow(long cursor, IReadOnlyDictionary<string, int>? turns, CancellationToken cancellationToken)
    {
        Volatile.Write(ref _cursor, cursor);
        _following = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _feed = FollowAsync(cursor, turns, _following.Token);
    }

    private async Task StopFollowingAsync()
    {
        if (_following is null)
            return;
        await _following.CancelAsync();
        await _feed.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _following.Dispose();
        _following = null;
    }

    private async Task FollowAsync(long cursor, IReadOnlyDictionary<string, int>? turns, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var frame in services.Feed.FollowAsync(_caller, cursor, conversationId, turns, cancellationToken))
            {
                await SendAsync(Frame.Of(frame, _caller));
                if (user.Key is null)
                    services.Feed.NoteGiven(_caller, frame);
                if (frame.Cursor is { } told)
                    Volatile.Write(ref _cursor, told);
            }
        }
        catch (StorageUnavailableException)
        {
            end.End(SocketClosedException.Unavailable());
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            end.End(e);
        }
    }

    private async Task SendAsync(Frame frame)
    {
        if (!await outbox.SendAsync(frame.ToUtf8(), end.Stopping))
            end.End(new SocketClosedException(CloseCodes.TooSlow, "You read too slowly."));
    }
}

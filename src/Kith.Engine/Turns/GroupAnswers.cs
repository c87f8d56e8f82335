using System.Text.RegularExpressions;
using Kith.Engine.Agents;
using Kith.Engine.Conversations;
using Kith.Engine.Conversations.Members;
using Kith.Engine.Events;
using Kith.Engine.Storage;
using Kith.Engine.Users;
using Microsoft.Extensions.Logging;

namespace Kith.Engine.Turns;

/// <summary>
/// Agents that are called by name in a group, <c>@aira</c>, and answer there: one at a time, whoever was called meanwhile after that.
/// </summary>
internal sealed partial class GroupAnswers(
    Database database,
    PeopleMessages messages,
    EventLog events,
    LiveTurns live,
    TurnRunner runner,
    TurnsOptions options,
    ILogger<GroupAnswers> log
)
{
    /// <summary>How many names in a message are looked up.</summary>
    private const int MostCalls = 5;

    /// <summary>The first agent of the caller's, or built in, that a text calls; null when it calls none.</summary>
    public static async Task<Agent?> FindCalledAsync(ReadSession session, Caller caller, string text)
    {
        foreach (var slug in Call().Matches(text).Select(match => match.Groups["slug"].Value.ToLowerInvariant()).Distinct().Take(MostCalls))
        {
            if ((await AgentCatalog.OpenAsync(session, caller, slug)).Try(out var agent, out _))
                return agent;
        }

        return null;
    }

    /// <summary>
    /// Starts the answer to a message that was just said, in its transaction; while another agent is answering it waits for that one.
    /// Answers what the logs are told.
    /// </summary>
    /// <param name="started">Called after the commit; whoever is called runs it.</param>
    public async Task<IReadOnlyList<NewEvent>> StartAsync(
        WriteSession session,
        Caller caller,
        PeopleMessage question,
        Agent agent,
        Action<LiveTurn> started
    )
    {
        var (now, chatId) = (database.Clock.NowMs(), question.ConversationId);
        if (await TurnStore.FindRunningAsync(session, chatId) is not null)
        {
            await PeopleMessageStore.AwaitAsync(session, question.Id, agent.Id);
            return [];
        }

        var answer = await messages.AddAsync(
            session,
            chatId,
            new NewPeopleMessage("", SenderId: null, agent.Id, ReplyTo: question.Id, Status: MessageStatus.Streaming),
            withheld: false
        );
        var turn = TurnIntake.NewTurn(database, options, chatId, question.Id, answer.Id, now);
        await TurnStore.TryInsertAsync(session, turn);
        var conversation = (await ConversationStore.FindAsync(session, chatId))! with { AgentId = agent.Id, Prompt = agent.Prompt };
        var asked = Message.After(parent: null, chatId, question.Id, Roles.User, LineOf(caller.DisplayName, question.Content), now) with
        {
            Depth = question.Depth,
            SenderId = caller.PrincipalId,
        };
        session.AfterCommit(() =>
        {
            var begun = new LiveTurn(caller, turn, conversation, asked);
            live.Add(begun);
            started(begun);
        });
        return [new NewEvent(EventKinds.TurnStarted, chatId, turn.Id)];
    }

    /// <summary>Runs it, and after it whatever was asked meanwhile.</summary>
    public void Run(LiveTurn turn)
    {
        runner.Run(turn);
        _ = ContinueAsync(turn);
    }

    /// <summary>Starts the answer to the first message of a chat that waits for one. Nothing where there is none.</summary>
    public async Task AnswerNextAsync(string chatId, CancellationToken cancellationToken)
    {
        LiveTurn? next = null;
        try
        {
            await database.WriteAsync(session => AnswerNextAsync(session, chatId, turn => next = turn), cancellationToken);
        }
        finally
        {
            if (next is not null)
                Run(next);
        }
    }

    /// <summary>
    /// What the members said before a message, as its sender may read it, each with their name; the newest first. Nothing where a member
    /// forbids that a model reads it.
    /// </summary>
    public static async Task<IReadOnlyList<Message>> ListBeforeAsync(ReadSession session, ContextRequest request, long limit)
    {
        var (chatId, before) = (request.NewMessage.ConversationId, request.NewMessage.Depth);
        if (!(await PeopleChats.OpenAsync(session, request.Caller, chatId)).Try(out var chat, out _) || !chat.AllowsAiContext)
            return [];
        var said = await PeopleMessages.ListBeforeAsync(session, request.Caller, chat, before, limit);
        return
        [
            .. said.Select(view =>
                view.Message.AgentId == request.AgentId
                    ? Read(view, Roles.Assistant, view.Message.Content)
                    : Read(view, Roles.User, LineOf(view.Sender.DisplayName, view.Message.Content))
            ),
        ];

        static Message Read(PeopleMessageView view, string role, string content) =>
            Message.After(parent: null, view.Message.ConversationId, view.Message.Id, role, content, view.Message.CreatedAt);
    }

    private static string LineOf(string name, string text) => $"{name.ReplaceLineEndings(" ").Replace(':', ' ')}: {text}";

    private async Task ContinueAsync(LiveTurn turn)
    {
        await turn.Ended;
        if (turn.Reason is StopReason.Shutdown or StopReason.Gone)
            return;
        try
        {
            await AnswerNextAsync(turn.Conversation.Id, CancellationToken.None);
        }
        catch (StorageUnavailableException e)
        {
            // It is answered after the next one.
            LogDelayed(log, e, turn.Conversation.Id);
        }
    }

    private async Task<Done> AnswerNextAsync(WriteSession session, string chatId, Action<LiveTurn> started)
    {
        if (await ConversationStore.LockToAddAsync(session, chatId) is not { IsBetweenPeople: true })
            return default;
        while (
            await TurnStore.FindRunningAsync(session, chatId) is null
            && await PeopleMessageStore.FindAwaitingAsync(session, chatId) is { } waiting
        )
        {
            await PeopleMessageStore.AwaitAsync(session, waiting.Id, agentId: null);
            if (
                await UserStore.FindByPrincipalAsync(session, waiting.SenderId, PrincipalKind.User) is not { } sender
                || sender.ToCaller(waiting.SenderId, PrincipalKind.User) is not { } caller
                || !(await AgentCatalog.OpenAsync(session, caller, waiting.AgentId)).Try(out var agent, out _)
                || !(await PeopleMessages.FindAsync(session, caller, [waiting.Id])).TryGetValue(waiting.Id, out var question)
            )
                continue; // who asked has left, or took it back
            var told = await StartAsync(session, caller, question.Message, agent, started);
            await events.AppendAsync(
                session,
                await PeopleChats.ListPresentAsync(session, chatId),
                [.. told, new NewEvent(EventKinds.ChatUpdated, chatId, chatId)]
            );
            break;
        }

        return default;
    }

    /// <summary>A name after an @ that nothing stands before, as in an address.</summary>
    [GeneratedRegex(
        @"(?<![\p{L}\p{N}_.@-])@(?<slug>[A-Za-z0-9][A-Za-z0-9-]{0,63})",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1_000
    )]
    private static partial Regex Call();

    [LoggerMessage(LogLevel.Warning, "What was asked meanwhile in chat {ChatId} is answered later")]
    private static partial void LogDelayed(ILogger logger, Exception exception, string chatId);
}

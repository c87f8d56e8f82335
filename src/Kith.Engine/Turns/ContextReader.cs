using System.Diagnostics.CodeAnalysis;
using Kith.Engine.Agents;
using Kith.Engine.Conversations;
using Kith.Engine.Memory;
using Kith.Engine.Memory.Recall;
using Kith.Engine.Models;
using Kith.Engine.Storage;
using Kith.Engine.Users;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Kith.Engine.Turns;

/// <summary>
/// Reads what the context of a turn is made of. What has to stay on this machine and its network is left out here, unless everybody who
/// may be asked is there too.
/// </summary>
internal sealed partial class ContextReader(
    Database database,
    Recaller recaller,
    ModelReach reach,
    TurnsOptions options,
    ILogger<ContextReader> log
)
{
    public async Task<(ContextInput Input, ChatOptions Settings)> ReadAsync(LiveTurn turn)
    {
        var now = database.Clock.GetUtcNow();
        var basis = await database.ReadAsync(session => ReadAsync(session, turn), turn.Stopping);
        var memory = basis.Remembers ? await RecallAsync(turn, basis, now) : Recollection.Nothing;
        var profile = basis.Remembers ? basis.Profile with { Name = basis.Profile.Name ?? memory.Name } : null;
        var history = memory.Summary is null ? basis.History : basis.History.TakeLast(Recaller.MessagesBesideSummary);
        var input = new ContextInput(
            turn.Conversation.Prompt,
            turn.Caller.IsRegistered ? turn.Caller.DisplayName : null,
            profile,
            memory.Summary,
            memory.Items,
            [.. history],
            basis.NewMessage,
            now,
            options.ContextTokens
        );
        return (input, Settings(basis.Agent, basis.OtherAnswers));
    }

    /// <summary>What there must be. Nothing is said without knowing what is to be kept back.</summary>
    private async Task<Basis> ReadAsync(ReadSession session, LiveTurn turn)
    {
        var ((agent, limit, before), others, profile, guard) = await session.TogetherAsync(
            () => ReadConversationAsync(session, turn),
            () => CountOtherAnswersAsync(session, turn),
            () => Profiles.GetAsync(session, turn.Caller.PrincipalId),
            () => Guard.ReadAsync(session, reach, turn.Caller.PrincipalId)
        );
        var hidden = await guard.FindHiddenAsync(session, [.. before, turn.UserMessage]);
        return new Basis(
            agent,
            profile,
            Remembers: profile.MemoryEnabled == 1 && turn.Conversation.MemoryEnabled == 1 && turn.Caller.Kind != PrincipalKind.Session,
            guard,
            [.. before.Take(limit).Reverse().Select(Cover)],
            Cover(turn.UserMessage),
            (int)others
        );

        Message Cover(Message message) => hidden.Contains(message.Id) ? message with { Content = Guard.Placeholder } : message;
    }

    /// <summary>A message that is as old as its turn has no other.</summary>
    private static async Task<long> CountOtherAnswersAsync(ReadSession session, LiveTurn turn) =>
        turn.UserMessage.CreatedAt == turn.Turn.StartedAt
            ? 0
            : await MessageStore.CountFollowingAsync(session, turn.Conversation.Id, turn.UserMessage.Id) - 1;

    /// <summary>Who answers, how many messages they are told, and these, the newest first.</summary>
    private static async Task<(Agent? Agent, int Limit, IReadOnlyList<Message> Before)> ReadConversationAsync(
        ReadSession session,
        LiveTurn turn
    )
    {
        var conversation = turn.Conversation;
        var agent = conversation.AgentId is { } id
            ? (await AgentCatalog.OpenAsync(session, turn.Caller, id)).Try(out var found, out _)
                ? found
                : null
            : null;
        var limit = agent?.ContextMessages ?? AgentRules.DefaultContextMessages;
        // One more than is told: of an answer at the beginning it is to be known what it answers.
        var before = await MessageStore.PageAsync(
            session,
            conversation.Id,
            after: -1,
            before: turn.UserMessage.Depth,
            newestFirst: true,
            limit + 1
        );
        return (agent, (int)limit, before);
    }

    /// <summary>Memory helps an answer; that it fails is no reason to give none.</summary>
    private async Task<Recollection> RecallAsync(LiveTurn turn, Basis basis, DateTimeOffset now)
    {
        try
        {
            var request = new RecallRequest(turn.Caller.PrincipalId, basis.Profile, turn.UserMessage, basis.History, basis.Guard, now);
            return await database.ReadAsync(session => recaller.RecallAsync(session, request), turn.Stopping);
        }
        catch (Exception e) when (LogForgot(e, turn))
        {
            return Recollection.Nothing;
        }
    }

    private static ChatOptions Settings(Agent? agent, int otherAnswers) =>
        new()
        {
            ModelId = agent?.Model,
            Temperature = (float?)agent?.Temperature,
            MaxOutputTokens = (int?)agent?.MaxTokens,
            PresencePenalty = (float?)agent?.PresencePenalty,
            FrequencyPenalty = (float?)agent?.FrequencyPenalty,
            AdditionalProperties = otherAnswers == 0 ? null : new() { [ModelAnswer.OtherAnswers] = otherAnswers },
        };

    /// <summary>False when the turn was told to stop: then nobody answers.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "A filter: whatever goes wrong in memory must not cost the answer.")]
    private bool LogForgot(Exception exception, LiveTurn turn)
    {
        if (turn.Stopping.IsCancellationRequested)
            return false;
        LogForgot(log, exception, turn.Turn.Id);
        return true;
    }

    [LoggerMessage(LogLevel.Warning, "Turn {TurnId} is answered without memory")]
    private static partial void LogForgot(ILogger logger, Exception exception, string turnId);

    /// <param name="History">What was said before, oldest first, without what is kept back.</param>
    /// <param name="OtherAnswers">How many there are to the new message already.</param>
    private sealed record Basis(
        Agent? Agent,
        Profile Profile,
        bool Remembers,
        Guard Guard,
        IReadOnlyList<Message> History,
        Message NewMessage,
        int OtherAnswers
    );
}

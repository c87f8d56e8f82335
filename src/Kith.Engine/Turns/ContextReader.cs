using System.Diagnostics.CodeAnalysis;
using Kith.Engine.Agents;
using Kith.Engine.Conversations;
using Kith.Engine.Conversations.Members;
using Kith.Engine.Memory;
using Kith.Engine.Memory.Recall;
using Kith.Engine.Models;
using Kith.Engine.Storage;
using Kith.Engine.Users;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Kith.Engine.Turns;

/// <summary>What a context is wanted for.</summary>
/// <param name="Id">For the log.</param>
/// <param name="AgentId">Whose settings hold; null when the agent is gone.</param>
/// <param name="Persona">What the agent is told to be.</param>
/// <param name="MayRemember">False where memory is off for this conversation.</param>
/// <param name="IsNew">The message has no other answer yet.</param>
/// <param name="History">The messages before the new one, oldest first; null: as many as the agent is told of its conversation.</param>
/// <param name="Budget">Tokens at most, estimated.</param>
/// <param name="Quotes">What it may read of a chat between people; null: nothing.</param>
/// <param name="IsAmongPeople">It is said in a group: what its members said is before it, and nobody's profile or memory.</param>
internal sealed record ContextRequest(
    string Id,
    Caller Caller,
    string? AgentId,
    string Persona,
    bool MayRemember,
    Message NewMessage,
    bool IsNew,
    IReadOnlyList<Message>? History,
    int Budget,
    bool IsAmongPeople = false,
    IReadOnlyList<Quote>? Quotes = null
);

/// <summary>
/// Reads what the context of an answer is made of. What has to stay on this machine and its network is left out here, unless everybody who
/// may be asked is there too.
/// </summary>
internal sealed partial class ContextReader(Database database, Recaller recaller, ModelReach reach, ILogger<ContextReader> log)
{
    public async Task<(ContextInput Input, ChatOptions Settings)> ReadAsync(ContextRequest request, CancellationToken stopping)
    {
        var now = database.Clock.GetUtcNow();
        var basis = await database.ReadAsync(session => ReadAsync(session, request), stopping);
        var memory = basis.Remembers ? await RecallAsync(request, basis, now, stopping) : Recollection.Nothing;
        var profile = basis.Remembers ? basis.Profile with { Name = basis.Profile.Name ?? memory.Name } : null;
        var history = memory.Summary is null ? basis.History : basis.History.TakeLast(Recaller.MessagesBesideSummary);
        var input = new ContextInput(
            request.Persona,
            request.Caller.IsRegistered && !request.IsAmongPeople ? request.Caller.DisplayName : null,
            profile,
            memory.Summary,
            memory.Items,
            [.. history],
            basis.NewMessage,
            now,
            request.Budget,
            request.IsAmongPeople,
            request.Quotes
        );
        return (input, Settings(basis.Agent, basis.OtherAnswers));
    }

    /// <summary>What there must be. Nothing is said without knowing what is to be kept back.</summary>
    private async Task<Basis> ReadAsync(ReadSession session, ContextRequest request)
    {
        var ((agent, limit, before), others, profile, guard) = await session.TogetherAsync(
            () => ReadConversationAsync(session, request),
            () => CountOtherAnswersAsync(session, request),
            () => Profiles.GetAsync(session, request.Caller.PrincipalId),
            () => Guard.ReadAsync(session, reach, request.Caller.PrincipalId)
        );
        var hidden = await guard.FindHiddenAsync(session, [.. before, request.NewMessage]);
        return new Basis(
            agent,
            profile,
            Remembers: profile.MemoryEnabled == 1 && request.MayRemember && request.Caller.Kind != PrincipalKind.Session,
            guard,
            [.. before.Take(limit).Reverse().Select(Cover)],
            Cover(request.NewMessage),
            (int)others
        );

        Message Cover(Message message) => hidden.Contains(message.Id) ? message with { Content = Guard.Placeholder } : message;
    }

    private static async Task<long> CountOtherAnswersAsync(ReadSession session, ContextRequest request) =>
        request.IsNew ? 0 : await MessageStore.CountFollowingAsync(session, request.NewMessage.ConversationId, request.NewMessage.Id) - 1;

    /// <summary>Who answers, how many messages they are told, and these, the newest first.</summary>
    private static async Task<(Agent? Agent, int Limit, IReadOnlyList<Message> Before)> ReadConversationAsync(
        ReadSession session,
        ContextRequest request
    )
    {
        var agent = request.AgentId is { } id
            ? (await AgentCatalog.OpenAsync(session, request.Caller, id)).Try(out var found, out _)
                ? found
                : null
            : null;
        var limit = agent?.ContextMessages ?? AgentRules.DefaultContextMessages;
        if (request.History is { } history)
            return (agent, history.Count, [.. history.Reverse()]);
        if (request.IsAmongPeople)
            return (agent, (int)limit, await GroupAnswers.ListBeforeAsync(session, request, limit));
        // One more than is told: of an answer at the beginning it is to be known what it answers.
        var before = await MessageStore.PageAsync(
            session,
            request.NewMessage.ConversationId,
            after: -1,
            before: request.NewMessage.Depth,
            newestFirst: true,
            limit + 1
        );
        return (agent, (int)limit, before);
    }

    /// <summary>Memory helps an answer; that it fails is no reason to give none.</summary>
    private async Task<Recollection> RecallAsync(ContextRequest request, Basis basis, DateTimeOffset now, CancellationToken stopping)
    {
        try
        {
            var (me, message) = (request.Caller.PrincipalId, request.NewMessage);
            var asked = new RecallRequest(me, basis.Profile, message, basis.History, basis.Guard, now)
            {
                Meaning = await recaller.UnderstandAsync(me, message.Content, stopping),
            };
            return await database.ReadAsync(session => recaller.RecallAsync(session, asked), stopping);
        }
        catch (Exception e) when (LogForgot(e, request, stopping))
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

    /// <summary>False when it was told to stop: then nobody answers.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "A filter: whatever goes wrong in memory must not cost the answer.")]
    private bool LogForgot(Exception exception, ContextRequest request, CancellationToken stopping)
    {
        if (stopping.IsCancellationRequested)
            return false;
        LogForgot(log, exception, request.Id);
        return true;
    }

    [LoggerMessage(LogLevel.Warning, "{Id} is answered without memory")]
    private static partial void LogForgot(ILogger logger, Exception exception, string id);

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

using System.Runtime.CompilerServices;
using System.Text;
using Kith.Engine.Agents;
using Kith.Engine.Conversations;
using Kith.Engine.Models;
using Kith.Engine.Storage;
using Kith.Engine.Users;
using Microsoft.Extensions.AI;

namespace Kith.Engine.Turns;

/// <summary>A message of a dialogue that the caller brings.</summary>
/// <param name="Role">One of <see cref="Roles"/>.</param>
/// <param name="Content">Empty for one that says nothing.</param>
public sealed record BroughtMessage(string Role, string Content);

/// <summary>A dialogue to be gone on with.</summary>
/// <param name="Agent">Who answers: id or slug.</param>
/// <param name="Messages">Oldest first; what the system says is told beside the agent's persona. The last one is the person's.</param>
/// <param name="Settings">What goes before the agent's own settings; the model is always the agent's.</param>
public sealed record CompletionRequest(string Agent, IReadOnlyList<BroughtMessage> Messages, ChatOptions Settings);

/// <summary>Something an answer shows while it is made.</summary>
public abstract record CompletionFrame;

/// <summary>A piece of the answer.</summary>
public sealed record CompletionDelta(string Text) : CompletionFrame;

/// <summary>The answer is over. <paramref name="Failure"/> is set when it failed or broke off.</summary>
/// <param name="FinishReason">Why the model ended.</param>
public sealed record CompletionEnded(Failure? Failure, ChatFinishReason FinishReason, long PromptTokens, long CompletionTokens)
    : CompletionFrame;

/// <summary>An answer in the making.</summary>
/// <param name="Frames">Deltas, then one <see cref="CompletionEnded"/>; the model is asked when they are read, once.</param>
public sealed record Completion(IAsyncEnumerable<CompletionFrame> Frames);

/// <summary>
/// Answers to a dialogue that the caller brings: with the agent's persona and the caller's memory, but nothing is stored and nothing
/// learned. An answer ends with whoever waits for it.
/// </summary>
public sealed class Completions
{
    private readonly Database _database;
    private readonly ContextReader _contexts;
    private readonly IChatClient _model;
    private readonly TurnsOptions _options;

    internal Completions(Database database, ContextReader contexts, IChatClient model, TurnsOptions options) =>
        (_database, _contexts, _model, _options) = (database, contexts, model, options);

    /// <summary>Fails with <see cref="Invalid"/> for what can't be answered, and with <see cref="NotFound"/> for no such agent.</summary>
    public async Task<Result<Completion>> StartAsync(Caller caller, CompletionRequest request, CancellationToken cancellationToken)
    {
        if (request.Messages is not [.., { Role: Roles.User, Content.Length: > 0 }])
            return new Invalid("messages", "must end with something the user says");
        var opened = await _database.ReadAsync(session => AgentCatalog.OpenAsync(session, caller, request.Agent), cancellationToken);
        return opened.Try(out var agent, out var failure)
            ? new Completion(AnswerAsync(caller, agent, request, cancellationToken))
            : failure;
    }

    private async IAsyncEnumerable<CompletionFrame> AnswerAsync(
        Caller caller,
        Agent agent,
        CompletionRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var answer = new AnswerReader(_options.MostAnswerCharacters);
        var text = new StringBuilder();
        await using var deltas = ReadAsync(answer, caller, agent, request, cancellationToken).GetAsyncEnumerator(cancellationToken);
        Failure? failure = null;
        while (failure is null)
        {
            try
            {
                if (!await deltas.MoveNextAsync())
                    break;
            }
            catch (ProviderException e)
            {
                failure = new TurnFailed(TurnFailed.ProviderUnavailable, e.Message);
                continue;
            }
            catch (StorageUnavailableException)
            {
                failure = new TurnFailed("storage_unavailable", "The database could not be read.");
                continue;
            }

            text.Append(deltas.Current);
            yield return new CompletionDelta(deltas.Current);
        }

        var outcome = failure is null ? answer.Finish(MessageStatus.Complete, text.ToString()) : answer.Break(failure, text.ToString());
        yield return new CompletionEnded(
            outcome.Failure,
            answer.FinishReason ?? ChatFinishReason.Stop,
            outcome.PromptTokens,
            outcome.CompletionTokens
        );
    }

    private async IAsyncEnumerable<string> ReadAsync(
        AnswerReader answer,
        Caller caller,
        Agent agent,
        CompletionRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var (input, settings) = await _contexts.ReadAsync(RequestOf(caller, agent, request.Messages), cancellationToken);
        var context = ContextComposer.Compose(input);
        answer.Expect(context);
        await foreach (var update in _model.GetStreamingResponseAsync(context, Over(settings, request.Settings), cancellationToken))
        {
            if (answer.Read(update) is { Length: > 0 } delta)
                yield return delta;
        }
    }

    private ContextRequest RequestOf(Caller caller, Agent agent, IReadOnlyList<BroughtMessage> messages)
    {
        var now = _database.Clock.NowMs();
        var told = messages.Where(message => message is { Role: Roles.System, Content.Length: > 0 }).Select(message => message.Content);
        var said = messages
            .Where(message => message.Role != Roles.System)
            .Select((message, i) => Message.After(parent: null, conversationId: "", $"brought-{i}", message.Role, message.Content, now))
            .ToList();
        return new ContextRequest(
            "A completion",
            caller,
            agent.Id,
            string.Join("\n\n", [agent.Prompt, .. told]),
            MayRemember: true,
            said[^1],
            IsNew: true,
            [.. said.Take(said.Count - 1)],
            // They are the context: nothing of them is left out here.
            Budget: int.MaxValue
        );
    }

    private static ChatOptions Over(ChatOptions agent, ChatOptions request)
    {
        var settings = request.Clone();
        settings.ModelId = agent.ModelId;
        settings.Temperature ??= agent.Temperature;
        settings.MaxOutputTokens ??= agent.MaxOutputTokens;
        settings.PresencePenalty ??= agent.PresencePenalty;
        settings.FrequencyPenalty ??= agent.FrequencyPenalty;
        return settings;
    }
}

using System.Diagnostics.CodeAnalysis;
using Kith.Engine.Conversations;
using Kith.Engine.Models;
using Kith.Engine.Storage;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Kith.Engine.Turns;

/// <summary>Runs a turn on this node, from its context to its commit.</summary>
internal sealed partial class TurnRunner(
    Database database,
    ContextReader contexts,
    IChatClient model,
    LiveTurns live,
    TurnCloser closer,
    TurnsOptions options,
    ILogger<TurnRunner> log
)
{
    /// <summary>Runs it in the background: it belongs to the server, not to who started it.</summary>
    public void Run(LiveTurn turn) => _ = Task.Run(() => RunAsync(turn));

    private async Task RunAsync(LiveTurn turn)
    {
        using var _ = turn;
        var checkpoints = new TurnCheckpoints(database, turn, options, log);
        try
        {
            AnswerOutcome outcome;
            await using (checkpoints)
                outcome = await AnswerAsync(turn);
            await CommitAsync(turn, outcome, checkpoints);
        }
        catch (Exception e) when (LogBug(e, turn))
        {
            // It could not be closed: its lease runs out, and then it is closed with what was stored.
        }
        finally
        {
            live.Remove(turn);
            turn.End();
        }
    }

    private async Task<AnswerOutcome> AnswerAsync(LiveTurn turn)
    {
        var answer = new AnswerReader(options.MostAnswerCharacters);
        try
        {
            var (input, settings) = await contexts.ReadAsync(RequestOf(turn), turn.Stopping);
            turn.Recall(input.Recalled);
            var context = ContextComposer.Compose(input);
            answer.Expect(context);
            await foreach (var update in model.GetStreamingResponseAsync(context, settings, turn.Stopping))
            {
                if (answer.Read(update) is { Length: > 0 } delta)
                    turn.Add(delta);
            }

            return answer.Finish(MessageStatus.Complete, turn.Text());
        }
        catch (OperationCanceledException) when (turn.Stopping.IsCancellationRequested)
        {
            return answer.Finish(turn.Reason == StopReason.Person ? MessageStatus.Stopped : MessageStatus.Interrupted, turn.Text());
        }
        catch (ProviderException e)
        {
            LogProviderFailed(log, turn.Turn.Id, e.Provider, e.Message);
            return answer.Break(new TurnFailed(TurnFailed.ProviderUnavailable, e.Message), turn.Text());
        }
        catch (StorageUnavailableException e)
        {
            LogFailed(log, e, turn.Turn.Id);
            return answer.Break(new TurnFailed("storage_unavailable", "The database could not be read."), turn.Text());
        }
        catch (Exception e) when (LogBug(e, turn))
        {
            return answer.Break(new TurnFailed("internal", "Something went wrong while answering."), turn.Text());
        }
    }

    private ContextRequest RequestOf(LiveTurn turn) =>
        new(
            $"Turn {turn.Turn.Id}",
            turn.Caller,
            turn.Conversation.AgentId,
            turn.Conversation.Prompt,
            turn.Conversation.MemoryEnabled == 1,
            turn.UserMessage,
            // A message that is as old as its turn.
            IsNew: turn.UserMessage.CreatedAt == turn.Turn.StartedAt,
            History: null,
            options.ContextTokens,
            turn.Conversation.IsBetweenPeople,
            turn.Quotes
        );

    /// <summary>Tries until it is stored, and keeps the lease between two tries: with that lost, another node has closed the turn.</summary>
    private async Task CommitAsync(LiveTurn turn, AnswerOutcome outcome, TurnCheckpoints checkpoints)
    {
        var recalled = turn.Recalled.IsCompleted ? await turn.Recalled : [];
        for (var attempt = 1; turn.Reason != StopReason.Gone; attempt++)
        {
            try
            {
                await closer.CloseAsync(turn.Turn, outcome, recalled, checkpoints.Written > 0, turn.Since(0));
                return;
            }
            catch (StorageUnavailableException e) when (attempt < 60)
            {
                LogCommitDelayed(log, e, turn.Turn.Id);
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(100 * attempt, 1_000)), database.Clock);
                await checkpoints.WriteAsync();
            }
            catch (StorageUnavailableException e)
            {
                LogFailed(log, e, turn.Turn.Id);
                return;
            }
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "A filter: a bug must end its turn as failed, not leave it running.")]
    private bool LogBug(Exception exception, LiveTurn turn)
    {
        LogFailed(log, exception, turn.Turn.Id);
        return true;
    }

    [LoggerMessage(LogLevel.Error, "Turn {TurnId} failed")]
    private static partial void LogFailed(ILogger logger, Exception exception, string turnId);

    [LoggerMessage(LogLevel.Warning, "Turn {TurnId} has no whole answer, {Provider}: {Reason}")]
    private static partial void LogProviderFailed(ILogger logger, string turnId, string provider, string reason);

    [LoggerMessage(LogLevel.Warning, "The answer of turn {TurnId} could not be stored yet")]
    private static partial void LogCommitDelayed(ILogger logger, Exception exception, string turnId);
}

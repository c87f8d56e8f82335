using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Kith.Engine.Conversations;
using Kith.Engine.Events;
using Kith.Engine.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.Turns;

/// <summary>Something a person sees live. A cursor stands on what the log keeps; the rest may be lost.</summary>
/// <param name="Cursor">Null on what may be lost.</param>
public abstract record FeedFrame(long? Cursor = null);

public sealed record MessageFrame(long Seq, MessageView Message) : FeedFrame(Seq);

/// <summary>The agent writes, from acceptance to its first delta. It names the turn, which can be stopped from here on.</summary>
public sealed record TypingFrame(string TurnId, string ConversationId, string? AgentId, bool IsTyping) : FeedFrame;

public sealed record RecallFrame(string TurnId, IReadOnlyList<RecalledItem> Items) : FeedFrame;

public sealed record DeltaFrame(string TurnId, string ConversationId, int Index, string Text) : FeedFrame;

public sealed record TurnDoneFrame(long Seq, TurnEnded Turn) : FeedFrame(Seq);

/// <summary>A conversation came, changed (then with its state now) or went (without).</summary>
public sealed record ConversationFrame(long Seq, string Kind, string ConversationId, Conversation? Conversation) : FeedFrame(Seq);

/// <summary>A person's log with the deltas of their running turns between: everything of theirs, in one order.</summary>
public sealed class Feed(Database database, EventLog log, TurnFollower follower)
{
    /// <summary>How far a reader may be behind before the log waits for it.</summary>
    private const int Buffer = 64;

    /// <summary>
    /// Everything after the cursor, then live, until cancelled. With <paramref name="conversationId"/> only what belongs to it.
    /// <paramref name="turns"/> are turns seen in part, each with the first delta wanted.
    /// </summary>
    public async IAsyncEnumerable<FeedFrame> FollowAsync(
        Caller caller,
        long after,
        string? conversationId,
        IReadOnlyDictionary<string, int> turns,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var frames = Channel.CreateBounded<FeedFrame>(new BoundedChannelOptions(Buffer) { SingleReader = true });
        var pump = PumpAsync(caller, after, conversationId, turns, frames.Writer, stop.Token);
        try
        {
            await foreach (var frame in frames.Reader.ReadAllAsync(cancellationToken))
                yield return frame;
        }
        finally
        {
            await stop.CancelAsync();
            await pump.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task PumpAsync(
        Caller caller,
        long after,
        string? conversationId,
        IReadOnlyDictionary<string, int> seen,
        ChannelWriter<FeedFrame> frames,
        CancellationToken cancellationToken
    )
    {
        var turns = new Dictionary<string, Task>(StringComparer.Ordinal);
        try
        {
            foreach (var (turnId, index) in seen)
            {
                if (
                    (await follower.OpenAsync(caller, turnId, cancellationToken)).Try(out var turn, out _)
                    && (conversationId ?? turn.ConversationId) == turn.ConversationId
                )
                    turns[turnId] = StreamAsync(turn.Id, turn.ConversationId, index, frames, cancellationToken);
            }

            await foreach (var entry in log.FollowAsync(caller.PrincipalId, after, cancellationToken))
            {
                if (conversationId is not null && entry.ConversationId != conversationId)
                    continue;
                if (entry.Kind == EventKinds.TurnStarted && !turns.ContainsKey(entry.SubjectId))
                    turns[entry.SubjectId] = StreamAsync(entry.SubjectId, entry.ConversationId, from: 0, frames, cancellationToken);
                else if (entry.Kind == EventKinds.TurnEnded && turns.Remove(entry.SubjectId, out var streaming))
                    await streaming; // its last deltas come before its end
                if (await RenderAsync(caller, entry, cancellationToken) is { } frame)
                    await frames.WriteAsync(frame, cancellationToken);
            }
        }
        catch (Exception e) when (frames.TryComplete(e is OperationCanceledException ? null : e))
        {
            // The reader meets it.
        }
        finally
        {
            await Task.WhenAll(turns.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            frames.TryComplete();
        }
    }

    private async Task StreamAsync(
        string turnId,
        string conversationId,
        int from,
        ChannelWriter<FeedFrame> frames,
        CancellationToken cancellationToken
    )
    {
        // A turn may be over before its start is read: its deltas are told all the same, only nobody types any more.
        var live = follower.FindLive(turnId);
        var agentId = live?.Conversation.AgentId;
        var typing = from == 0 && live is not null;
        if (typing)
            await frames.WriteAsync(new TypingFrame(turnId, conversationId, agentId, true), cancellationToken);
        await foreach (var frame in follower.FollowAsync(turnId, from, cancellationToken))
        {
            if (frame is TurnRecalled recalled)
            {
                await frames.WriteAsync(new RecallFrame(turnId, recalled.Items), cancellationToken);
                continue;
            }

            if (typing)
                await frames.WriteAsync(new TypingFrame(turnId, conversationId, agentId, false), cancellationToken);
            typing = false;
            if (frame is TurnDelta delta)
                await frames.WriteAsync(new DeltaFrame(turnId, conversationId, delta.Index, delta.Text), cancellationToken);
        }
    }

    /// <summary>The event as it is now; null when what it speaks of is gone, for then its deletion is in the log too.</summary>
    private Task<FeedFrame?> RenderAsync(Caller caller, LoggedEvent entry, CancellationToken cancellationToken) =>
        entry.Kind switch
        {
            EventKinds.MessageCreated => database.ReadAsync<FeedFrame?>(
                async session =>
                    await OpensAsync(session, caller, entry)
                    && await MessageHistory.FindAsync(session, entry.ConversationId, entry.SubjectId) is [var message]
                        ? new MessageFrame(entry.Seq, message)
                        : null,
                cancellationToken
            ),
            EventKinds.ChatCreated or EventKinds.ChatUpdated => database.ReadAsync<FeedFrame?>(
                async session =>
                    (await ConversationCatalog.OpenAsync(session, caller, entry.ConversationId)).Try(out var conversation, out _)
                        ? new ConversationFrame(entry.Seq, entry.Kind, entry.ConversationId, conversation)
                        : null,
                cancellationToken
            ),
            EventKinds.ChatDeleted => Task.FromResult<FeedFrame?>(new ConversationFrame(entry.Seq, entry.Kind, entry.ConversationId, null)),
            EventKinds.TurnEnded => EndAsync(caller, entry, cancellationToken),
            _ => Task.FromResult<FeedFrame?>(null),
        };

    private async Task<FeedFrame?> EndAsync(Caller caller, LoggedEvent entry, CancellationToken cancellationToken)
    {
        if ((await follower.OpenAsync(caller, entry.SubjectId, cancellationToken)).Failure is not null)
            return null;
        return await follower.FinishAsync(entry.SubjectId, cancellationToken) is { } ended ? new TurnDoneFrame(entry.Seq, ended) : null;
    }

    private static async Task<bool> OpensAsync(ReadSession session, Caller caller, LoggedEvent entry) =>
        (await ConversationCatalog.OpenAsync(session, caller, entry.ConversationId)).Failure is null;
}

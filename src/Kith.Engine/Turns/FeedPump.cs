using System.Threading.Channels;
using Kith.Engine.Events;
using Kith.Engine.Users;

namespace Kith.Engine.Turns;

/// <summary>Fills one follower's buffer: page after page of the log, and between them the deltas of turns as they come.</summary>
internal sealed class FeedPump(
    EventLog log,
    FeedReader reader,
    TurnFollower follower,
    Caller caller,
    string? conversationId,
    ChannelWriter<FeedFrame> frames
)
{
    private readonly Dictionary<string, Task> _streams = new(StringComparer.Ordinal);

    /// <summary>Turns that ran before the follower came, and whose start lies before its cursor unless the log says otherwise.</summary>
    private readonly Dictionary<string, Turn> _underway = new(StringComparer.Ordinal);

    /// <summary>Runs until cancelled, or until it fails; the buffer is completed then.</summary>
    public async Task RunAsync(long after, IReadOnlyDictionary<string, int>? seen, CancellationToken cancellationToken)
    {
        try
        {
            using var watch = log.Watch(caller.PrincipalId);
            await FindTurnsAsync(seen, cancellationToken);
            while (true)
            {
                var page = await reader.ReadAsync(caller, after, conversationId, cancellationToken);
                after = page.Cursor;
                if (page.IsCut)
                    await frames.WriteAsync(new ResyncFrame(after), cancellationToken);
                foreach (var entry in page.Events)
                    await TellAsync(entry, cancellationToken);
                if (page.IsFull)
                    continue;
                foreach (var turn in _underway.Values)
                    Stream(turn.Id, turn.ConversationId, from: 0, cancellationToken);
                _underway.Clear();
                await watch.WaitAsync(cancellationToken);
            }
        }
        catch (Exception e) when (frames.TryComplete(e is OperationCanceledException ? null : e))
        {
            // The reader meets it.
        }
        finally
        {
            await Task.WhenAll(_streams.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            frames.TryComplete();
        }
    }

    private async Task FindTurnsAsync(IReadOnlyDictionary<string, int>? seen, CancellationToken cancellationToken)
    {
        if (seen is null)
        {
            foreach (var turn in await follower.ListRunningAsync(caller, cancellationToken))
                if (IsWanted(turn.ConversationId))
                    _underway[turn.Id] = turn;
            return;
        }

        foreach (var (id, index) in seen)
        {
            if ((await follower.OpenAnyAsync(caller, id, cancellationToken)).Try(out var turn, out _) && IsWanted(turn.ConversationId))
                Stream(turn.Id, turn.ConversationId, index, cancellationToken);
        }
    }

    private async Task TellAsync(RenderedEvent entry, CancellationToken cancellationToken)
    {
        var turnId = entry.Event.SubjectId;
        if (entry.Event.Kind == EventKinds.TurnEnded)
        {
            _underway.Remove(turnId);
            if (_streams.Remove(turnId, out var stream))
                await stream; // its last deltas come before its end
        }

        if (entry.Frame is null)
            return;
        await frames.WriteAsync(entry.Frame, cancellationToken);
        if (entry.Event.Kind != EventKinds.TurnStarted)
            return;
        // After its start: the answer is known before somebody types it.
        _underway.Remove(turnId);
        if (!_streams.ContainsKey(turnId))
            Stream(turnId, entry.Event.ConversationId, from: 0, cancellationToken);
    }

    private void Stream(string turnId, string ofConversation, int from, CancellationToken cancellationToken) =>
        _streams[turnId] = StreamAsync(turnId, ofConversation, from, cancellationToken);

    /// <summary>What goes wrong is met by the reader now, not when the turn ends: it comes back, and asks for what is missing.</summary>
    private async Task StreamAsync(string turnId, string ofConversation, int from, CancellationToken cancellationToken)
    {
        try
        {
            await TellDeltasAsync(turnId, ofConversation, from, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException && frames.TryComplete(e))
        {
            // Nothing more is told.
        }
    }

    private async Task TellDeltasAsync(string turnId, string ofConversation, int from, CancellationToken cancellationToken)
    {
        // A turn may be over before its start is read: its deltas are told all the same, only nobody types any more.
        var live = follower.FindLive(turnId);
        var agentId = live?.Conversation.AgentId;
        var typing = from == 0 && live is not null;
        if (typing)
            await frames.WriteAsync(new TypingFrame(turnId, ofConversation, agentId, true), cancellationToken);
        await foreach (var frame in follower.FollowWritingAsync(turnId, from, cancellationToken))
        {
            if (frame is TurnRecalled recalled)
            {
                await frames.WriteAsync(new RecallFrame(turnId, recalled.Items), cancellationToken);
                continue;
            }

            if (typing)
                await frames.WriteAsync(new TypingFrame(turnId, ofConversation, agentId, false), cancellationToken);
            typing = false;
            if (frame is TurnDelta delta)
                await frames.WriteAsync(new DeltaFrame(turnId, ofConversation, delta.Index, delta.Text), cancellationToken);
        }

        if (typing)
            await frames.WriteAsync(new TypingFrame(turnId, ofConversation, agentId, false), cancellationToken);
    }

    private bool IsWanted(string id) => (conversationId ?? id) == id;
}

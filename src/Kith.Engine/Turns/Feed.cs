using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Kith.Engine.Events;
using Kith.Engine.People.Presence;
using Kith.Engine.People.Receipts;
using Kith.Engine.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.Turns;

/// <summary>
/// A person's log with the deltas of their running turns between: everything of theirs, in one order. The same for who follows it
/// live and for who asks from time to time.
/// </summary>
public sealed class Feed
{
    /// <summary>How far a reader may be behind before the log waits for it.</summary>
    private const int Buffer = 64;

    private readonly Database _database;
    private readonly EventLog _log;
    private readonly TurnFollower _follower;
    private readonly LiveHints _hints;
    private readonly Deliveries _deliveries;
    private readonly FeedReader _reader;

    internal Feed(Database database, EventLog log, TurnFollower follower, LiveHints hints, Deliveries deliveries)
    {
        (_database, _log, _follower, _hints, _deliveries) = (database, log, follower, hints, deliveries);
        _reader = new FeedReader(database);
    }

    /// <summary>
    /// Everything after the cursor, then live, until cancelled. With <paramref name="conversationId"/> only what belongs to it.
    /// </summary>
    /// <param name="after">A cursor that can't be followed begins with a <see cref="ResyncFrame"/>, and goes on from now.</param>
    /// <param name="turns">Turns seen in part, each with the first delta wanted; null: all that run now, from their beginning.</param>
    public async IAsyncEnumerable<FeedFrame> FollowAsync(
        Caller caller,
        long after,
        string? conversationId,
        IReadOnlyDictionary<string, int>? turns,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var frames = Channel.CreateBounded<FeedFrame>(
            new BoundedChannelOptions(Buffer) { SingleReader = true, AllowSynchronousContinuations = true }
        );
        var pump = new FeedPump(_log, _reader, _follower, caller, conversationId, frames.Writer);
        // What is told now alone is left out when the reader is behind.
        using var hints = conversationId is null ? _hints.Listen(caller.PrincipalId, hint => frames.Writer.TryWrite(FrameOf(hint))) : null;
        var pumping = pump.RunAsync(after, turns, stop.Token);
        try
        {
            await foreach (var frame in frames.Reader.ReadAllAsync(cancellationToken))
                yield return frame;
        }
        finally
        {
            await stop.CancelAsync();
            await pumping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>A device of the caller's was given this: who wrote it may know. An app that acts for them is no such device.</summary>
    public void NoteGiven(Caller caller, FeedFrame frame)
    {
        if (
            frame is PeopleMessageFrame { Kind: EventKinds.MessageCreated, Message.Message: { } message }
            && message.SenderId != caller.PrincipalId
        )
            _deliveries.Note(caller.PrincipalId, message.ConversationId, message.Depth);
    }

    private static FeedFrame FrameOf(LiveHint hint) =>
        hint switch
        {
            { Typing: { } typing } => new PersonTypingFrame(typing.ChatId, typing.PersonId, typing.IsTyping),
            { Presence: { } presence } => new PresenceFrame(presence),
            _ => throw new InvalidOperationException("A hint says nothing."),
        };

    /// <summary>
    /// What the log keeps after the cursor, at most a page of it. When there is nothing it waits that long for the first event; then
    /// the page may be empty.
    /// </summary>
    /// <param name="after">Null: from now.</param>
    /// <param name="enough">Ends the waiting, not the answer.</param>
    public async Task<FeedPage> PollAsync(Caller caller, long? after, TimeSpan wait, CancellationToken enough)
    {
        using var watch = _log.Watch(caller.PrincipalId);
        var startedAt = _database.Clock.GetTimestamp();
        var cursor = after ?? await _log.HeadAsync(caller.PrincipalId, CancellationToken.None);
        while (true)
        {
            var page = await _reader.ReadAsync(caller, cursor, conversationId: null, CancellationToken.None);
            cursor = page.Cursor;
            if (page.IsCut)
                return new FeedPage([new ResyncFrame(cursor)], cursor);
            var frames = page.Events.Select(entry => entry.Frame).OfType<FeedFrame>().ToList();
            var left = wait - _database.Clock.GetElapsedTime(startedAt);
            if (frames.Count > 0 || left <= TimeSpan.Zero || enough.IsCancellationRequested)
                return new FeedPage(frames, cursor);
            if (!page.IsFull)
                await watch.WaitAsync(left, enough).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}

using Kith.Engine.Conversations;
using Kith.Engine.Events;
using Kith.Engine.Memory.Facts;
using Kith.Engine.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.Turns;

/// <summary>An entry of a log as the person may see it now; null when there is nothing to see.</summary>
internal sealed record RenderedEvent(LoggedEvent Event, FeedFrame? Frame);

/// <param name="Cursor">Where to read on.</param>
internal sealed record RenderedPage(IReadOnlyList<RenderedEvent> Events, long Cursor, bool IsCut, bool IsFull);

/// <summary>
/// Reads a page of a log and renders it, in one transaction and a bounded number of statements, however many events. Every event is an
/// idempotent upsert: the state as it is now, not as it was. Where what it speaks of is gone, its end is in the log too.
/// </summary>
internal sealed class FeedReader(Database database)
{
    /// <param name="conversationId">Only what belongs to it; null for everything.</param>
    public Task<RenderedPage> ReadAsync(Caller caller, long after, string? conversationId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async session =>
            {
                var page = await EventLog.ReadAsync(session, caller.PrincipalId, after);
                var events = page.Events.Where(entry => (conversationId ?? entry.ConversationId) == entry.ConversationId).ToList();
                var state = await State.ReadAsync(session, caller, events);
                return new RenderedPage(
                    [.. events.Select(entry => new RenderedEvent(entry, state.Render(entry)))],
                    page.Cursor,
                    page.IsCut,
                    page.IsFull
                );
            },
            cancellationToken
        );

    /// <summary>Everything that events speak of, as it is now.</summary>
    private sealed record State(
        IReadOnlyDictionary<string, Conversation> Conversations,
        IReadOnlyDictionary<string, Turn> Turns,
        IReadOnlyDictionary<string, MessageView> Messages,
        PeopleState People,
        IReadOnlyDictionary<string, KnownFact> Facts,
        IReadOnlyDictionary<string, Mood> Moods
    )
    {
        public static async Task<State> ReadAsync(ReadSession session, Caller caller, IReadOnlyList<LoggedEvent> events)
        {
            var chats = events
                .Where(entry => entry.Kind is not (EventKinds.ChatDeleted or EventKinds.MemoryChanged or EventKinds.ConnectionChanged))
                .Select(entry => entry.ConversationId)
                .ToHashSet(StringComparer.Ordinal);
            var conversations = await ConversationCatalog.OpenAllAsync(session, caller, chats);
            chats.ExceptWith(conversations.Keys);
            var visible = events
                .Where(entry => conversations.ContainsKey(entry.ConversationId))
                .ToLookup(SubjectOf, entry => entry.SubjectId);
            var turns = visible.Contains(Subject.Turn)
                ? (await TurnStore.ListAsync(session, visible[Subject.Turn].Distinct())).ToDictionary(
                    turn => turn.Id,
                    StringComparer.Ordinal
                )
                : [];
            var ids = visible[Subject.Message].Concat(turns.Values.Select(turn => turn.AiMessageId)).Distinct().ToList();
            var memory = events.Where(entry => entry.Kind == EventKinds.MemoryChanged).Select(entry => entry.SubjectId).ToHashSet();
            return new State(
                conversations,
                turns,
                await MessageHistory.FindAsync(session, ids),
                await PeopleState.ReadAsync(session, caller, chats, events),
                await FactCatalog.FindAsync(session, caller, memory),
                await MoodCatalog.FindAsync(session, caller, memory)
            );
        }

        public FeedFrame? Render(LoggedEvent entry)
        {
            if (entry.Kind == EventKinds.ChatDeleted)
                return new ConversationFrame(entry.Seq, entry.Kind, entry.ConversationId, null);
            if (entry.Kind == EventKinds.MemoryChanged)
                return new MemoryFrame(
                    entry.Seq,
                    entry.SubjectId,
                    Facts.GetValueOrDefault(entry.SubjectId),
                    Moods.GetValueOrDefault(entry.SubjectId)
                );
            if (!Conversations.TryGetValue(entry.ConversationId, out var conversation))
                return People.Render(entry);
            return entry.Kind switch
            {
                EventKinds.ChatCreated or EventKinds.ChatUpdated => new ConversationFrame(
                    entry.Seq,
                    entry.Kind,
                    entry.ConversationId,
                    conversation,
                    LoadsMessages: entry.SubjectId == NewEvent.AllMessages
                ),
                EventKinds.MessageCreated => OnPath(entry.SubjectId) is { } message ? new MessageFrame(entry.Seq, message) : null,
                EventKinds.MessageUpdated or EventKinds.ReactionChanged => OnPath(entry.SubjectId) is { } message
                    ? Change(entry, message)
                    : null,
                EventKinds.MessageDeleted => OnPath(entry.SubjectId) is null ? Change(entry, message: null) : null,
                EventKinds.TurnStarted or EventKinds.TurnEnded => Turns.TryGetValue(entry.SubjectId, out var turn)
                    ? RenderTurn(entry, turn)
                    : null,
                _ => null,
            };
        }

        private FeedFrame? RenderTurn(LoggedEvent entry, Turn turn)
        {
            if (entry.Kind == EventKinds.TurnStarted)
                return OnPath(turn.AiMessageId) is { } started
                    ? new TurnStartedFrame(entry.Seq, turn.Id, entry.ConversationId, started)
                    : null;
            return Messages.TryGetValue(turn.AiMessageId, out var answer)
                ? new TurnDoneFrame(entry.Seq, turn.Id, answer, TurnFollower.FailureOf(turn, answer.Message.Status))
                : null;
        }

        private static MessageChangeFrame Change(LoggedEvent entry, MessageView? message) =>
            new(entry.Seq, entry.Kind, entry.ConversationId, entry.SubjectId, message);

        private MessageView? OnPath(string id) => Messages.TryGetValue(id, out var view) && view.Message.OnPath == 1 ? view : null;

        private static Subject SubjectOf(LoggedEvent entry) =>
            entry.Kind switch
            {
                EventKinds.TurnStarted or EventKinds.TurnEnded => Subject.Turn,
                EventKinds.MessageCreated or EventKinds.MessageUpdated or EventKinds.MessageDeleted or EventKinds.ReactionChanged =>
                    Subject.Message,
                _ => Subject.Conversation,
            };
    }

    private enum Subject
    {
        Conversation,
        Message,
        Turn,
    }
}

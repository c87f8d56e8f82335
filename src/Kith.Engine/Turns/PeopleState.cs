using Kith.Engine.Conversations.Members;
using Kith.Engine.Events;
using Kith.Engine.People;
using Kith.Engine.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.Turns;

/// <summary>What events of chats between people speak of, as it is now and as the person may see it.</summary>
internal sealed class PeopleState
{
    private IReadOnlyDictionary<string, PeopleChatView> Chats { get; init; } = new Dictionary<string, PeopleChatView>();

    private IReadOnlyDictionary<string, PeopleMessageView> Messages { get; init; } = new Dictionary<string, PeopleMessageView>();

    private Dictionary<string, Turn> Turns { get; init; } = [];

    private IReadOnlyDictionary<string, ContextUseView> Uses { get; init; } = new Dictionary<string, ContextUseView>();

    private ILookup<string, Member> Members { get; init; } = Array.Empty<Member>().ToLookup(_ => "");

    private IReadOnlyDictionary<string, Connection> Connections { get; init; } = new Dictionary<string, Connection>();

    /// <param name="chatIds">Chats the events speak of that may be between people.</param>
    public static async Task<PeopleState> ReadAsync(
        ReadSession session,
        Caller caller,
        IReadOnlyCollection<string> chatIds,
        IReadOnlyList<LoggedEvent> events
    )
    {
        var connections = await People.Connections.FindAsync(
            session,
            caller,
            events
                .Where(entry => entry.Kind == EventKinds.ConnectionChanged)
                .Select(entry => entry.SubjectId)
                .ToHashSet(StringComparer.Ordinal)
        );
        var chats = await PeopleChats.OpenAllAsync(session, caller, chatIds);
        if (chats.Count == 0)
            return new PeopleState { Connections = connections };
        var visible = events.Where(entry => chats.ContainsKey(entry.ConversationId)).ToList();
        var turnIds = visible.Where(IsOfTurn).Select(entry => entry.SubjectId).ToHashSet(StringComparer.Ordinal);
        var turns = turnIds.Count == 0 ? [] : await TurnStore.ListAsync(session, turnIds);
        return new PeopleState
        {
            Connections = connections,
            Chats = chats,
            Turns = turns.ToDictionary(turn => turn.Id, StringComparer.Ordinal),
            Messages = await PeopleMessages.FindAsync(
                session,
                caller,
                visible
                    .Where(IsOfMessage)
                    .Select(entry => entry.SubjectId)
                    .Concat(turns.Select(turn => turn.AiMessageId))
                    .ToHashSet(StringComparer.Ordinal)
            ),
            Uses = await RelatedChats.FindUsesAsync(
                session,
                caller,
                [.. visible.Where(entry => entry.Kind == EventKinds.ContextUsed).Select(entry => entry.SubjectId)]
            ),
            Members = await PeopleChats.ListMembersAsync(
                session,
                caller,
                visible.Where(NeedsMembers).Select(entry => entry.ConversationId).ToHashSet(StringComparer.Ordinal)
            ),
        };
    }

    /// <summary>Null when there is nothing to see.</summary>
    public FeedFrame? Render(LoggedEvent entry)
    {
        if (entry.Kind == EventKinds.ConnectionChanged)
            return new ConnectionFrame(entry.Seq, entry.SubjectId, Connections.GetValueOrDefault(entry.SubjectId));
        if (!Chats.TryGetValue(entry.ConversationId, out var chat))
            return null;
        if (IsOfTurn(entry))
            return Turns.TryGetValue(entry.SubjectId, out var turn) && Messages.TryGetValue(turn.AiMessageId, out var answer)
                ? Tell(entry, turn, answer)
                : null;
        var message = Messages.GetValueOrDefault(entry.SubjectId);
        return entry.Kind switch
        {
            EventKinds.ChatCreated or EventKinds.ChatUpdated => new PeopleChatFrame(
                entry.Seq,
                entry.Kind,
                chat,
                TellsMembers(entry) ? [.. Members[entry.ConversationId]] : null,
                LoadsMessages: entry.SubjectId == NewEvent.AllMessages
            ),
            EventKinds.ContextUsed => Uses.TryGetValue(entry.SubjectId, out var use)
                ? new ContextUsedFrame(entry.Seq, entry.ConversationId, use)
                : null,
            EventKinds.ReadChanged => Members[entry.ConversationId].FirstOrDefault(member => member.Id == entry.SubjectId) is { } member
                ? new ReadChangedFrame(entry.Seq, entry.ConversationId, member)
                : null,
            EventKinds.MessageDeleted => message is null ? Tell(entry, message) : null,
            EventKinds.MessageCreated or EventKinds.MessageUpdated or EventKinds.ReactionChanged => message is null
                ? null
                : Tell(entry, message),
            _ => null,
        };
    }

    private static PeopleMessageFrame Tell(LoggedEvent entry, PeopleMessageView? message) =>
        new(entry.Seq, entry.Kind, entry.ConversationId, entry.SubjectId, message);

    private static FeedFrame Tell(LoggedEvent entry, Turn turn, PeopleMessageView answer) =>
        entry.Kind == EventKinds.TurnStarted
            ? new PeopleTurnStartedFrame(entry.Seq, turn.Id, entry.ConversationId, answer)
            : new PeopleTurnDoneFrame(entry.Seq, turn.Id, answer, TurnFollower.FailureOf(turn, answer.Message.Status));

    private static bool IsOfTurn(LoggedEvent entry) => entry.Kind is EventKinds.TurnStarted or EventKinds.TurnEnded;

    private static bool IsOfMessage(LoggedEvent entry) =>
        entry.Kind is EventKinds.MessageCreated or EventKinds.MessageUpdated or EventKinds.MessageDeleted or EventKinds.ReactionChanged;

    private static bool NeedsMembers(LoggedEvent entry) => entry.Kind == EventKinds.ReadChanged || TellsMembers(entry);

    private static bool TellsMembers(LoggedEvent entry) => entry.Kind == EventKinds.ChatCreated || entry.SubjectId == NewEvent.Members;
}

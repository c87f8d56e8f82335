using Kith.Engine.Events;
using Kith.Engine.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.Conversations.Members;

/// <summary>
/// What somebody who is gone said in groups that go on, and what they reacted with: deleted in rounds, and told to those who are there.
/// </summary>
internal sealed class MemberErasure(Database database, IEnumerable<IMessageChange> changes) : IPrincipalChange
{
    /// <summary>More than these of a chat are told as one event.</summary>
    private const int MostTold = 20;

    /// <summary>A guest is in no chat.</summary>
    Task IPrincipalChange.ClaimAsync(WriteSession session, string guestId, string userId) => Task.CompletedTask;

    async Task<int> IPrincipalChange.EraseNextAsync(WriteSession session, string principalId, int most, Departure departure)
    {
        var said = await PeopleMessageStore.ListOfSenderAsync(session, principalId, most);
        foreach (var chat in said.GroupBy(message => message.ConversationId).OrderBy(chat => chat.Key, StringComparer.Ordinal))
            await DeleteAsync(session, chat.Key, [.. chat], departure);
        if (said.Count == most)
            return most;
        var given = await ReactionStore.DeleteNextAsync(session, principalId, most - said.Count);
        foreach (var chat in given.Where(one => one.Withheld == 0).GroupBy(one => one.ConversationId))
            await TellAsync(session, chat.Key, EventKinds.ReactionChanged, [.. chat.Select(one => one.MessageId).Distinct()], departure);
        return said.Count + given.Count;
    }

    private async Task DeleteAsync(WriteSession session, string conversationId, IReadOnlyList<SentMessage> said, Departure departure)
    {
        await ConversationStore.LockAsync(session, conversationId);
        string[] ids = [.. said.Select(message => message.Id)];
        await changes.EraseAsync(session, conversationId, ids);
        await MessageTreeStore.DeleteAsync(session, ids);
        await ConversationStore.RecountAsync(session, conversationId, new TextCount(-ids.Length, -ids.Length), database.Clock.NowMs());
        string[] seen = [.. said.Where(message => message.Withheld == 0).Select(message => message.Id)];
        await TellAsync(session, conversationId, EventKinds.MessageDeleted, seen, departure);
    }

    private static async Task TellAsync(WriteSession session, string conversationId, string kind, string[] messageIds, Departure departure)
    {
        if (messageIds.Length == 0)
            return;
        NewEvent[] told =
            messageIds.Length > MostTold
                ? [new NewEvent(EventKinds.ChatUpdated, conversationId, NewEvent.AllMessages)]
                :
                [
                    .. messageIds.Select(id => new NewEvent(kind, conversationId, id)),
                    new NewEvent(EventKinds.ChatUpdated, conversationId, conversationId),
                ];
        departure.Tell(new Telling(await MemberStore.ListPresentAsync(session, conversationId), told));
    }
}

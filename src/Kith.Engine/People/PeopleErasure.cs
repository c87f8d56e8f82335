using Kith.Engine.Conversations.Members;
using Kith.Engine.Events;
using Kith.Engine.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.People;

/// <summary>
/// When an account goes: its connections and direct chats go for both, and it goes out of its groups. What others asked of it stays with them as asked:
/// whether there was anybody isn't told even so.
/// </summary>
internal sealed class PeopleErasure(PeopleChats chats, Groups groups) : IPrincipalChange
{
    /// <summary>A guest knows nobody.</summary>
    Task IPrincipalChange.ClaimAsync(WriteSession session, string guestId, string userId) => Task.CompletedTask;

    Task IPrincipalChange.HoldAsync(WriteSession session, string principalId) => PeopleChats.HoldAllAsync(session, principalId);

    async Task IPrincipalChange.EraseAsync(WriteSession session, string principalId, Departure departure)
    {
        foreach (var telling in await ConnectionStore.ListNewsOfLeavingAsync(session, principalId))
            departure.Tell(new Telling([telling.ViewerId], new NewEvent(EventKinds.ConnectionChanged, "", telling.Id)));
        departure.Count("connections", await ConnectionStore.EraseAsync(session, principalId));
        var all = await MemberStore.ListChatsAsync(session, principalId);
        foreach (var chat in all)
        {
            var others = (await PeopleChats.ListPresentAsync(session, chat.Id)).Where(id => id != principalId).ToList();
            if (chat.Kind == PeopleChatKinds.Direct)
            {
                await chats.EraseAsync(session, chat.Id);
                departure.Tell(new Telling(others, new NewEvent(EventKinds.ChatDeleted, chat.Id, chat.Id)));
            }
            else
            {
                foreach (var telling in await groups.GoAsync(session, chat.Id, principalId) ?? [])
                    departure.Tell(telling with { To = [.. telling.To.Where(id => id != principalId)] });
            }
        }

        departure.Count("people_chats", all.Count(chat => chat.State == MemberStates.Present));
    }
}

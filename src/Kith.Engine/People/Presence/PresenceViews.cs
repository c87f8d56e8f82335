using Kith.Engine.Conversations.Members;
using Kith.Engine.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.People.Presence;

/// <summary>
/// Whether the people somebody is connected with are there, as far as they may know: not of who hides it, and not across a block, behind
/// which somebody has been gone ever since.
/// </summary>
public sealed class PresenceViews(Database database, LivePeople people, PresenceTeller teller)
{
    /// <summary>Of all the caller is connected with; of whom they block, nobody.</summary>
    public Task<PresenceList> ListAsync(Caller caller, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async session =>
            {
                var others = await MemberStore.ListCompanionsAsync(session, caller.PrincipalId);
                var blocks = await BlockStore.ListAsync(session, caller.PrincipalId, others);
                var blocked = blocks.Where(block => block.BlockerId == caller.PrincipalId).Select(block => block.BlockedId).ToHashSet();
                var hidden = await PresenceStore.ListHiddenAsync(session, [caller.PrincipalId]);
                return new PresenceList(
                    IsVisible: hidden.Count == 0,
                    await SeeAsync(session, people, caller.PrincipalId, [.. others.Where(other => !blocked.Contains(other)).Order()])
                );
            },
            cancellationToken
        );

    /// <summary>Whether the people the caller is connected with may know.</summary>
    public async Task SetVisibleAsync(Caller caller, bool isVisible, CancellationToken cancellationToken)
    {
        var hasChanged = await database.WriteAsync(
            session => PresenceStore.SetHiddenAsync(session, caller.PrincipalId, !isVisible),
            cancellationToken
        );
        if (hasChanged)
            teller.NoteTurned(caller.PrincipalId);
    }

    /// <summary>How these look to somebody, in their order.</summary>
    internal static async Task<IReadOnlyList<PersonPresence>> SeeAsync(
        ReadSession session,
        LivePeople people,
        string viewerId,
        IReadOnlyList<string> ids
    )
    {
        if (ids.Count == 0)
            return [];
        var live = await people.ListStatusAsync(session, ids);
        var hidden = await PresenceStore.ListHiddenAsync(session, ids);
        var lastSeen = await UserStore.ListLastSeenAsync(session, ids);
        var blockedAt = (await BlockStore.ListAsync(session, viewerId, ids))
            .GroupBy(block => block.BlockerId == viewerId ? block.BlockedId : block.BlockerId)
            .ToDictionary(blocks => blocks.Key, blocks => blocks.Min(block => block.CreatedAt), StringComparer.Ordinal);
        return [.. ids.Select(See)];

        PersonPresence See(string id)
        {
            if (hidden.Contains(id))
                return new PersonPresence(id, PresenceStatus.Offline, LastSeen: null);
            long? seen = lastSeen.TryGetValue(id, out var at) ? at : null;
            if (blockedAt.TryGetValue(id, out var since))
                return new PersonPresence(id, PresenceStatus.Offline, seen < since ? seen : since);
            return live.TryGetValue(id, out var status)
                ? new PersonPresence(id, status, LastSeen: null)
                : new PersonPresence(id, PresenceStatus.Offline, seen);
        }
    }
}

/// <param name="IsVisible">Whether the others may know of the caller.</param>
public sealed record PresenceList(bool IsVisible, IReadOnlyList<PersonPresence> People);

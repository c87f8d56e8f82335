using Kith.Engine.Events;
using Kith.Engine.Storage;

namespace Kith.Engine.Users;

/// <summary>What a principal has, in every feature: moved when a guest is claimed, erased when a principal goes.</summary>
internal sealed class Belongings(SignIns signIns, EventLog events, IEnumerable<IPrincipalChange> changes)
{
    private readonly IPrincipalChange[] _changes = [.. changes];

    /// <summary>A guest's belongings become the user's, and the guest is gone. Nothing happens when it already is.</summary>
    public async Task ClaimAsync(WriteSession session, string guestId, string userId)
    {
        if (await UserStore.FindPrincipalAsync(session, guestId, PrincipalKind.Guest) is null)
            return;
        await signIns.RevokeAllAsync(session, guestId);
        var told = new List<NewEvent>();
        foreach (var change in _changes)
            told.AddRange(await change.ListEventsAsync(session, guestId, userId));
        foreach (var change in _changes)
            await change.ClaimAsync(session, guestId, userId);
        await UserStore.DeletePrincipalAsync(session, guestId);
        if (told.Count > 0)
            await events.AppendAsync(session, [userId], told);
    }

    /// <summary>Everything of the principal goes, and its row.</summary>
    /// <returns>How many sign-ins ended.</returns>
    public async Task<int> EraseAsync(WriteSession session, string principalId)
    {
        var ended = await signIns.RevokeAllAsync(session, principalId);
        foreach (var change in _changes)
            await change.EraseAsync(session, principalId);
        await UserStore.DeletePrincipalAsync(session, principalId);
        return ended;
    }
}

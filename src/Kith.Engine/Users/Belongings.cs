using Kith.Engine.ChannelLayer;
using Kith.Engine.Events;
using Kith.Engine.Storage;

namespace Kith.Engine.Users;

/// <summary>What a principal has, in every feature: moved when a guest is claimed, erased when a principal goes.</summary>
internal sealed class Belongings(
    Database database,
    SignIns signIns,
    Revocations revocations,
    EventLog events,
    InProcessChannelLayer channels,
    IEnumerable<IPrincipalChange> changes
)
{
    /// <summary>What it costs that somebody goes, compared with deleting a row.</summary>
    private const int RowsOfLeaving = 16;

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

    /// <summary>
    /// Everything of the principal goes, with the API keys and all of their end users: at once for everybody, for nobody is these principals
    /// any more. The rows are deleted now if they are few, else by <see cref="EraseNextAsync(int, CancellationToken)"/>, so that the one
    /// writer isn't held for seconds.
    /// </summary>
    /// <returns>What went, the sign-ins among it.</returns>
    public async Task<Departure> EraseAsync(WriteSession session, string principalId)
    {
        var departure = new Departure();
        foreach (var change in _changes)
            await change.HoldAsync(session, principalId);
        var keys = await ApiKeyStore.HoldAsync(session, principalId);
        await revocations.AddAsync(session, [.. keys.Select(key => key.SignInId)]);
        var endUsers = await ApiKeyStore.ListEndUsersOfAsync(session, principalId);
        foreach (var endUser in endUsers)
            await LeaveAsync(session, endUser, departure);
        departure.Count("sessions", await LeaveAsync(session, principalId, departure));
        var left = Erasures.AtOnce;
        foreach (var id in endUsers.Prepend(principalId).TakeWhile(_ => left > 0))
            left = await EraseNextAsync(session, id, left, departure);
        session.AfterCommit(() => channels.Publish(Erasures.Channel));
        await events.AppendAsync(session, departure.Told);
        return departure;
    }

    /// <summary>Nobody is this principal any more; how many sign-ins ended.</summary>
    private async Task<int> LeaveAsync(WriteSession session, string principalId, Departure departure)
    {
        await ApiKeyStore.LeaveAsync(session, principalId);
        var ended = await signIns.RevokeAllAsync(session, principalId);
        await UserStore.LeavePrincipalAsync(session, principalId);
        foreach (var change in _changes)
            await change.EraseAsync(session, principalId, departure);
        return ended;
    }

    /// <summary>
    /// Deletes the next rows of somebody who is gone, or where nobody has left anything, lets the next end users of a revoked key go; false
    /// when there are none either.
    /// </summary>
    public async Task<bool> EraseNextAsync(int most, CancellationToken cancellationToken)
    {
        if (await database.ReadAsync(UserStore.FindGoneAsync, cancellationToken) is not { } principalId)
            return await LeaveNextAsync(Math.Max(1, most / RowsOfLeaving), cancellationToken);
        await database.WriteAsync(
            async session =>
            {
                var departure = new Departure();
                // Another node may be at it, or done.
                if (await UserStore.HoldPrincipalAsync(session, principalId) is not null)
                    await EraseNextAsync(session, principalId, most, departure);
                await events.AppendAsync(session, departure.Told);
                return default(Done);
            },
            cancellationToken
        );
        return true;
    }

    private async Task<bool> LeaveNextAsync(int most, CancellationToken cancellationToken)
    {
        if (await database.ReadAsync(ApiKeyStore.FindRevokedAsync, cancellationToken) is not { } keyId)
            return false;
        await database.WriteAsync(
            async session =>
            {
                var endUsers = await ApiKeyStore.ListEndUsersAsync(session, keyId, after: "", most);
                foreach (var endUser in endUsers)
                {
                    // Another node may be at it, or done.
                    if (await UserStore.HoldPrincipalAsync(session, endUser.PrincipalId) is PrincipalKind.EndUser)
                        await LeaveAsync(session, endUser.PrincipalId, new Departure());
                }

                if (endUsers.Count < most)
                    await ApiKeyStore.DeleteAsync(session, keyId);
                return default(Done);
            },
            cancellationToken
        );
        return true;
    }

    /// <returns>How much more may be deleted; none when there may be more of this principal.</returns>
    private async Task<int> EraseNextAsync(WriteSession session, string principalId, int most, Departure departure)
    {
        foreach (var change in _changes.Reverse())
        {
            if ((most -= await change.EraseNextAsync(session, principalId, most, departure)) <= 0)
                return 0;
        }

        if ((most -= await EventLog.EraseNextAsync(session, principalId, most)) <= 0)
            return 0;
        await UserStore.DeletePrincipalAsync(session, principalId);
        await session.MarkErasedAsync();
        return most - 1;
    }
}

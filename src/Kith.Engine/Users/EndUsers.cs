using Kith.Engine.Storage;

namespace Kith.Engine.Users;

/// <summary>One of the people of an app that talks with an API key.</summary>
/// <param name="UserId">What the app calls them.</param>
/// <param name="LastSeenAt">To the minute.</param>
public sealed record EndUser(string Id, string UserId, DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt);

/// <summary>
/// The people of an app that talks with an API key: each a principal, with conversations and a memory that nobody else sees, neither
/// another end user nor the key's owner.
/// </summary>
public sealed class EndUsers
{
    private readonly Database _database;
    private readonly TimeProvider _clock;
    private readonly Belongings _belongings;
    private readonly LastSeen _lastSeen;

    internal EndUsers(Database database, TimeProvider clock, Belongings belongings, LastSeen lastSeen) =>
        (_database, _clock, _belongings, _lastSeen) = (database, clock, belongings, lastSeen);

    /// <summary>The end user that a key calls <paramref name="label"/>, made the first time, in the transaction of what they do.</summary>
    /// <returns><see cref="Unauthenticated"/> when the key was revoked meanwhile.</returns>
    public async Task<Result<Caller>> EnterAsync(WriteSession session, KeyUse key, string label)
    {
        if (await ApiKeyStore.FindEndUserAsync(session, key.KeyId, label) is { } known)
            return CallerOf(key, known, label);
        // One at a time makes it.
        if (await ApiKeyStore.HoldAsync(session, key.Caller.PrincipalId, key.KeyId) is [])
            return new Unauthenticated();
        if (await ApiKeyStore.FindEndUserAsync(session, key.KeyId, label) is { } made)
            return CallerOf(key, made, label);
        var id = _clock.NewId();
        await UserStore.AddPrincipalAsync(session, id, key.Caller.UserId, PrincipalKind.EndUser, _clock.NowMs());
        await ApiKeyStore.AddEndUserAsync(session, id, key.KeyId, label);
        return CallerOf(key, id, label);
    }

    /// <summary>The end user that a key calls <paramref name="label"/>: where there is none, somebody who has nothing.</summary>
    public async Task<Caller> FindAsync(KeyUse key, string label, CancellationToken cancellationToken)
    {
        var id = await _database.ReadAsync(session => ApiKeyStore.FindEndUserAsync(session, key.KeyId, label), cancellationToken);
        return CallerOf(key, id ?? _clock.NewId(), label);
    }

    /// <summary>The end user that a principal is.</summary>
    /// <returns><see cref="NotFound"/> when it isn't one of this key's.</returns>
    public async Task<Result<Caller>> OpenAsync(KeyUse key, string principalId, CancellationToken cancellationToken)
    {
        var label = await _database.ReadAsync(session => ApiKeyStore.FindLabelAsync(session, key.KeyId, principalId), cancellationToken);
        if (label is null)
            return new NotFound("user");
        _lastSeen.Add(principalId, principalId);
        return CallerOf(key, principalId, label);
    }

    /// <summary>Those of one of the caller's keys, in the order they came.</summary>
    /// <param name="after">The id of the last one seen.</param>
    public Task<Result<IReadOnlyList<EndUser>>> ListAsync(
        Caller caller,
        string keyId,
        string? after,
        int limit,
        CancellationToken cancellationToken
    ) =>
        _database.ReadAsync<Result<IReadOnlyList<EndUser>>>(
            async session =>
                await ApiKeyStore.FindAsync(session, caller.PrincipalId, keyId) is null
                    ? new NotFound("API key")
                    : (await ApiKeyStore.ListEndUsersAsync(session, keyId, after ?? "", limit))
                        .Select(row => new EndUser(row.PrincipalId, row.Label, Time.FromMs(row.CreatedAt), Time.FromMs(row.LastSeenAt)))
                        .ToList(),
            cancellationToken
        );

    /// <summary>Everything of one end user goes.</summary>
    public Task<Result<Done>> EraseAsync(Caller caller, string keyId, string id, CancellationToken cancellationToken) =>
        _database.WriteAsync<Result<Done>>(
            async session =>
            {
                if (await ApiKeyStore.FindAsync(session, caller.PrincipalId, keyId) is null)
                    return new NotFound("API key");
                if (await ApiKeyStore.FindLabelAsync(session, keyId, id) is null)
                    return new NotFound("user");
                await _belongings.EraseAsync(session, id);
                return default(Done);
            },
            cancellationToken
        );

    private static Caller CallerOf(KeyUse key, string principalId, string label) =>
        new(principalId, key.Caller.UserId, PrincipalKind.EndUser, label, IsAdmin: false);
}

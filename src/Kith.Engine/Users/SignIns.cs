using Kith.Engine.Storage;

namespace Kith.Engine.Users;

/// <summary>
/// Sign-ins: one for each device, reached by its cookie or by its newest refresh token, good for 30 days after it was last used, and
/// gone everywhere within 5 s of being revoked.
/// </summary>
public sealed class SignIns
{
    /// <summary>How long an unused sign-in lasts.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    /// <summary>How long a ticket for a socket lasts.</summary>
    public static readonly TimeSpan TicketLifetime = TimeSpan.FromSeconds(30);

    private const string TicketPurpose = "ws";

    private readonly Database _database;
    private readonly TimeProvider _clock;
    private readonly Revocations _revocations;
    private readonly LastSeen _lastSeen;

    internal SignIns(Database database, TimeProvider clock, Revocations revocations, LastSeen lastSeen) =>
        (_database, _clock, _revocations, _lastSeen) = (database, clock, revocations, lastSeen);

    /// <summary>The sign-in of a cookie: one read.</summary>
    public async Task<Result<SignedIn>> OpenCookieAsync(string cookie, CancellationToken cancellationToken)
    {
        if (cookie.Length != Tokens.Length)
            return new Unauthenticated();
        var hash = Tokens.HashOf(cookie);
        var row = await _database.ReadAsync(session => SignInStore.FindByCookieAsync(session, hash), cancellationToken);
        return Open(row);
    }

    /// <summary>
    /// New tokens for a refresh token, which is used up. One that was used before is in two hands: the sign-in is revoked.
    /// </summary>
    public async Task<Result<NewSignIn>> RefreshAsync(string? refreshToken, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(refreshToken))
            return new Invalid("refresh_token", "is required");
        var hash = Tokens.HashOf(refreshToken);
        var next = Tokens.New();
        // Not a Result inside: what a reuse revokes must be kept although the answer is a failure.
        var signedIn = await _database.WriteAsync(session => RotateAsync(session, hash, next), cancellationToken);
        return signedIn is null ? new Unauthenticated("This refresh token is no good.") : new NewSignIn(signedIn, Cookie: null, next);
    }

    /// <summary>One's own sign-ins, the last used first.</summary>
    public async Task<IReadOnlyList<SignInView>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        var rows = await _database.ReadAsync(
            session => SignInStore.ListAsync(session, caller.PrincipalId, _clock.NowMs()),
            cancellationToken
        );
        return
        [
            .. rows.Select(row => new SignInView(
                row.Id,
                row.UserAgent,
                row.Network,
                Time.FromMs(row.CreatedAt),
                Time.FromMs(row.LastUsedAt),
                Time.FromMs(row.ExpiresAt)
            )),
        ];
    }

    /// <summary>Ends one of one's own.</summary>
    public Task<Result<Done>> RevokeAsync(Caller caller, string signInId, CancellationToken cancellationToken) =>
        _database.WriteAsync<Result<Done>>(
            async session =>
            {
                var ids = await SignInStore.DeleteAsync(session, caller.PrincipalId, only: signInId);
                if (ids.Count == 0)
                    return new NotFound("session");
                await _revocations.AddAsync(session, ids);
                return default(Done);
            },
            cancellationToken
        );

    /// <summary>Ends all of one's own but this one.</summary>
    public Task<int> RevokeOthersAsync(Caller caller, string signInId, CancellationToken cancellationToken) =>
        _database.WriteAsync(session => RevokeAllAsync(session, caller.PrincipalId, but: signInId), cancellationToken);

    /// <summary>
    /// Ends a principal's sign-ins in the transaction of what calls for it: suspended, demoted, erased, signed out everywhere.
    /// </summary>
    /// <param name="but">A sign-in that stays.</param>
    /// <returns>How many ended.</returns>
    public async Task<int> RevokeAllAsync(WriteSession session, string principalId, string? but = null)
    {
        var ids = await SignInStore.DeleteAsync(session, principalId, but: but);
        await _revocations.AddAsync(session, ids);
        return ids.Count;
    }

    /// <summary>A ticket that opens one socket within <see cref="TicketLifetime"/>.</summary>
    public async Task<string> CreateTicketAsync(string signInId, CancellationToken cancellationToken)
    {
        var ticket = Tokens.New();
        var expiresAt = (_clock.GetUtcNow() + TicketLifetime).ToUnixTimeMilliseconds();
        await _database.WriteAsync(
            session => SignInStore.AddOneTimeTokenAsync(session, Tokens.HashOf(ticket), TicketPurpose, signInId, expiresAt),
            cancellationToken
        );
        return ticket;
    }

    /// <summary>The sign-in of a ticket, which is used up.</summary>
    public async Task<Result<SignedIn>> OpenTicketAsync(string ticket, CancellationToken cancellationToken)
    {
        var hash = Tokens.HashOf(ticket);
        var row = await _database.WriteAsync(
            async session =>
                await SignInStore.UseOneTimeTokenAsync(session, hash, TicketPurpose, _clock.NowMs()) is { } signInId
                    ? await SignInStore.FindAsync(session, signInId)
                    : null,
            cancellationToken
        );
        return Open(row);
    }

    /// <summary>Notes that a sign-in is in use; costs nothing now and is written within a minute.</summary>
    public void NoteUse(string signInId, string principalId) => _lastSeen.Add(signInId, principalId);

    /// <summary>A new sign-in of this principal, in the transaction of what makes it.</summary>
    internal async Task<NewSignIn> CreateAsync(WriteSession session, UserRow user, string principalId, PrincipalKind kind, Device device)
    {
        var now = _clock.GetUtcNow();
        var (id, cookie, refreshToken) = (_clock.NewId(), Tokens.New(), Tokens.New());
        await SignInStore.AddAsync(
            session,
            new NewSignInRow(
                id,
                principalId,
                Tokens.HashOf(cookie),
                device.UserAgent,
                device.Network,
                now.ToUnixTimeMilliseconds(),
                (now + Lifetime).ToUnixTimeMilliseconds()
            )
        );
        await SignInStore.AddRefreshTokenAsync(session, Tokens.HashOf(refreshToken), id, now.ToUnixTimeMilliseconds());
        return new NewSignIn(new SignedIn(id, user.ToCaller(principalId, kind), user.ToView()), cookie, refreshToken);
    }

    private async Task<SignedIn?> RotateAsync(WriteSession session, string hash, string next)
    {
        var now = _clock.GetUtcNow();
        var nowMs = now.ToUnixTimeMilliseconds();
        var row = await SignInStore.FindByRefreshTokenAsync(session, hash);
        if (row is null || !row.IsGood(nowMs))
            return null;
        if (!await SignInStore.UseRefreshTokenAsync(session, hash, nowMs))
        {
            await _revocations.AddAsync(session, await SignInStore.DeleteAsync(session, row.PrincipalId, only: row.SignInId));
            return null;
        }

        await SignInStore.AddRefreshTokenAsync(session, Tokens.HashOf(next), row.SignInId, nowMs);
        await SignInStore.SetLastUsedAsync(session, [row.SignInId], nowMs, (now + Lifetime).ToUnixTimeMilliseconds());
        await UserStore.SetLastSeenAsync(session, [row.PrincipalId], nowMs);
        return row.ToSignedIn();
    }

    private Result<SignedIn> Open(SignInRow? row)
    {
        if (row is null || !row.IsGood(_clock.NowMs()))
            return new Unauthenticated();
        NoteUse(row.SignInId, row.PrincipalId);
        return row.ToSignedIn();
    }
}

using Kith.Engine.Storage;

namespace Kith.Engine.Users;

/// <summary>Principals without an account: guests, and sessions of the chatbot API. All show the anonymous user and share nothing else.</summary>
public sealed class Visitors
{
    /// <summary>How long a guest is kept after it was last seen.</summary>
    public static readonly TimeSpan GuestsKeptFor = TimeSpan.FromHours(24);

    private const int MostPerSweep = 100;

    private readonly Database _database;
    private readonly UsersOptions _options;
    private readonly TimeProvider _clock;
    private readonly Belongings _belongings;

    internal Visitors(Database database, UsersOptions options, TimeProvider clock, Belongings belongings) =>
        (_database, _options, _clock, _belongings) = (database, options, clock, belongings);

    /// <summary>
    /// A principal for a new session of the chatbot API, in the transaction that creates the session. Its id is no key; the session's
    /// own is.
    /// </summary>
    /// <returns><see cref="Forbidden"/> when visitors aren't wanted.</returns>
    public Task<Result<Caller>> StartSessionAsync(WriteSession session) => CreateAsync(session, PrincipalKind.Session);

    /// <summary>The caller that a session's principal is.</summary>
    public async Task<Result<Caller>> OpenSessionAsync(string principalId, CancellationToken cancellationToken)
    {
        var user = await _database.ReadAsync(
            session => UserStore.FindByPrincipalAsync(session, principalId, PrincipalKind.Session),
            cancellationToken
        );
        return user is null ? new NotFound("session") : user.ToCaller(principalId, PrincipalKind.Session);
    }

    /// <summary>Erases the guests that were last seen longer ago than <see cref="GuestsKeptFor"/>.</summary>
    /// <returns>How many.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var before = (_clock.GetUtcNow() - GuestsKeptFor).ToUnixTimeMilliseconds();
        var swept = 0;
        while (true)
        {
            var ids = await _database.ReadAsync(
                session => UserStore.ListGuestsSeenBeforeAsync(session, before, MostPerSweep),
                cancellationToken
            );
            foreach (var id in ids)
                swept += await _database.WriteAsync(session => SweepAsync(session, id, before), cancellationToken);
            if (ids.Count < MostPerSweep)
                return swept;
        }
    }

    internal async Task<Result<Caller>> CreateAsync(WriteSession session, PrincipalKind kind)
    {
        if (!_options.IsAnonymousAllowed)
            return new Forbidden("Nobody may come in without an account here.");
        var user = await UserStore.GetAnonymousAsync(session);
        var id = _clock.NewId();
        await UserStore.AddPrincipalAsync(session, id, user.Id, kind, _clock.NowMs());
        return user.ToCaller(id, kind);
    }

    private async Task<int> SweepAsync(WriteSession session, string id, long before)
    {
        // Claimed, swept by another node or back again in between?
        if (
            await UserStore.FindPrincipalAsync(session, id, PrincipalKind.Guest) is null
            || await UserStore.LastSeenAsync(session, id) >= before
        )
            return 0;
        await _belongings.EraseAsync(session, id);
        return 1;
    }
}

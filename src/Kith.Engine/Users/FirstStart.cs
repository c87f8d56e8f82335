using Kith.Engine.Storage;

namespace Kith.Engine.Users;

/// <summary>What must be there before anybody comes: the administrator, then the anonymous user. Several nodes may start at once.</summary>
public sealed class FirstStart
{
    /// <summary>How long a set-up link is good; starting again gives a new one.</summary>
    public static readonly TimeSpan SetUpLifetime = TimeSpan.FromHours(24);

    internal const string SetUpPurpose = "setup";

    private readonly Database _database;
    private readonly UsersOptions _options;
    private readonly TimeProvider _clock;
    private readonly Passwords _passwords;

    internal FirstStart(Database database, UsersOptions options, TimeProvider clock, Passwords passwords) =>
        (_database, _options, _clock, _passwords) = (database, options, clock, passwords);

    /// <summary>
    /// Creates what is missing. An administrator without a password gets the configured one.
    /// </summary>
    /// <returns>The token of a set-up link while nobody has claimed the administrator, else null; <see cref="Invalid"/> when what is
    /// configured breaks a rule.</returns>
    public async Task<Result<string?>> PrepareAsync(CancellationToken cancellationToken)
    {
        var configured = default(AccountInput);
        var hash = default(string);
        if (_options.AdminEmail is not null || _options.AdminPassword is not null)
        {
            if (!AccountRules.Check(_options.AdminEmail, _options.AdminPassword, displayName: null).Try(out configured, out var failure))
                return failure;
            if (await IsUnclaimedAsync(cancellationToken))
                hash = await _passwords.HashAsync(configured.Password, cancellationToken);
        }

        var token = Tokens.New();
        return await _database.WriteAsync<Result<string?>>(
            async session =>
            {
                await Secrets.LockAsync(session, "first-start");
                var now = _clock.NowMs();
                await AddMissingAsync(session, now);
                if (await UserStore.FindUnclaimedAdminAsync(session) is null)
                    return (string?)null;
                if (configured is not null && hash is not null)
                {
                    var claimed = await ClaimAsync(session, configured, hash, now);
                    return claimed.Failure is { } taken ? taken : (string?)null;
                }

                var expiresAt = now + (long)SetUpLifetime.TotalMilliseconds;
                await SignInStore.AddOneTimeTokenAsync(session, Tokens.HashOf(token), SetUpPurpose, "admin", expiresAt);
                return token;
            },
            cancellationToken
        );
    }

    /// <summary>Gives the unclaimed administrator an e-mail address and a password; every set-up link is used up.</summary>
    internal static async Task<Result<UserRow>> ClaimAsync(WriteSession session, AccountInput account, string hash, long now)
    {
        if (await UserStore.FindUnclaimedAdminAsync(session) is not { } admin)
            return new Unauthenticated("The administrator is set up already.");
        if (await UserStore.FindByEmailAsync(session, account.Email) is not null)
            return new EmailTaken();
        await UserStore.SetEmailAsync(session, admin.Id, account.Email, account.DisplayName, now);
        await UserStore.SetPasswordAsync(session, admin, hash, now);
        await SignInStore.DeleteOneTimeTokensAsync(session, SetUpPurpose);
        return admin with { Email = account.Email, DisplayName = account.DisplayName, PasswordHash = hash };
    }

    private async Task AddMissingAsync(WriteSession session, long now)
    {
        if (await UserStore.CountAdminsAsync(session) == 0)
        {
            var admin = new UserRow(_clock.NewId(), null, "Administrator", null, UserRow.Admin, 0, null, now);
            await UserStore.AddAsync(session, admin);
            await UserStore.AddPrincipalAsync(session, admin.Id, admin.Id, PrincipalKind.User, now);
        }

        if (await session.CountAsync("SELECT count(*) FROM users WHERE is_anonymous = 1") == 0)
        {
            // A millisecond later, so that it comes second by time and by id.
            var id = Guid.CreateVersion7(Time.FromMs(now + 1)).ToString();
            await UserStore.AddAsync(session, new UserRow(id, null, "Guest", null, UserRow.User, 1, null, now + 1));
        }
    }

    private Task<bool> IsUnclaimedAsync(CancellationToken cancellationToken) =>
        _database.ReadAsync(
            async session => await session.CountAsync("SELECT count(*) FROM users WHERE role = 'admin' AND password_hash IS NOT NULL") == 0,
            cancellationToken
        );
}

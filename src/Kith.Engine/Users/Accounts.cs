using Kith.Engine.Storage;

namespace Kith.Engine.Users;

/// <summary>Registering, logging in, coming as a guest, and what one does with one's own account.</summary>
public sealed class Accounts
{
    private readonly Database _database;
    private readonly UsersOptions _options;
    private readonly TimeProvider _clock;
    private readonly SignIns _signIns;
    private readonly Visitors _visitors;
    private readonly Passwords _passwords;
    private readonly PasswordDoor _door;
    private readonly Belongings _belongings;

    internal Accounts(
        Database database,
        UsersOptions options,
        TimeProvider clock,
        SignIns signIns,
        Visitors visitors,
        Passwords passwords,
        PasswordDoor door,
        Belongings belongings
    )
    {
        (_database, _options, _clock, _signIns) = (database, options, clock, signIns);
        (_visitors, _passwords, _door, _belongings) = (visitors, passwords, door, belongings);
    }

    /// <summary>A new account and its first sign-in.</summary>
    /// <param name="displayName">Null: taken from the e-mail address.</param>
    /// <param name="guest">A guest whose belongings become the account's; anybody else is left alone.</param>
    /// <returns><see cref="Invalid"/>, <see cref="EmailTaken"/> or, when registration is closed, <see cref="Forbidden"/>.</returns>
    public async Task<Result<NewSignIn>> RegisterAsync(
        string? email,
        string? password,
        string? displayName,
        Device device,
        Caller? guest,
        CancellationToken cancellationToken
    )
    {
        if (!_options.IsRegistrationOpen)
            return new Forbidden("Registration is closed here. Ask the administrator for an account.");
        if (!AccountRules.Check(email, password, displayName).Try(out var account, out var failure))
            return failure;
        var hash = await _passwords.HashAsync(account.Password, cancellationToken);
        return await _database.WriteAsync<Result<NewSignIn>>(
            async session =>
            {
                var now = _clock.NowMs();
                var user = new UserRow(_clock.NewId(), account.Email, account.DisplayName, hash, UserRow.User, 0, null, now);
                if (!await UserStore.AddAsync(session, user))
                    return new EmailTaken();
                await UserStore.AddPrincipalAsync(session, user.Id, user.Id, PrincipalKind.User, now);
                return await SignInAsync(session, user, device, guest);
            },
            cancellationToken
        );
    }

    /// <summary>A sign-in for an e-mail address and its password.</summary>
    /// <param name="guest">As with <see cref="RegisterAsync"/>.</param>
    /// <returns><see cref="WrongCredentials"/>, the same and as slow for an unknown account; <see cref="RateLimited"/> after too many;
    /// <see cref="Forbidden"/> when suspended.</returns>
    public async Task<Result<NewSignIn>> LogInAsync(
        string? email,
        string? password,
        Device device,
        Caller? guest,
        CancellationToken cancellationToken
    )
    {
        if (string.IsNullOrWhiteSpace(email))
            return new Invalid("email", "is required");
        if (string.IsNullOrEmpty(password))
            return new Invalid("password", "is required");
        var opened = await _door.OpenAsync(EmailRules.Normalise(email), password, device.Network, cancellationToken);
        if (!opened.Try(out var user, out var failure))
            return failure;
        if (user.SuspendedAt is not null)
            return new Forbidden("This account is suspended.");
        var renewed = _passwords.IsOutdated(user.PasswordHash!) ? await _passwords.HashAsync(password, cancellationToken) : null;
        return await _database.WriteAsync<Result<NewSignIn>>(
            async session =>
            {
                if (await UserStore.FindPrincipalAsync(session, user.Id, PrincipalKind.User) is null)
                    return new WrongCredentials();
                if (renewed is not null)
                    await UserStore.SetPasswordAsync(session, user, renewed, _clock.NowMs());
                return await SignInAsync(session, user, device, guest);
            },
            cancellationToken
        );
    }

    /// <summary>A guest: a principal of their own, shown as the anonymous user, gone a day after it was last seen.</summary>
    /// <returns><see cref="Forbidden"/> when visitors aren't wanted.</returns>
    public Task<Result<NewSignIn>> EnterAsGuestAsync(Device device, CancellationToken cancellationToken) =>
        _database.WriteAsync<Result<NewSignIn>>(
            async session =>
            {
                if (!(await _visitors.CreateAsync(session, PrincipalKind.Guest)).Try(out var guest, out var failure))
                    return failure;
                var user = await UserStore.GetAnonymousAsync(session);
                return await _signIns.CreateAsync(session, user, guest.PrincipalId, PrincipalKind.Guest, device);
            },
            cancellationToken
        );

    /// <summary>Claims the administrator's account with the token of the set-up link, which is used up.</summary>
    public async Task<Result<NewSignIn>> SetUpAsync(
        string? token,
        string? email,
        string? password,
        Device device,
        CancellationToken cancellationToken
    )
    {
        if (string.IsNullOrEmpty(token))
            return new Invalid("token", "is required");
        if (!AccountRules.Check(email, password, displayName: null).Try(out var account, out var failure))
            return failure;
        var hash = await _passwords.HashAsync(account.Password, cancellationToken);
        return await _database.WriteAsync<Result<NewSignIn>>(
            async session =>
            {
                var now = _clock.NowMs();
                if (await SignInStore.UseOneTimeTokenAsync(session, Tokens.HashOf(token), FirstStart.SetUpPurpose, now) is null)
                    return new Unauthenticated("This set-up link is no good any more. Start the server again for a new one.");
                if (!(await FirstStart.ClaimAsync(session, account, hash, now)).Try(out var admin, out var taken))
                    return taken;
                return await SignInAsync(session, admin, device, guest: null);
            },
            cancellationToken
        );
    }

    /// <summary>A new password; every other sign-in of the account ends.</summary>
    /// <returns>How many sign-ins ended.</returns>
    public async Task<Result<int>> ChangePasswordAsync(
        Caller caller,
        string signInId,
        string? old,
        string? @new,
        Device device,
        CancellationToken cancellationToken
    )
    {
        if (!caller.IsRegistered)
            return new Forbidden("A guest has no password.");
        var confirmed = await _door.ConfirmAsync(caller, "old", old, device.Network, cancellationToken);
        if (!confirmed.Try(out var user, out var failure))
            return failure;
        if (PasswordRules.FindProblem(@new, user.Email, user.DisplayName) is { } problem)
            return new Invalid("new", problem);
        var hash = await _passwords.HashAsync(@new!, cancellationToken);
        return await _database.WriteAsync<Result<int>>(
            async session =>
            {
                if (!await UserStore.SetPasswordAsync(session, user, hash, _clock.NowMs()))
                    return PasswordDoor.Wrong("old");
                return await _signIns.RevokeAllAsync(session, user.Id, but: signInId);
            },
            cancellationToken
        );
    }

    /// <summary>The account as it is now.</summary>
    public async Task<Result<UserView>> GetAsync(Caller caller, CancellationToken cancellationToken)
    {
        var user = await _database.ReadAsync(session => UserStore.FindAsync(session, caller.UserId), cancellationToken);
        return user is null ? new Unauthenticated() : user.ToView();
    }

    /// <summary>Another name to be shown by.</summary>
    public async Task<Result<UserView>> RenameAsync(Caller caller, string? displayName, CancellationToken cancellationToken)
    {
        if (!caller.IsRegistered)
            return new Forbidden("A guest can't be renamed.");
        if (!AccountRules.CheckDisplayName(displayName).Try(out var name, out var failure))
            return failure;
        return await _database.WriteAsync<Result<UserView>>(
            async session =>
            {
                await UserStore.RenameAsync(session, caller.UserId, name, _clock.NowMs());
                return await UserStore.FindAsync(session, caller.UserId) is { } user ? user.ToView() : new Unauthenticated();
            },
            cancellationToken
        );
    }

    /// <summary>Everything of the caller goes, at once and for good. A user confirms it with the password; a guest has none.</summary>
    public async Task<Result<Erased>> EraseAsync(Caller caller, string? password, Device device, CancellationToken cancellationToken)
    {
        if (caller.IsRegistered)
        {
            var confirmed = await _door.ConfirmAsync(caller, "password", password, device.Network, cancellationToken);
            if (confirmed.Failure is { } failure)
                return failure;
        }

        return await _database.WriteAsync<Result<Erased>>(
            async session =>
            {
                if (caller.IsAdmin && await UserStore.CountAdminsAsync(session) == 1)
                    return new LastAdministrator();
                var departure = await _belongings.EraseAsync(session, caller.PrincipalId);
                departure.Count("accounts", caller.IsRegistered ? 1 : 0);
                if (caller.IsRegistered)
                    await UserStore.DeleteAsync(session, caller.UserId);
                return new Erased(caller.UserId, departure.Counts);
            },
            cancellationToken
        );
    }

    private async Task<NewSignIn> SignInAsync(WriteSession session, UserRow user, Device device, Caller? guest)
    {
        if (guest is { Kind: PrincipalKind.Guest })
            await _belongings.ClaimAsync(session, guest.PrincipalId, user.Id);
        await UserStore.SetLastSeenAsync(session, [user.Id], _clock.NowMs());
        return await _signIns.CreateAsync(session, user, user.Id, PrincipalKind.User, device);
    }
}

using Kith.Engine.Storage;

namespace Kith.Engine.Users;

/// <summary>The one place a password is compared: throttled, and as slow and as silent for an account that doesn't exist.</summary>
internal sealed class PasswordDoor(Database database, Passwords passwords, SignInThrottle throttle)
{
    public Task<Result<UserRow>> OpenAsync(string email, string password, string network, CancellationToken cancellationToken) =>
        throttle.TryAsync<UserRow>(
            email,
            network,
            async () =>
            {
                // What is no address is nobody's, and may hold what a database refuses. It is looked up all the same: as slow.
                var address = EmailRules.Check(email).Failure is null ? email : "";
                var user = await database.ReadAsync(session => UserStore.FindByEmailAsync(session, address), cancellationToken);
                return await passwords.VerifyAsync(user?.PasswordHash, password, cancellationToken) ? user! : new WrongCredentials();
            },
            cancellationToken
        );

    /// <summary>A signed-in user proves it once more; a wrong password is bad input in this field.</summary>
    public async Task<Result<UserRow>> ConfirmAsync(
        Caller caller,
        string field,
        string? password,
        string network,
        CancellationToken cancellationToken
    )
    {
        if (string.IsNullOrEmpty(password))
            return new Invalid(field, "is required");
        var user = await database.ReadAsync(session => UserStore.FindAsync(session, caller.UserId), cancellationToken);
        if (user?.Email is null)
            return new Unauthenticated();
        var result = await OpenAsync(user.Email, password, network, cancellationToken);
        return result.Failure is WrongCredentials ? Wrong(field) : result;
    }

    public static Invalid Wrong(string field) => new(field, "is wrong");
}

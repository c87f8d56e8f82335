using Kith.Engine.Users;
using Kith.Server.Hosting;
using Kith.Server.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using AccountService = Kith.Engine.Users.Accounts;

namespace Kith.Server.Surfaces.Rest.Accounts;

/// <summary><c>/api/auth</c>: coming in, and one's own account.</summary>
internal static class AccountEndpoints
{
    public static IEndpointRouteBuilder MapAccounts(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/auth").WithTags("Accounts");
        group.MapComingIn();
        group.MapSessions();

        var own = group.MapGroup("/").RequireSignedIn();
        own.MapGet("/me", MeAsync).WithName("getMe").WithSummary("Who I am");
        own.MapPatch("/me", RenameAsync).RefuseKeys().WithName("updateMe").WithSummary("Be shown by another name");
        own.MapDelete("/me", EraseAsync)
            .RefuseKeys()
            .Fails("conflict")
            .Limit(RateLimit.SignIn)
            .WithName("eraseAccount")
            .WithSummary("Erase my account and everything in it, at once and for good");
        own.MapPost("/password", PasswordAsync)
            .RefuseKeys()
            .Limit(RateLimit.SignIn)
            .WithName("changePassword")
            .WithSummary("Change my password; every other session ends");
        routes.MapApiKeys();
        return routes;
    }

    private static async Task<Results<Ok<UserView>, Problem>> MeAsync(
        CurrentUser me,
        AccountService accounts,
        CancellationToken cancellationToken
    ) =>
        (await accounts.GetAsync(me.Caller, cancellationToken)).Try(out var user, out var failure)
            ? TypedResults.Ok(user)
            : Problem.From(failure);

    private static async Task<Results<Ok<UserView>, Problem>> RenameAsync(
        MeBody body,
        CurrentUser me,
        AccountService accounts,
        CancellationToken cancellationToken
    ) =>
        (await accounts.RenameAsync(me.Caller, body.DisplayName, cancellationToken)).Try(out var user, out var failure)
            ? TypedResults.Ok(user)
            : Problem.From(failure);

    private static async Task<Results<Ok<PasswordAnswer>, Problem>> PasswordAsync(
        PasswordBody body,
        CurrentUser me,
        HttpContext context,
        AccountService accounts,
        CancellationToken cancellationToken
    )
    {
        var device = Devices.Of(context);
        var changed = await accounts.ChangePasswordAsync(me.Caller, me.SignInId, body.Old, body.New, device, cancellationToken);
        return changed.Try(out var ended, out var failure) ? TypedResults.Ok(new PasswordAnswer(ended)) : Problem.From(failure);
    }

    private static async Task<Results<Ok<EraseAnswer>, Problem>> EraseAsync(
        [FromBody] EraseBody? body,
        CurrentUser me,
        HttpContext context,
        AccountService accounts,
        CancellationToken cancellationToken
    )
    {
        var result = await accounts.EraseAsync(me.Caller, body?.Password, Devices.Of(context), cancellationToken);
        if (!result.Try(out var erased, out var failure))
            return Problem.From(failure);
        SessionCookie.Clear(context);
        return TypedResults.Ok(
            new EraseAnswer(
                erased.UserId,
                erased.Counts,
                "Everything that belonged to it went with it. Backups made before keep it until they are replaced."
            )
        );
    }
}

using Kith.Engine;
using Kith.Engine.Users;
using Kith.Server.Hosting;
using Kith.Server.Identity;
using Kith.Server.Identity.Jwt;
using Microsoft.AspNetCore.Http.HttpResults;
using AccountService = Kith.Engine.Users.Accounts;

namespace Kith.Server.Surfaces.Rest.Accounts;

/// <summary>Register, log in, refresh, come as a guest, set the server up. None needs credentials; those of a guest may be claimed.</summary>
internal static class ComingIn
{
    public static void MapComingIn(this RouteGroupBuilder group)
    {
        var door = group.MapGroup("/").RequireOwnOrigin().AllowAnonymous();
        var guarded = door.MapGroup("/").Limit(RateLimit.SignIn);
        guarded
            .MapPost("/register", RegisterAsync)
            .Fails("conflict", "forbidden")
            .WithName("register")
            .WithSummary("Make an account, and sign in");
        guarded.MapPost("/login", LogInAsync).Fails("unauthenticated").WithName("logIn").WithSummary("Sign in");
        guarded
            .MapPost("/setup", SetUpAsync)
            .Fails("unauthenticated", "conflict")
            .WithName("setUp")
            .WithSummary("Become the administrator, with the token of the set-up link");
        door.MapPost("/guest", GuestAsync)
            .Fails("forbidden")
            .Limit(RateLimit.Guest)
            .WithName("enterAsGuest")
            .WithSummary("Come in without an account");
        door.MapPost("/refresh", RefreshAsync)
            .Fails("unauthenticated")
            .WithName("refreshTokens")
            .WithSummary("New tokens for a refresh token, which is used up");
    }

    private static async Task<Results<Created<SignInAnswer>, Problem>> RegisterAsync(
        RegisterBody body,
        HttpContext context,
        AccountService accounts,
        Credentials credentials,
        AccessTokens tokens,
        CancellationToken cancellationToken
    )
    {
        var guest = await FindGuestAsync(body.ClaimGuest, context, credentials);
        if (guest.Failure is { } refused)
            return Problem.From(refused);
        var made = await accounts.RegisterAsync(
            body.Email,
            body.Password,
            body.DisplayName,
            Devices.Of(context),
            guest.Value,
            cancellationToken
        );
        return made.Try(out var signIn, out var failure)
            ? TypedResults.Created("/api/auth/me", Answer(context, tokens, signIn))
            : Problem.From(failure);
    }

    private static async Task<Results<Ok<SignInAnswer>, Problem>> LogInAsync(
        LogInBody body,
        HttpContext context,
        AccountService accounts,
        Credentials credentials,
        AccessTokens tokens,
        CancellationToken cancellationToken
    )
    {
        var guest = await FindGuestAsync(body.ClaimGuest, context, credentials);
        if (guest.Failure is { } refused)
            return Problem.From(refused);
        return Reply(
            context,
            tokens,
            await accounts.LogInAsync(body.Email, body.Password, Devices.Of(context), guest.Value, cancellationToken)
        );
    }

    private static async Task<Results<Ok<SignInAnswer>, Problem>> SetUpAsync(
        SetUpBody body,
        HttpContext context,
        AccountService accounts,
        AccessTokens tokens,
        CancellationToken cancellationToken
    ) => Reply(context, tokens, await accounts.SetUpAsync(body.Token, body.Email, body.Password, Devices.Of(context), cancellationToken));

    private static async Task<Results<Ok<SignInAnswer>, Problem>> GuestAsync(
        GuestBody? body,
        HttpContext context,
        AccountService accounts,
        AccessTokens tokens,
        CancellationToken cancellationToken
    ) => Reply(context, tokens, await accounts.EnterAsGuestAsync(Devices.Of(context), cancellationToken));

    private static async Task<Results<Ok<SignInAnswer>, Problem>> RefreshAsync(
        RefreshBody body,
        HttpContext context,
        SignIns signIns,
        AccessTokens tokens,
        CancellationToken cancellationToken
    ) => Reply(context, tokens, await signIns.RefreshAsync(body.RefreshToken, cancellationToken));

    private static Results<Ok<SignInAnswer>, Problem> Reply(HttpContext context, AccessTokens tokens, Result<NewSignIn> result) =>
        result.Try(out var signIn, out var failure) ? TypedResults.Ok(Answer(context, tokens, signIn)) : Problem.From(failure);

    private static SignInAnswer Answer(HttpContext context, AccessTokens tokens, NewSignIn signIn)
    {
        if (signIn.Cookie is { } cookie)
            SessionCookie.Set(context, cookie);
        return new SignInAnswer(
            tokens.Issue(signIn.SignedIn),
            signIn.RefreshToken,
            "Bearer",
            (int)AccessTokens.Lifetime.TotalSeconds,
            signIn.SignedIn.User
        );
    }

    /// <summary>
    /// The guest whose chats are to be kept: only then do credentials matter here. The anti-forgery token isn't asked for, because the
    /// origin was checked and the old page of a guest may not have one.
    /// </summary>
    private static async Task<Result<Caller?>> FindGuestAsync(bool? claim, HttpContext context, Credentials credentials)
    {
        if (claim is not true)
            return (Caller?)null;
        var found = await credentials.FindAsync(context, checkToken: false);
        return found.Failure is { } failure ? failure : found.Value?.Caller;
    }
}

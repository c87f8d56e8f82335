using Kith.Engine;
using Kith.Engine.Users;
using Kith.Server.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace Kith.Server.Identity;

/// <summary>Who may call a route: every route, or its group, says one of these.</summary>
internal static class Access
{
    private static readonly AuthorizationPolicy SignedIn = new AuthorizationPolicyBuilder(Schemes.Any)
        .RequireAuthenticatedUser()
        .RequireAssertion(context => context.Resource is HttpContext http && FindKeyProblem(http) is null)
        .Build();

    private static readonly AuthorizationPolicy Visitors = new AuthorizationPolicyBuilder(Schemes.Any)
        .RequireAssertion(context => context.Resource is HttpContext http && IsAcceptable(http) && FindKeyProblem(http) is null)
        .Build();

    private static readonly AuthorizationPolicy Anybody = new AuthorizationPolicyBuilder(Schemes.Any)
        .RequireAssertion(context =>
            context.Resource is HttpContext http && http.Features.Get<Refusal>()?.Failure is not CredentialsUnknown
        )
        .Build();

    private static readonly AuthorizationPolicy Admins = new AuthorizationPolicyBuilder(Schemes.Any)
        .RequireAssertion(context => context.Resource is HttpContext http && CurrentUser.Of(http) is { Caller.IsAdmin: true })
        .Build();

    /// <summary>
    /// Users and guests, and API keys with the scope: read for what changes nothing, chat for the rest. Anybody else gets 401.
    /// </summary>
    public static TBuilder RequireSignedIn<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder
            .RequireAuthorization(SignedIn)
            .WithMetadata(new Welcomes(IsOpen: false))
            .Fails("unauthenticated", "forbidden", "csrf_failed");

    /// <summary>Not for API keys, whatever their scopes: what could take the account from the person, or make further keys.</summary>
    public static TBuilder RefuseKeys<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new NoKeys());

    /// <summary>Changes nothing, though it is a POST: enough for a key that may read.</summary>
    public static TBuilder OnlyReads<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new ReadingRoute());

    /// <summary>Everybody. Good credentials are taken, bad ones refused, and a cookie that is over is as none.</summary>
    public static TBuilder AllowVisitors<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder
            .RequireAuthorization(Visitors)
            .WithMetadata(new Welcomes(IsOpen: true))
            .Fails("unauthenticated", "forbidden", "csrf_failed");

    /// <summary>
    /// Everybody, whatever they carry: what is asked for says whether it needs credentials, so the route judges them itself. It finds a
    /// <see cref="CurrentUser"/>, or a <see cref="Refusal"/>, or neither.
    /// </summary>
    public static TBuilder AllowAnybody<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.RequireAuthorization(Anybody);

    /// <summary>Administrators; to anybody else there is nothing here.</summary>
    public static TBuilder RequireAdmin<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.RequireAuthorization(Admins).WithMetadata(new HiddenRoute(), new Welcomes(IsOpen: false)).Fails("not_found", "csrf_failed");

    /// <summary>Pages of other origins may not call it: it takes no credentials, but what it answers signs somebody in.</summary>
    public static TBuilder RequireOwnOrigin<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder
            .Fails("csrf_failed")
            .AddEndpointFilter(
                async (context, next) =>
                    context.HttpContext.RequestServices.GetRequiredService<Origins>().IsAllowed(context.HttpContext)
                        ? await next(context)
                        : Problem.From(CsrfFailed.Origin)
            );

    private static bool IsAcceptable(HttpContext context) =>
        context.Features.Get<Refusal>() is not { } refusal
        || (refusal.Failure is Unauthenticated && Credentials.FindBearer(context) is null);

    private static Failure? FindKeyProblem(HttpContext context)
    {
        if (CurrentUser.Of(context) is not { Key: not null } user)
            return null;
        var metadata = context.GetEndpoint()?.Metadata;
        if (metadata?.GetMetadata<NoKeys>() is not null)
            return new Forbidden("An API key can't do this. Sign in.");
        var reads = !Credentials.IsChange(context.Request) || metadata?.GetMetadata<ReadingRoute>() is not null;
        return user.Check(reads ? KeyScopes.Read : KeyScopes.Chat);
    }

    /// <summary>Answers what a policy refuses, in the shape of the surface the route belongs to.</summary>
    internal sealed class Refusals : IAuthorizationMiddlewareResultHandler
    {
        public Task HandleAsync(
            RequestDelegate next,
            HttpContext context,
            AuthorizationPolicy policy,
            PolicyAuthorizationResult authorizeResult
        ) => authorizeResult.Succeeded ? next(context) : ProblemOf(context).ExecuteAsync(context);

        private static Problem ProblemOf(HttpContext context)
        {
            var failure = context.Features.Get<Refusal>()?.Failure ?? FindKeyProblem(context) ?? new Unauthenticated();
            if (context.GetEndpoint()?.Metadata.GetMetadata<HiddenRoute>() is not null && failure is not CredentialsUnknown)
                return Problem.From(StatusCodes.Status404NotFound);
            if (failure is Unauthenticated)
                context.Response.Headers.WWWAuthenticate = Schemes.Bearer;
            return Problem.From(failure);
        }
    }

    private sealed record HiddenRoute;

    /// <summary>What a route says of its callers.</summary>
    internal sealed record Welcomes(bool IsOpen);

    internal sealed record NoKeys;

    private sealed record ReadingRoute;
}

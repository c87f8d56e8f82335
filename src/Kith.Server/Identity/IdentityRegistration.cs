using Kith.Engine.Users;
using Kith.Server.Hosting;
using Kith.Server.Identity.Jwt;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;

namespace Kith.Server.Identity;

/// <summary>Accounts and the ways to sign a request. <see cref="UseIdentity"/> stands before whatever asks who is calling.</summary>
internal static class IdentityRegistration
{
    public static WebApplicationBuilder AddIdentity(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services
            .AddSingleton(provider => OptionsOf(provider.GetRequiredService<KithOptions>()))
            .AddSingleton(new Terminal(Console.Out))
            .AddSingleton<Origins>()
            .AddSingleton<AntiForgery>()
            .AddSingleton<KeyRing>()
            .AddSingleton<AccessTokens>()
            .AddSingleton<Credentials>()
            .AddSingleton<IAuthorizationMiddlewareResultHandler, Access.Refusals>()
            .AddSingleton<LimitedCallerOf>(_ => context => CurrentUser.Of(context)?.LimitedAs)
            .AddHostedService<IdentityWorker>()
            .ConfigureAll<OpenApiOptions>(AccessDocument.Describe)
            .AddUsers();
        services.AddSchemes();
        services.AddAuthorization();
        return builder;
    }

    public static WebApplication UseIdentity(this WebApplication app)
    {
        app.UseAuthorization();
        return app;
    }

    internal static UsersOptions OptionsOf(KithOptions options) =>
        new()
        {
            AdminEmail = options.AdminEmail,
            AdminPassword = options.AdminPassword,
            IsRegistrationOpen = options.OpenRegistration,
            IsAnonymousAllowed = options.AllowAnonymous,
        };
}

using Kith.Engine.Users;
using Kith.GraphQL;
using Kith.Server.Hosting;
using Kith.Server.Identity;
using Kith.Server.Identity.Jwt;

namespace Kith.Server.Surfaces.GraphQL;

/// <summary>Signing in, and who I am.</summary>
internal static class AccountFields
{
    public static GraphQLSchemaBuilder AddAccounts(this GraphQLSchemaBuilder schema) =>
        schema
            .Query(t => t.FieldAsync("me", "User", (_, context) => MeAsync(context)).Describe("Who I am."))
            .Mutation(t =>
                t.FieldAsync("tokenAuth", "TokenAuth", (_, context) => LogInAsync(context))
                    .Argument("email", "String!")
                    .Argument("password", "String!")
                    .Describe("Signs in. The one field that needs no credentials.")
            )
            .Object<UserView>(
                "User",
                t =>
                {
                    t.Describe("An account.");
                    t.Field("id", "ID!", user => user.Id);
                    t.Field("email", "String", user => user.Email).Describe("Null for guests.");
                    t.Field("displayName", "String!", user => user.DisplayName);
                    t.Field("role", "String!", user => user.Role).Describe("user or admin.");
                    t.Field("isAnonymous", "Boolean!", user => user.IsAnonymous).Describe("A guest, who has no account of their own.");
                }
            )
            .Object<NewSignIn>(
                "TokenAuth",
                t =>
                {
                    t.Field("token", "String!", (signIn, context) => context.Get<AccessTokens>().Issue(signIn.SignedIn))
                        .Describe("For the header Authorization: Bearer …");
                    t.Field("refreshToken", "String!", signIn => signIn.RefreshToken).Describe("Good once, for POST /api/auth/refresh.");
                    t.Field("expiresIn", "Int!", _ => (int)AccessTokens.Lifetime.TotalSeconds)
                        .Describe("Seconds that the token is good for.");
                    t.Field("user", "User!", signIn => signIn.SignedIn.User);
                }
            );

    private static async Task<UserView> MeAsync(FieldContext context) =>
        (await context.Get<Accounts>().GetAsync(context.Call().Caller, context.CancellationToken)).OrThrow();

    /// <summary>It sets no cookie: whoever asks by GraphQL keeps the tokens.</summary>
    private static async Task<NewSignIn> LogInAsync(FieldContext context)
    {
        var http = context.Call().Http;
        if (!context.Get<Origins>().IsAllowed(http))
            throw CsrfFailed.Origin.ToGraphQL();
        if (context.Get<RateLimits>().Check(RateLimit.SignIn, http) is { } tooMany)
            throw tooMany.ToGraphQL();
        var (email, password) = (context.Argument<string>("email"), context.Argument<string>("password"));
        return (
            await context.Get<Accounts>().LogInAsync(email, password, Devices.Of(http), guest: null, context.CancellationToken)
        ).OrThrow();
    }
}

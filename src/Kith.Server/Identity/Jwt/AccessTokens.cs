using System.Text.Json;
using Kith.Engine;
using Kith.Engine.Users;

namespace Kith.Server.Identity.Jwt;

/// <summary>
/// Access tokens: JWTs (RFC 7519) that live 15 minutes and carry all that a request needs, so that checking one costs no SQL. A name
/// or role in one is as old as the token; whoever loses a right is signed out.
/// </summary>
internal sealed class AccessTokens(KeyRing ring, Revocations revocations, TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    private const string Kith = "kith";
    private const string Admin = "admin";

    private static readonly JsonSerializerOptions Strict = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    public string Issue(SignedIn signedIn)
    {
        var caller = signedIn.Caller;
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var claims = new Claims(
            Kith,
            Kith,
            caller.PrincipalId,
            signedIn.SignInId,
            caller.UserId,
            caller.IsAdmin ? Admin : "user",
            PrincipalKinds.ToText(caller.Kind),
            caller.DisplayName,
            now,
            now + (long)Lifetime.TotalSeconds
        );
        var key = ring.SigningKey;
        return Jws.Sign(key.Header, JsonSerializer.SerializeToUtf8Bytes(claims, Strict), key.Secret);
    }

    /// <returns><see cref="Unauthenticated"/>, or <see cref="CredentialsUnknown"/> while the database can't be asked.</returns>
    public Result<CurrentUser> Open(string token)
    {
        if (!ring.IsCurrent)
            return new CredentialsUnknown();
        if (Jws.Open(token, ring.Keys) is not { } payload || Read(payload) is not { } claims)
            return new Unauthenticated("This access token is no good.");
        if (clock.GetUtcNow().ToUnixTimeSeconds() >= claims.Exp)
            return new Unauthenticated("This access token has expired.");
        if (revocations.Check(claims.Sid) is { } failure)
            return failure;
        var caller = new Caller(claims.Sub, claims.Uid, PrincipalKinds.Parse(claims.Kind), claims.Name, claims.Role == Admin);
        return new CurrentUser(caller, claims.Sid, ByCookie: false);
    }

    /// <summary>Null when it isn't exactly what <see cref="Issue"/> writes.</summary>
    private static Claims? Read(byte[] payload)
    {
        try
        {
            var claims = JsonSerializer.Deserialize<Claims>(payload, Strict);
            return claims is { Iss: Kith, Aud: Kith } ? claims : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <param name="Sub">The principal.</param>
    /// <param name="Sid">The sign-in, which revoking closes.</param>
    /// <param name="Uid">The account that is shown.</param>
    /// <param name="Iat">In seconds since 1970, as <paramref name="Exp"/>.</param>
    private sealed record Claims(
        string Iss,
        string Aud,
        string Sub,
        string Sid,
        string Uid,
        string Role,
        string Kind,
        string Name,
        long Iat,
        long Exp
    );
}

using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Kith.Engine.Users;

namespace Kith.Server.Identity;

/// <summary>
/// The token a page reads from <c>GET /api/auth/csrf</c> and sends back as <c>X-Kith-CSRF</c>: another site's page can send the cookie
/// but can't read the token. It is bound to one sign-in by HMAC-SHA-256 with a key all nodes share, so nothing is stored.
/// </summary>
internal sealed class AntiForgery(Secrets secrets)
{
    public const string Header = "X-Kith-CSRF";

    private const string Purpose = "csrf";

    private byte[] _key = [];

    /// <summary>Reads the key, or makes it at first start.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var ring = await secrets.RotateAsync(Purpose, TimeSpan.MaxValue, TimeSpan.MaxValue, cancellationToken);
        _key = ring[0].Value;
    }

    /// <param name="signInId">Empty for a caller who isn't signed in: a token that is good for nothing.</param>
    public string TokenOf(string signInId) => Base64Url.EncodeToString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(signInId)));

    public bool IsValid(HttpContext context, string signInId) =>
        context.Request.Headers[Header] is [{ } given]
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(TokenOf(signInId)));
}

using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kith.Engine.People.Push;

/// <summary>A service account of Google's, from the key file that the Firebase console gives.</summary>
public sealed record FcmAccount(string ProjectId, string Email, string PrivateKey, Uri TokenUri)
{
    private const int MostBytes = 64 * 1024;

    /// <summary>Where messages are sent.</summary>
    public Uri Service { get; init; } = new("https://fcm.googleapis.com/");

    /// <exception cref="InvalidDataException">It is no key file of a service account; the message ends the sentence "It …".</exception>
    /// <exception cref="IOException">It can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static FcmAccount Read(string path)
    {
        if (new FileInfo(path).Length > MostBytes)
            throw new InvalidDataException("is too long for a key file");
        KeyFile? file;
        try
        {
            file = JsonSerializer.Deserialize<KeyFile>(File.ReadAllBytes(path));
        }
        catch (JsonException e)
        {
            throw new InvalidDataException("is not JSON", e);
        }

        if (file is not { Type: "service_account", ProjectId.Length: > 0, Email.Length: > 0, PrivateKey.Length: > 0 })
            throw new InvalidDataException("lacks type service_account, project_id, client_email or private_key");
        if (!IsRsaKey(file.PrivateKey))
            throw new InvalidDataException("has a private_key that is none");
        if (!Uri.TryCreate(file.TokenUri, UriKind.Absolute, out var tokenUri) || tokenUri.Scheme != Uri.UriSchemeHttps)
            throw new InvalidDataException("has a token_uri that is no https address");
        return new FcmAccount(file.ProjectId, file.Email, file.PrivateKey, tokenUri);
    }

    private static bool IsRsaKey(string pem)
    {
        try
        {
            using var key = RSA.Create();
            key.ImportFromPem(pem);
            return true;
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            return false;
        }
    }

    private sealed record KeyFile(
        [property: JsonPropertyName("type")] string? Type,
        [property: JsonPropertyName("project_id")] string? ProjectId,
        [property: JsonPropertyName("client_email")] string? Email,
        [property: JsonPropertyName("private_key")] string? PrivateKey,
        [property: JsonPropertyName("token_uri")] string? TokenUri
    );
}

using System.Security.Cryptography;

namespace Kith.Engine.Users;

/// <summary>
/// PBKDF2 (RFC 8018) with HMAC-SHA-512. A hash describes itself, <c>pbkdf2-sha512$rounds$salt$key</c>, so that rounds can grow.
/// As many are computed at once as there are processors: more would only make everybody wait.
/// </summary>
internal sealed class Passwords(UsersOptions options) : IDisposable
{
    private const string Scheme = "pbkdf2-sha512";
    private const int SaltBytes = 16;
    private const int KeyBytes = 32;

    private readonly SemaphoreSlim _slots = new(Environment.ProcessorCount);

    /// <summary>Compared with when there is no account, so that its absence takes as long.</summary>
    private readonly byte[] _nobodysSalt = RandomNumberGenerator.GetBytes(SaltBytes);

    public async Task<string> HashAsync(string password, CancellationToken cancellationToken)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        var key = await DeriveAsync(password, salt, options.PasswordRounds, KeyBytes, cancellationToken);
        return $"{Scheme}${options.PasswordRounds}${Convert.ToBase64String(salt)}${Convert.ToBase64String(key)}";
    }

    /// <param name="hash">Null when there is no account or it has no password: false, after the same work.</param>
    public async Task<bool> VerifyAsync(string? hash, string password, CancellationToken cancellationToken)
    {
        if (hash is null)
        {
            await DeriveAsync(password, _nobodysSalt, options.PasswordRounds, KeyBytes, cancellationToken);
            return false;
        }

        var (rounds, salt, expected) = Parse(hash);
        var actual = await DeriveAsync(password, salt, rounds, expected.Length, cancellationToken);
        return CryptographicOperations.FixedTimeEquals(actual, expected);
    }

    /// <summary>True when the hash was made with fewer rounds than are asked for now.</summary>
    public bool IsOutdated(string hash) => Parse(hash).Rounds < options.PasswordRounds;

    public void Dispose() => _slots.Dispose();

    private async Task<byte[]> DeriveAsync(string password, byte[] salt, int rounds, int bytes, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(
                () => Rfc2898DeriveBytes.Pbkdf2(password, salt, rounds, HashAlgorithmName.SHA512, bytes),
                cancellationToken
            );
        }
        finally
        {
            _slots.Release();
        }
    }

    private static (int Rounds, byte[] Salt, byte[] Key) Parse(string hash)
    {
        var parts = hash.Split('$');
        if (parts is not [Scheme, var rounds, var salt, var key])
            throw new FormatException("A stored password hash is of an unknown kind.");
        return (int.Parse(rounds), Convert.FromBase64String(salt), Convert.FromBase64String(key));
    }
}

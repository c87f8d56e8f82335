using System.Diagnostics;
using Kith.Engine.Users;

namespace Kith.Engine.Tests.Users;

public sealed class PasswordTests
{
    [Theory]
    [InlineData("password12")]
    [InlineData("P@ssw0rd2024!")]
    [InlineData("!!!Passwort123")]
    [InlineData("iloveyou99")]
    [InlineData("Sunshine-2025")]
    [InlineData("passwordpassword")]
    [InlineData("Adm1n1str4t0r")]
    [InlineData("let me in 123")]
    [InlineData("1234567890")]
    [InlineData("0987654321")]
    [InlineData("qwertyuiop")]
    [InlineData("qwertyasdfgh")]
    [InlineData("1q2w3e4r5t")]
    [InlineData("1qaz2wsx3edc")]
    [InlineData("abcdefghijkl")]
    [InlineData("abc123abc123")]
    [InlineData("aaaaaaaaaaaa")]
    [InlineData("abababababab")]
    [InlineData("xk3fxk3fxk3f")]
    [InlineData("correcthorsebatterystaple")]
    public void A_common_password_is_refused(string password) =>
        Assert.Contains("guess", PasswordRules.FindProblem(password, "kim@example.org", "Kim"), StringComparison.Ordinal);

    [Theory]
    [InlineData("tall oak, quiet river")]
    [InlineData("gT7!mq20Zx")]
    [InlineData("пароль от дачи")]
    [InlineData("4815162342 lost")]
    [InlineData("dragon of the seven hills")]
    public void An_unusual_password_is_taken(string password) => Assert.Null(PasswordRules.FindProblem(password, "kim@example.org", "Kim"));

    [Theory]
    [InlineData("medhavi.rao@example.org")]
    [InlineData("medhavi.rao1")]
    [InlineData("Medhavi Rao 7")]
    [InlineData("M3dhavi-Rao!")]
    public void Ones_own_name_is_refused(string password) =>
        Assert.Contains(
            "too close",
            PasswordRules.FindProblem(password, "medhavi.rao@example.org", "Medhavi Rao"),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(null, "required")]
    [InlineData("short", "at least 10")]
    [InlineData("👍👍👍👍👍👍", "at least 10")]
    public void The_length_counts_in_characters(string? password, string problem) =>
        Assert.Contains(problem, PasswordRules.FindProblem(password, null, null), StringComparison.Ordinal);

    [Fact]
    public void A_password_may_be_long_but_not_endless()
    {
        var words = string.Concat(Enumerable.Range(0, 90).Select(i => $"{i * 7919 % 97:00}x"));

        Assert.Null(PasswordRules.FindProblem(words[..256], null, null));
        Assert.Contains("at most 256", PasswordRules.FindProblem(words[..257], null, null), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hash_says_how_it_was_made_and_never_twice_the_same()
    {
        using var passwords = new Passwords(new UsersOptions { PasswordRounds = 1_000 });
        var first = await passwords.HashAsync("tall oak", TestContext.Current.CancellationToken);
        var second = await passwords.HashAsync("tall oak", TestContext.Current.CancellationToken);

        Assert.StartsWith("pbkdf2-sha512$1000$", first, StringComparison.Ordinal);
        Assert.NotEqual(first, second);
        Assert.True(await passwords.VerifyAsync(first, "tall oak", TestContext.Current.CancellationToken));
        Assert.False(await passwords.VerifyAsync(first, "tall oaK", TestContext.Current.CancellationToken));
    }

    /// <summary>PBKDF2-HMAC-SHA-512 of "password"/"salt" with 1 round, as published for other implementations.</summary>
    [Fact]
    public async Task A_hash_of_another_implementation_is_understood()
    {
        using var passwords = new Passwords(new UsersOptions());
        var salt = Convert.ToBase64String("salt"u8);
        var key = Convert.ToBase64String(
            Convert.FromHexString(
                "867f70cf1ade02cff3752599a3a53dc4af34c7a669815ae5d513554e1c8cf252c02d470a285a0501bad999bfe943c08f050235d7d68b1da55e63f73b60a57fce"
            )
        );

        var hash = $"pbkdf2-sha512$1${salt}${key}";

        Assert.True(await passwords.VerifyAsync(hash, "password", TestContext.Current.CancellationToken));
        Assert.True(passwords.IsOutdated(hash));
    }

    [Fact]
    public void Hashes_take_at_least_210000_rounds() => Assert.True(new UsersOptions().PasswordRounds >= 210_000);

    /// <summary>Interleaved and compared by their fastest, which a busy machine slows least.</summary>
    [Fact]
    public async Task Nobody_takes_as_long_as_somebody()
    {
        using var passwords = new Passwords(new UsersOptions { PasswordRounds = 20_000 });
        var hash = await passwords.HashAsync("tall oak", TestContext.Current.CancellationToken);
        var (known, unknown) = (new List<double>(), new List<double>());
        for (var i = 0; i < 25; i++)
        {
            known.Add(await TimeAsync(() => passwords.VerifyAsync(hash, "wrong", TestContext.Current.CancellationToken)));
            unknown.Add(await TimeAsync(() => passwords.VerifyAsync(null, "wrong", TestContext.Current.CancellationToken)));
        }

        var ratio = known.Min() / unknown.Min();
        Assert.InRange(ratio, 1 / 1.3, 1.3);
    }

    private static async Task<double> TimeAsync(Func<Task<bool>> verify)
    {
        var start = Stopwatch.GetTimestamp();
        Assert.False(await verify());
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}

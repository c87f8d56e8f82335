using Kith.Engine.Storage;

namespace Kith.Engine.Users;

/// <summary>The tables sign_ins, refresh_tokens and one_time_tokens. Tokens come as their hashes.</summary>
internal static class SignInStore
{
    private const string Select = """
        SELECT s.id AS sign_in_id, s.expires_at, p.id AS principal_id, p.kind, u.id AS user_id, u.email, u.display_name, u.role,
            u.is_anonymous, u.suspended_at
        FROM sign_ins s JOIN principals p ON p.id = s.principal_id JOIN users u ON u.id = p.user_id
        """;

    public static Task<SignInRow?> FindAsync(ReadSession session, string id) =>
        session.FindAsync<SignInRow>($"{Select} WHERE s.id = @id", new { id });

    public static Task<SignInRow?> FindByCookieAsync(ReadSession session, string hash) =>
        session.FindAsync<SignInRow>($"{Select} WHERE s.cookie_hash = @hash", new { hash });

    public static Task<SignInRow?> FindByRefreshTokenAsync(ReadSession session, string hash) =>
        session.FindAsync<SignInRow>($"{Select} JOIN refresh_tokens t ON t.sign_in_id = s.id WHERE t.token_hash = @hash", new { hash });

    public static Task<IReadOnlyList<SignInListRow>> ListAsync(ReadSession session, string principalId, long now) =>
        session.QueryAsync<SignInListRow>(
            """
            SELECT id, user_agent, network, created_at, last_used_at, expires_at FROM sign_ins
            WHERE principal_id = @principalId AND expires_at > @now ORDER BY last_used_at DESC, id DESC
            """,
            new { principalId, now }
        );

    public static Task<int> AddAsync(WriteSession session, NewSignInRow row) =>
        session.ExecuteAsync(
            """
            INSERT INTO sign_ins (id, principal_id, cookie_hash, user_agent, network, created_at, last_used_at, expires_at)
            VALUES (@Id, @PrincipalId, @CookieHash, @UserAgent, @Network, @Now, @Now, @ExpiresAt)
            """,
            row
        );

    /// <summary>Never backwards.</summary>
    public static Task<int> SetLastUsedAsync(WriteSession session, IEnumerable<string> ids, long now, long expiresAt) =>
        session.ExecuteAsync(
            $"UPDATE sign_ins SET last_used_at = @now, expires_at = @expiresAt WHERE last_used_at < @now AND {session.In("id", "ids")}",
            new
            {
                ids = ReadSession.List(ids),
                now,
                expiresAt,
            }
        );

    /// <summary>Deletes one of a principal's sign-ins, or all, or all but one; answers with their ids.</summary>
    public static Task<IReadOnlyList<string>> DeleteAsync(
        WriteSession session,
        string principalId,
        string? only = null,
        string? but = null
    ) =>
        session.QueryAsync<string>(
            """
            DELETE FROM sign_ins WHERE principal_id = @principalId
                AND (CAST(@only AS text) IS NULL OR id = @only) AND (CAST(@but AS text) IS NULL OR id <> @but)
            RETURNING id
            """,
            new
            {
                principalId,
                only,
                but,
            }
        );

    public static Task<int> AddRefreshTokenAsync(WriteSession session, string hash, string signInId, long now) =>
        session.ExecuteAsync(
            "INSERT INTO refresh_tokens (token_hash, sign_in_id, created_at) VALUES (@hash, @signInId, @now)",
            new
            {
                hash,
                signInId,
                now,
            }
        );

    /// <summary>Uses a refresh token up; false when it was used before.</summary>
    public static async Task<bool> UseRefreshTokenAsync(WriteSession session, string hash, long now) =>
        await session.ExecuteAsync(
            "UPDATE refresh_tokens SET used_at = @now WHERE token_hash = @hash AND used_at IS NULL",
            new { hash, now }
        ) == 1;

    public static Task<int> AddOneTimeTokenAsync(WriteSession session, string hash, string purpose, string subjectId, long expiresAt) =>
        session.ExecuteAsync(
            """
            INSERT INTO one_time_tokens (token_hash, purpose, subject_id, expires_at)
            VALUES (@hash, @purpose, @subjectId, @expiresAt)
            """,
            new
            {
                hash,
                purpose,
                subjectId,
                expiresAt,
            }
        );

    /// <summary>Uses a one-time token up: its subject, or null when it is unknown, used or expired.</summary>
    public static Task<string?> UseOneTimeTokenAsync(WriteSession session, string hash, string purpose, long now) =>
        session.FindAsync<string>(
            "DELETE FROM one_time_tokens WHERE token_hash = @hash AND purpose = @purpose AND expires_at > @now RETURNING subject_id",
            new
            {
                hash,
                purpose,
                now,
            }
        );

    public static Task<int> DeleteOneTimeTokensAsync(WriteSession session, string purpose) =>
        session.ExecuteAsync("DELETE FROM one_time_tokens WHERE purpose = @purpose", new { purpose });

    /// <summary>What nobody can use any more.</summary>
    public static async Task DeleteExpiredAsync(WriteSession session, long now, long refreshTokensBefore)
    {
        await session.ExecuteAsync("DELETE FROM one_time_tokens WHERE expires_at <= @now", new { now });
        await session.ExecuteAsync("DELETE FROM sign_ins WHERE expires_at <= @now", new { now });
        await session.ExecuteAsync("DELETE FROM refresh_tokens WHERE used_at < @refreshTokensBefore", new { refreshTokensBefore });
    }
}

internal sealed record SignInRow(
    string SignInId,
    long ExpiresAt,
    string PrincipalId,
    string Kind,
    string UserId,
    string? Email,
    string DisplayName,
    string Role,
    long IsAnonymous,
    long? SuspendedAt
)
{
    public bool IsGood(long now) => ExpiresAt > now && SuspendedAt is null;

    public SignedIn ToSignedIn() =>
        new(
            SignInId,
            new Caller(PrincipalId, UserId, PrincipalKinds.Parse(Kind), DisplayName, Role == UserRow.Admin),
            new UserView(UserId, Email, DisplayName, Role, IsAnonymous == 1)
        );
}

internal sealed record SignInListRow(string Id, string UserAgent, string Network, long CreatedAt, long LastUsedAt, long ExpiresAt);

internal sealed record NewSignInRow(
    string Id,
    string PrincipalId,
    string CookieHash,
    string UserAgent,
    string Network,
    long Now,
    long ExpiresAt
);

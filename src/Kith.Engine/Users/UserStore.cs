using Kith.Engine.Storage;

namespace Kith.Engine.Users;

/// <summary>The tables users and principals.</summary>
internal static class UserStore
{
    private const string Columns = "id, email, display_name, password_hash, role, is_anonymous, suspended_at, created_at";

    public static Task<UserRow?> FindByEmailAsync(ReadSession session, string email) =>
        session.FindAsync<UserRow>($"SELECT {Columns} FROM users WHERE email = @email", new { email });

    public static Task<UserRow?> FindAsync(ReadSession session, string id) =>
        session.FindAsync<UserRow>($"SELECT {Columns} FROM users WHERE id = @id", new { id });

    /// <summary>The user that a principal shows; null when there is no such principal of this kind.</summary>
    public static Task<UserRow?> FindByPrincipalAsync(ReadSession session, string principalId, PrincipalKind kind) =>
        session.FindAsync<UserRow>(
            $"SELECT {Columns} FROM users WHERE id = (SELECT user_id FROM principals WHERE id = @principalId AND kind = @kind)",
            new { principalId, kind = PrincipalKinds.ToText(kind) }
        );

    /// <summary>What these users are called, by id.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> ListNamesAsync(ReadSession session, IEnumerable<string> ids)
    {
        var wanted = ids.ToList();
        var rows =
            wanted.Count == 0
                ? []
                : await session.QueryAsync<NameRow>(
                    $"SELECT id, display_name AS name FROM users WHERE {session.In("id", "ids")}",
                    new { ids = ReadSession.List(wanted) }
                );
        return rows.ToDictionary(row => row.Id, row => row.Name, StringComparer.Ordinal);
    }

    public static async Task<UserRow> GetAnonymousAsync(ReadSession session) =>
        await session.FindAsync<UserRow>($"SELECT {Columns} FROM users WHERE is_anonymous = 1")
        ?? throw new InvalidOperationException("There is no anonymous user: the first start was not done.");

    /// <summary>The administrator nobody has claimed yet.</summary>
    public static Task<UserRow?> FindUnclaimedAdminAsync(WriteSession session) =>
        session.FindAsync<UserRow>(
            $"SELECT {Columns} FROM users WHERE role = 'admin' AND password_hash IS NULL ORDER BY created_at LIMIT 1{session.ForUpdate}"
        );

    public static Task<long> CountAdminsAsync(ReadSession session) => session.CountAsync("SELECT count(*) FROM users WHERE role = 'admin'");

    /// <summary>False when somebody has the e-mail address.</summary>
    public static async Task<bool> AddAsync(WriteSession session, UserRow user) =>
        await session.ExecuteAsync(
            """
            INSERT INTO users (id, email, display_name, password_hash, role, is_anonymous, created_at, updated_at)
            VALUES (@Id, @Email, @DisplayName, @PasswordHash, @Role, @IsAnonymous, @CreatedAt, @CreatedAt)
            ON CONFLICT (email) DO NOTHING
            """,
            user
        ) == 1;

    public static Task<int> SetEmailAsync(WriteSession session, string id, string email, string displayName, long now) =>
        session.ExecuteAsync(
            "UPDATE users SET email = @email, display_name = @displayName, updated_at = @now WHERE id = @id",
            new
            {
                id,
                email,
                displayName,
                now,
            }
        );

    /// <param name="user">As they were read.</param>
    /// <returns>False when they have another password since then, or are gone.</returns>
    public static async Task<bool> SetPasswordAsync(WriteSession session, UserRow user, string hash, long now) =>
        await session.ExecuteAsync(
            """
            UPDATE users SET password_hash = @hash, updated_at = @now
            WHERE id = @Id AND coalesce(password_hash, '') = coalesce(CAST(@PasswordHash AS text), '')
            """,
            new
            {
                user.Id,
                user.PasswordHash,
                hash,
                now,
            }
        ) == 1;

    public static Task<int> RenameAsync(WriteSession session, string id, string displayName, long now) =>
        session.ExecuteAsync(
            "UPDATE users SET display_name = @displayName, updated_at = @now WHERE id = @id",
            new
            {
                id,
                displayName,
                now,
            }
        );

    public static Task<int> DeleteAsync(WriteSession session, string id) =>
        session.ExecuteAsync("DELETE FROM users WHERE id = @id", new { id });

    public static Task<int> AddPrincipalAsync(WriteSession session, string id, string userId, PrincipalKind kind, long now) =>
        session.ExecuteAsync(
            "INSERT INTO principals (id, user_id, kind, created_at, last_seen_at) VALUES (@id, @userId, @kind, @now, @now)",
            new
            {
                id,
                userId,
                kind = PrincipalKinds.ToText(kind),
                now,
            }
        );

    /// <summary>Locks the principal; null when it is gone or of another kind.</summary>
    public static Task<string?> FindPrincipalAsync(WriteSession session, string id, PrincipalKind kind) =>
        session.FindAsync<string>(
            $"SELECT id FROM principals WHERE id = @id AND kind = @kind{session.ForUpdate}",
            new { id, kind = PrincipalKinds.ToText(kind) }
        );

    /// <summary>
    /// Holds the principal until the transaction ends, after conversations and before logs: for what one change of theirs at a time may
    /// do. Who only refers to it doesn't wait. Answers its kind; null when it is gone.
    /// </summary>
    public static async Task<PrincipalKind?> HoldPrincipalAsync(WriteSession session, string id) =>
        await session.FindAsync<string>($"SELECT kind FROM principals WHERE id = @id{session.ForNoKeyUpdate}", new { id }) is { } kind
            ? PrincipalKinds.Parse(kind)
            : null;

    /// <summary>Nobody is it any more, and what it has is to be deleted: with the account goes only the account.</summary>
    public static async Task LeavePrincipalAsync(WriteSession session, string id) =>
        await session.ExecuteAsync(
            "UPDATE principals SET kind = @gone, user_id = @nobody WHERE id = @id",
            new
            {
                id,
                gone = PrincipalKinds.ToText(PrincipalKind.Gone),
                nobody = (await GetAnonymousAsync(session)).Id,
            }
        );

    /// <summary>Somebody who is gone and has left something; null when there is nobody.</summary>
    public static Task<string?> FindGoneAsync(ReadSession session) =>
        session.FindAsync<string>(
            "SELECT id FROM principals WHERE kind = @gone ORDER BY last_seen_at LIMIT 1",
            new { gone = PrincipalKinds.ToText(PrincipalKind.Gone) }
        );

    public static Task<int> DeletePrincipalAsync(WriteSession session, string id) =>
        session.ExecuteAsync("DELETE FROM principals WHERE id = @id", new { id });

    public static Task<IReadOnlyList<string>> ListGuestsSeenBeforeAsync(ReadSession session, long before, long limit) =>
        session.QueryAsync<string>(
            "SELECT id FROM principals WHERE kind = 'guest' AND last_seen_at < @before ORDER BY last_seen_at LIMIT @limit",
            new { before, limit }
        );

    public static Task<long> LastSeenAsync(ReadSession session, string principalId) =>
        session.CountAsync("SELECT last_seen_at FROM principals WHERE id = @principalId", new { principalId });

    /// <summary>When these were last seen, by principal.</summary>
    public static async Task<IReadOnlyDictionary<string, long>> ListLastSeenAsync(ReadSession session, IEnumerable<string> principalIds) =>
        (
            await session.QueryAsync<LastSeenRow>(
                $"SELECT id, last_seen_at FROM principals WHERE {session.In("id", "ids")}",
                new { ids = ReadSession.List(principalIds) }
            )
        ).ToDictionary(row => row.Id, row => row.LastSeenAt, StringComparer.Ordinal);

    /// <summary>Never backwards.</summary>
    public static Task<int> SetLastSeenAsync(WriteSession session, IEnumerable<string> principalIds, long now) =>
        session.ExecuteAsync(
            $"UPDATE principals SET last_seen_at = @now WHERE last_seen_at < @now AND {session.In("id", "ids")}",
            new { ids = ReadSession.List(principalIds), now }
        );
}

internal sealed record UserRow(
    string Id,
    string? Email,
    string DisplayName,
    string? PasswordHash,
    string Role,
    long IsAnonymous,
    long? SuspendedAt,
    long CreatedAt
)
{
    public const string Admin = "admin";
    public const string User = "user";

    public UserView ToView() => new(Id, Email, DisplayName, Role, IsAnonymous == 1);

    public Caller ToCaller(string principalId, PrincipalKind kind) => new(principalId, Id, kind, DisplayName, Role == Admin);
}

internal sealed record LastSeenRow(string Id, long LastSeenAt);

/// <summary>What somebody is called.</summary>
internal sealed record NameRow(string Id, string Name);

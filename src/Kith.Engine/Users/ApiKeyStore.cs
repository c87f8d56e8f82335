using Kith.Engine.Storage;

namespace Kith.Engine.Users;

/// <summary>The tables api_keys and end_users. Keys come as their hashes.</summary>
internal static class ApiKeyStore
{
    private const string Columns = "id, name, hint, scopes, created_at, last_used_at";

    public static Task<KeyUseRow?> FindUseAsync(ReadSession session, string hash) =>
        session.FindAsync<KeyUseRow>(
            """
            SELECT k.id AS key_id, k.secret_hash, k.scopes, p.id AS principal_id, p.kind, u.id AS user_id, u.display_name, u.role, u.suspended_at
            FROM api_keys k JOIN principals p ON p.id = k.principal_id JOIN users u ON u.id = p.user_id WHERE k.secret_hash = @hash
            """,
            new { hash }
        );

    /// <summary>Those that work, the newest first.</summary>
    public static Task<IReadOnlyList<ApiKeyRow>> ListAsync(ReadSession session, string principalId) =>
        session.QueryAsync<ApiKeyRow>(
            $"""
            SELECT {Columns} FROM api_keys WHERE principal_id = @principalId AND secret_hash IS NOT NULL ORDER BY created_at DESC, id DESC
            """,
            new { principalId }
        );

    /// <summary>One of a principal's that works.</summary>
    public static Task<ApiKeyRow?> FindAsync(ReadSession session, string principalId, string id) =>
        session.FindAsync<ApiKeyRow>(
            $"SELECT {Columns} FROM api_keys WHERE id = @id AND principal_id = @principalId AND secret_hash IS NOT NULL",
            new { id, principalId }
        );

    public static Task<int> AddAsync(WriteSession session, ApiKeyRow row, string principalId, string hash) =>
        session.ExecuteAsync(
            """
            INSERT INTO api_keys (id, principal_id, name, secret_hash, hint, scopes, created_at)
            VALUES (@Id, @principalId, @Name, @hash, @Hint, @Scopes, @CreatedAt)
            """,
            new
            {
                row.Id,
                principalId,
                row.Name,
                hash,
                row.Hint,
                row.Scopes,
                row.CreatedAt,
            }
        );

    /// <summary>Locks those of a principal that work, or one of them: with their secrets.</summary>
    public static Task<IReadOnlyList<KeySecretRow>> HoldAsync(WriteSession session, string principalId, string? only = null) =>
        session.QueryAsync<KeySecretRow>(
            $"""
            SELECT id, secret_hash FROM api_keys WHERE principal_id = @principalId AND secret_hash IS NOT NULL
                AND (CAST(@only AS text) IS NULL OR id = @only) ORDER BY id{session.ForUpdate}
            """,
            new { principalId, only }
        );

    /// <param name="hash">Null: it doesn't work any more.</param>
    public static Task<int> SetSecretAsync(WriteSession session, string id, string? hash, string hint) =>
        session.ExecuteAsync(
            "UPDATE api_keys SET secret_hash = @hash, hint = @hint WHERE id = @id",
            new
            {
                id,
                hash,
                hint,
            }
        );

    /// <summary>Never backwards.</summary>
    public static Task<int> SetLastUsedAsync(WriteSession session, IEnumerable<string> ids, long now) =>
        session.ExecuteAsync(
            $"UPDATE api_keys SET last_used_at = @now WHERE coalesce(last_used_at, 0) < @now AND {session.In("id", "ids")}",
            new { ids = ReadSession.List(ids), now }
        );

    /// <summary>One that was revoked and has still to be erased, if there is any.</summary>
    public static Task<string?> FindRevokedAsync(ReadSession session) =>
        session.FindAsync<string>("SELECT id FROM api_keys WHERE secret_hash IS NULL LIMIT 1");

    public static Task<int> DeleteAsync(WriteSession session, string id) =>
        session.ExecuteAsync("DELETE FROM api_keys WHERE id = @id AND secret_hash IS NULL", new { id });

    public static Task<string?> FindEndUserAsync(ReadSession session, string keyId, string label) =>
        session.FindAsync<string>("SELECT principal_id FROM end_users WHERE api_key_id = @keyId AND label = @label", new { keyId, label });

    /// <summary>What a key calls the end user that this principal is; null when it isn't one of that key's.</summary>
    public static Task<string?> FindLabelAsync(ReadSession session, string keyId, string principalId) =>
        session.FindAsync<string>(
            "SELECT label FROM end_users WHERE api_key_id = @keyId AND principal_id = @principalId",
            new { keyId, principalId }
        );

    public static Task<int> AddEndUserAsync(WriteSession session, string principalId, string keyId, string label) =>
        session.ExecuteAsync(
            "INSERT INTO end_users (principal_id, api_key_id, label) VALUES (@principalId, @keyId, @label)",
            new
            {
                principalId,
                keyId,
                label,
            }
        );

    /// <summary>Those of one key, in the order they came.</summary>
    public static Task<IReadOnlyList<EndUserRow>> ListEndUsersAsync(ReadSession session, string keyId, string after, long limit) =>
        session.QueryAsync<EndUserRow>(
            """
            SELECT e.label, e.principal_id, p.created_at, p.last_seen_at FROM end_users e JOIN principals p ON p.id = e.principal_id
            WHERE e.api_key_id = @keyId AND e.principal_id > @after ORDER BY e.principal_id LIMIT @limit
            """,
            new
            {
                keyId,
                after,
                limit,
            }
        );

    /// <summary>Neither has keys any more nor is an end user of one.</summary>
    public static async Task LeaveAsync(WriteSession session, string principalId)
    {
        await session.ExecuteAsync("DELETE FROM api_keys WHERE principal_id = @principalId", new { principalId });
        await session.ExecuteAsync("DELETE FROM end_users WHERE principal_id = @principalId", new { principalId });
    }

    /// <summary>Those of all keys of a principal.</summary>
    public static Task<IReadOnlyList<string>> ListEndUsersOfAsync(ReadSession session, string principalId) =>
        session.QueryAsync<string>(
            """
            SELECT e.principal_id FROM api_keys k JOIN end_users e ON e.api_key_id = k.id WHERE k.principal_id = @principalId
            """,
            new { principalId }
        );
}

internal sealed record KeyUseRow(
    string KeyId,
    string SecretHash,
    long Scopes,
    string PrincipalId,
    string Kind,
    string UserId,
    string DisplayName,
    string Role,
    long? SuspendedAt
)
{
    /// <summary>Who the key acts for, an administrator only with that scope.</summary>
    public KeyUse ToUse() =>
        new(
            KeyId,
            new KeySecretRow(KeyId, SecretHash).SignInId,
            (KeyScopes)Scopes,
            new Caller(
                PrincipalId,
                UserId,
                PrincipalKinds.Parse(Kind),
                DisplayName,
                Role == UserRow.Admin && ((KeyScopes)Scopes).Allow(KeyScopes.Admin)
            )
        );
}

internal sealed record KeySecretRow(string Id, string SecretHash)
{
    private const int Characters = 8;

    /// <summary>What <see cref="Revocations"/> knows the secret by: another one for the same key isn't revoked with it.</summary>
    public string SignInId => $"{Id}.{SecretHash[..Characters]}";
}

internal sealed record ApiKeyRow(string Id, string Name, string Hint, long Scopes, long CreatedAt, long? LastUsedAt)
{
    public ApiKey ToView() => new(Id, Name, Hint, ((KeyScopes)Scopes).ToNames(), Time.FromMs(CreatedAt), Time.FromMs(LastUsedAt));
}

internal sealed record EndUserRow(string Label, string PrincipalId, long CreatedAt, long LastSeenAt);

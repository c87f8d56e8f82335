using Kith.Engine.Storage;

namespace Kith.Engine.People.Push;

/// <summary>The table push_subscriptions. A device is found by the hash of its address.</summary>
internal static class PushSubscriptionStore
{
    private const string Columns = """
        s.id, s.principal_id, s.sign_in_id, s.kind, s.address, s.public_key, s.secret, s.show_content, s.expires_at, s.created_at,
            i.user_agent
        FROM push_subscriptions s JOIN sign_ins i ON i.id = s.sign_in_id
        """;

    /// <summary>The newest first.</summary>
    public static Task<IReadOnlyList<PushSubscriptionRow>> ListAsync(ReadSession session, string principalId) =>
        session.QueryAsync<PushSubscriptionRow>(
            $"SELECT {Columns} WHERE s.principal_id = @principalId ORDER BY s.created_at DESC, s.id DESC",
            new { principalId }
        );

    public static Task<PushSubscriptionRow?> FindAsync(ReadSession session, string id) =>
        session.FindAsync<PushSubscriptionRow>($"SELECT {Columns} WHERE s.id = @id", new { id });

    public static Task<PushSubscriptionRow?> FindByAddressAsync(ReadSession session, string hash) =>
        session.FindAsync<PushSubscriptionRow>($"SELECT {Columns} WHERE s.address_hash = @hash", new { hash });

    /// <summary>Takes a device from whoever else has it: the one who is signed in there last is told.</summary>
    public static Task<int> TakeAsync(WriteSession session, string hash, string principalId) =>
        session.ExecuteAsync(
            "DELETE FROM push_subscriptions WHERE address_hash = @hash AND principal_id <> @principalId",
            new { hash, principalId }
        );

    /// <summary>A device, or what it says of itself now; it keeps its id.</summary>
    public static Task<int> SaveAsync(WriteSession session, NewPushSubscriptionRow row) =>
        session.ExecuteAsync(
            """
            INSERT INTO push_subscriptions (id, principal_id, sign_in_id, kind, address, address_hash, public_key, secret, show_content, expires_at,
                created_at, renewed_at)
            VALUES (@Id, @PrincipalId, @SignInId, @Kind, @Address, @AddressHash, @PublicKey, @Secret, @ShowContent, @ExpiresAt, @Now, @Now)
            ON CONFLICT (address_hash) DO UPDATE SET principal_id = @PrincipalId, sign_in_id = @SignInId, public_key = @PublicKey,
                secret = @Secret, show_content = @ShowContent, expires_at = @ExpiresAt, renewed_at = @Now
            """,
            row
        );

    /// <summary>Leaves a person those they renewed last.</summary>
    public static Task<int> TrimAsync(WriteSession session, string principalId, long most) =>
        session.ExecuteAsync(
            """
            DELETE FROM push_subscriptions WHERE principal_id = @principalId AND id NOT IN (
                SELECT id FROM push_subscriptions WHERE principal_id = @principalId ORDER BY renewed_at DESC, id DESC LIMIT @most)
            """,
            new { principalId, most }
        );

    /// <summary>One of a person's, by its id or by its address.</summary>
    public static async Task<bool> DeleteAsync(WriteSession session, string principalId, string? id, string? hash) =>
        await session.ExecuteAsync(
            """
            DELETE FROM push_subscriptions WHERE principal_id = @principalId
                AND (CAST(@id AS text) IS NULL OR id = @id) AND (CAST(@hash AS text) IS NULL OR address_hash = @hash)
            """,
            new
            {
                principalId,
                id,
                hash,
            }
        ) > 0;

    /// <summary>One that its push service doesn't know any more, unless it was renewed since it was read.</summary>
    public static Task<int> DropAsync(WriteSession session, PushSubscriptionRow row) =>
        session.ExecuteAsync(
            "DELETE FROM push_subscriptions WHERE id = @Id AND coalesce(public_key, '') = coalesce(@PublicKey, '')",
            new { row.Id, row.PublicKey }
        );

    public static Task<int> DeleteExpiredAsync(WriteSession session, long now) =>
        session.ExecuteAsync("DELETE FROM push_subscriptions WHERE expires_at <= @now", new { now });
}

internal sealed record PushSubscriptionRow(
    string Id,
    string PrincipalId,
    string SignInId,
    string Kind,
    string Address,
    string? PublicKey,
    string? Secret,
    long ShowContent,
    long? ExpiresAt,
    long CreatedAt,
    string UserAgent
);

internal sealed record NewPushSubscriptionRow(
    string Id,
    string PrincipalId,
    string SignInId,
    string Kind,
    string Address,
    string AddressHash,
    string? PublicKey,
    string? Secret,
    long ShowContent,
    long? ExpiresAt,
    long Now
);

using Kith.Engine.Storage;

namespace Kith.Engine.Memory;

/// <summary>The SQL of profiles.</summary>
internal static class ProfileStore
{
    private const string Columns =
        "principal_id, name, preferences, important_facts, memory_enabled, sensitive_memory, timezone, onboarded, updated_at";

    /// <summary>Null until somebody writes it.</summary>
    public static Task<Profile?> FindAsync(ReadSession session, string principalId) =>
        session.FindAsync<Profile>($"SELECT {Columns} FROM profiles WHERE principal_id = @principalId", new { principalId });

    public static Task<int> PutAsync(WriteSession session, Profile profile) =>
        session.ExecuteAsync(
            $"""
            INSERT INTO profiles ({Columns})
            VALUES (@PrincipalId, @Name, @Preferences, @ImportantFacts, @MemoryEnabled, @SensitiveMemory, @Timezone, @Onboarded, @UpdatedAt)
            ON CONFLICT (principal_id) DO UPDATE SET name = @Name, preferences = @Preferences,
                important_facts = @ImportantFacts, memory_enabled = @MemoryEnabled,
                sensitive_memory = @SensitiveMemory, timezone = @Timezone, onboarded = @Onboarded, updated_at = @UpdatedAt
            """,
            profile
        );

    /// <summary>Forgets what it says of the person beyond a name and settings.</summary>
    public static Task<int> ForgetAsync(WriteSession session, string principalId, long now) =>
        session.ExecuteAsync(
            "UPDATE profiles SET preferences = '{}', important_facts = '{}', updated_at = @now WHERE principal_id = @principalId",
            new { principalId, now }
        );

    /// <summary>A guest's profile becomes the user's where the user has none.</summary>
    public static Task<int> ClaimAsync(WriteSession session, string guestId, string userId) =>
        session.ExecuteAsync(
            """
            UPDATE profiles SET principal_id = @userId
            WHERE principal_id = @guestId AND NOT EXISTS (SELECT 1 FROM profiles o WHERE o.principal_id = @userId)
            """,
            new { guestId, userId }
        );
}

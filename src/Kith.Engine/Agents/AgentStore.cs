using Kith.Engine.Storage;

namespace Kith.Engine.Agents;

/// <summary>The SQL of agents.</summary>
internal static class AgentStore
{
    private const string Columns = """
        id, slug, owner_id, name, prompt, greeting, model, temperature, max_tokens, presence_penalty, frequency_penalty,
        context_messages, voice, created_at
        """;

    public static Task<IReadOnlyList<Agent>> ListAsync(ReadSession session, string? principalId, string? after, long limit) =>
        session.QueryAsync<Agent>(
            $"""
            SELECT {Columns} FROM agents
            WHERE (owner_id IS NULL OR owner_id = @principalId) AND (@after IS NULL OR id > @after)
            ORDER BY id LIMIT @limit
            """,
            new
            {
                principalId,
                after,
                limit,
            }
        );

    /// <summary>Those of these that are built in or the principal's own, in no order.</summary>
    public static Task<IReadOnlyList<Agent>> ListAsync(ReadSession session, string principalId, IEnumerable<string> ids) =>
        session.QueryAsync<Agent>(
            $"SELECT {Columns} FROM agents WHERE {session.In("id", "ids")} AND (owner_id IS NULL OR owner_id = @principalId)",
            new { principalId, ids = ReadSession.List(ids) }
        );

    /// <summary>What these are called, whosever they are.</summary>
    public static Task<IReadOnlyList<AgentName>> ListNamesAsync(ReadSession session, IEnumerable<string> ids) =>
        session.QueryAsync<AgentName>($"SELECT id, name FROM agents WHERE {session.In("id", "ids")}", new { ids = ReadSession.List(ids) });

    /// <summary>By id or slug; the caller's own before a built-in one.</summary>
    public static Task<Agent?> FindAsync(ReadSession session, string? principalId, string key) =>
        session.FindAsync<Agent>(
            $"""
            SELECT {Columns} FROM agents
            WHERE (id = @key OR slug = @key) AND (owner_id = @principalId OR owner_id IS NULL)
            ORDER BY owner_id NULLS LAST LIMIT 1
            """,
            new { principalId, key }
        );

    /// <summary>Inserts the agent, or updates it; false when its owner has another one with this slug.</summary>
    public static async Task<bool> TryPutAsync(WriteSession session, Agent agent, long now)
    {
        // One at a time for each owner, or two of the same slug pass the check together.
        await session.QueryAsync<string>($"SELECT id FROM principals WHERE id = @OwnerId{session.ForUpdate}", new { agent.OwnerId });
        var taken = await session.CountAsync(
            "SELECT count(*) FROM agents WHERE slug = @Slug AND id <> @Id AND (owner_id = @OwnerId OR owner_id IS NULL)",
            agent
        );
        if (taken > 0)
            return false;
        var rows = await session.ExecuteAsync(
            """
            INSERT INTO agents (id, slug, owner_id, name, prompt, greeting, model, temperature, max_tokens, presence_penalty,
                frequency_penalty, context_messages, voice, created_at, updated_at)
            VALUES (@Id, @Slug, @OwnerId, @Name, @Prompt, @Greeting, @Model, @Temperature, @MaxTokens, @PresencePenalty,
                @FrequencyPenalty, @ContextMessages, @Voice, @CreatedAt, @now)
            ON CONFLICT (id) DO UPDATE SET slug = @Slug, name = @Name, prompt = @Prompt, greeting = @Greeting, model = @Model,
                temperature = @Temperature, max_tokens = @MaxTokens, presence_penalty = @PresencePenalty,
                frequency_penalty = @FrequencyPenalty, context_messages = @ContextMessages, voice = @Voice, updated_at = @now
            """,
            new
            {
                agent.Id,
                agent.Slug,
                agent.OwnerId,
                agent.Name,
                agent.Prompt,
                agent.Greeting,
                agent.Model,
                agent.Temperature,
                agent.MaxTokens,
                agent.PresencePenalty,
                agent.FrequencyPenalty,
                agent.ContextMessages,
                agent.Voice,
                agent.CreatedAt,
                now,
            }
        );
        return rows == 1;
    }

    public static Task<int> DeleteAsync(WriteSession session, string id) =>
        session.ExecuteAsync("DELETE FROM agents WHERE id = @id", new { id });

    public static Task<int> ClaimAsync(WriteSession session, string guestId, string userId) =>
        session.ExecuteAsync(
            """
            UPDATE agents SET owner_id = @userId,
                slug = CASE WHEN EXISTS (SELECT 1 FROM agents o WHERE o.owner_id = @userId AND o.slug = agents.slug)
                    THEN slug || '-' || substr(id, 25) ELSE slug END
            WHERE owner_id = @guestId
            """,
            new { guestId, userId }
        );
}

/// <summary>What an agent is called.</summary>
internal sealed record AgentName(string Id, string Name);

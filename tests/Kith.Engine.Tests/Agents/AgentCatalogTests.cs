using Kith.Engine.Agents;

namespace Kith.Engine.Tests.Agents;

public abstract class AgentCatalogTests(EngineApp app)
{
    [Fact]
    public async Task Twenty_agents_of_one_name_at_once_get_slugs_of_their_own()
    {
        var me = await app.AddPersonAsync();

        var made = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(_ => app.Agents.CreateAsync(me, Input(slug: null), key: null, TestContext.Current.CancellationToken))
        );

        Assert.Equal(20, made.Select(result => result.Value.Value.Slug).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Of_twenty_agents_of_one_slug_at_once_one_is_made()
    {
        var me = await app.AddPersonAsync();

        var made = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => app.Agents.CreateAsync(me, Input("same"), key: null, TestContext.Current.CancellationToken))
        );

        Assert.Single(made, result => result.Failure is null);
        Assert.Equal(19, made.Count(result => result.Failure is SlugTaken));
    }

    private static AgentInput Input(string? slug) =>
        new(slug, "Same", "You are one of many.", null, null, null, null, null, null, null, null);
}

public sealed class SqliteAgentCatalogTests(SqliteEngine app) : AgentCatalogTests(app), IClassFixture<SqliteEngine>;

public sealed class PostgresAgentCatalogTests(PostgresEngine app) : AgentCatalogTests(app), IClassFixture<PostgresEngine>;

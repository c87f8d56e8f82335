using Kith.Engine.Tests.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.Tests.Users;

/// <summary>API keys on every database: what only the engine sees of them.</summary>
public abstract class ApiKeysTests(TestDatabase fixture)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task When_a_key_was_last_used_is_written_with_who_was_seen()
    {
        await using var node = await new UsersNode(fixture.Database).PreparedAsync();
        var (caller, made) = await NewKeyAsync(node);
        Assert.Null(made.Key.LastUsedAt);
        node.Clock.Jump(TimeSpan.FromHours(1));
        Assert.Null((await node.ApiKeys.OpenAsync(made.Secret, Cancelled)).Failure);

        await node.LastSeen.FlushAsync(Cancelled);

        var listed = Assert.Single(await node.ApiKeys.ListAsync(caller, Cancelled));
        Assert.Equal(node.Clock.GetUtcNow(), listed.LastUsedAt!.Value, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task No_secret_is_in_the_database()
    {
        await using var node = await new UsersNode(fixture.Database).PreparedAsync();
        var (_, made) = await NewKeyAsync(node);

        Assert.Equal(0, await node.CountAsync("SELECT count(*) FROM api_keys WHERE secret_hash = @Secret OR hint = @Secret", made));
        Assert.Equal(1, await node.CountAsync("SELECT count(*) FROM api_keys WHERE id = @Id AND secret_hash IS NOT NULL", made.Key));
    }

    [Fact]
    public async Task Nobody_new_comes_in_with_a_key_that_was_revoked_meanwhile()
    {
        await using var node = await new UsersNode(fixture.Database).PreparedAsync();
        var (caller, made) = await NewKeyAsync(node);
        var use = (await node.ApiKeys.OpenAsync(made.Secret, Cancelled)).Value;
        Assert.Null((await node.ApiKeys.RevokeAsync(caller, made.Key.Id, Cancelled)).Failure);

        var entered = await fixture.Database.WriteAsync(session => node.EndUsers.EnterAsync(session, use, "anna"), Cancelled);

        Assert.IsType<Unauthenticated>(entered.Failure);
    }

    [Fact]
    public async Task A_suspended_persons_key_opens_nothing()
    {
        await using var node = await new UsersNode(fixture.Database).PreparedAsync();
        var (caller, made) = await NewKeyAsync(node);
        await fixture.Database.WriteAsync(
            session => session.ExecuteAsync("UPDATE users SET suspended_at = 1 WHERE id = @UserId", caller),
            Cancelled
        );

        Assert.IsType<Unauthenticated>((await node.ApiKeys.OpenAsync(made.Secret, Cancelled)).Failure);
    }

    [Fact]
    public async Task Only_an_administrators_key_administers_and_only_with_the_scope()
    {
        await using var node = await new UsersNode(fixture.Database).PreparedAsync();
        var admin = (await node.SignUpAsync()).SignedIn.Caller with { IsAdmin = true };
        await fixture.Database.WriteAsync(
            session => session.ExecuteAsync("UPDATE users SET role = 'admin' WHERE id = @UserId", admin),
            Cancelled
        );
        var plain = (await node.ApiKeys.CreateAsync(admin, "plain", ["chat", "read"], Cancelled)).Value;
        var mighty = (await node.ApiKeys.CreateAsync(admin, "mighty", ["admin"], Cancelled)).Value;

        Assert.False((await node.ApiKeys.OpenAsync(plain.Secret, Cancelled)).Value.Caller.IsAdmin);
        Assert.True((await node.ApiKeys.OpenAsync(mighty.Secret, Cancelled)).Value.Caller.IsAdmin);
        await fixture.Database.WriteAsync(
            session => session.ExecuteAsync("UPDATE users SET role = 'user' WHERE id = @UserId", admin),
            Cancelled
        );
        Assert.False((await node.ApiKeys.OpenAsync(mighty.Secret, Cancelled)).Value.Caller.IsAdmin);
    }

    [Theory]
    [InlineData(KeyScopes.Read, KeyScopes.Chat, false)]
    [InlineData(KeyScopes.Chat, KeyScopes.Read, true)]
    [InlineData(KeyScopes.Admin, KeyScopes.Chat, true)]
    [InlineData(KeyScopes.Chat | KeyScopes.Read, KeyScopes.Admin, false)]
    [InlineData(KeyScopes.None, KeyScopes.Read, false)]
    public void A_wider_scope_includes_the_narrower(KeyScopes scopes, KeyScopes needed, bool allowed) =>
        Assert.Equal(allowed, scopes.Allow(needed));

    private static async Task<(Caller Caller, NewApiKey Made)> NewKeyAsync(UsersNode node)
    {
        var caller = (await node.SignUpAsync()).SignedIn.Caller;
        return (caller, (await node.ApiKeys.CreateAsync(caller, "My app", scopes: null, Cancelled)).Value);
    }
}

public sealed class SqliteApiKeysTests(SqliteTestDatabase fixture) : ApiKeysTests(fixture), IClassFixture<SqliteTestDatabase>;

public sealed class PostgresApiKeysTests(PostgresTestDatabase fixture) : ApiKeysTests(fixture), IClassFixture<PostgresTestDatabase>;

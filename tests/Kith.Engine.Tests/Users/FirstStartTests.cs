using Kith.Engine.Tests.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.Tests.Users;

/// <summary>The first start of everything, each on a database of its own.</summary>
public abstract class FirstStartTests : IAsyncLifetime
{
    private readonly TestDatabase _fixture;

    protected FirstStartTests(TestDatabase fixture) => _fixture = fixture;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _fixture.InitializeAsync();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _fixture.DisposeAsync();
    }

    [Fact]
    public async Task The_administrator_comes_first_and_then_the_anonymous_user()
    {
        await using var node = await new UsersNode(_fixture.Database).PreparedAsync();

        foreach (var order in (string[])["created_at", "id"])
            Assert.Equal(
                ["admin 0", "user 1"],
                await node.Database.ReadAsync(
                    session => session.QueryAsync<string>($"SELECT role || ' ' || CAST(is_anonymous AS text) FROM users ORDER BY {order}"),
                    Cancelled
                )
            );
    }

    [Fact]
    public async Task Three_nodes_that_start_at_once_make_one_of_each()
    {
        await using var node = new UsersNode(_fixture.Database);
        await using var other = new UsersNode(_fixture.Database);

        var results = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(i => (i % 2 == 0 ? node : other).FirstStart.PrepareAsync(Cancelled))
        );

        Assert.All(results, result => Assert.NotNull(result.Value));
        Assert.Equal(2, await node.CountAsync("SELECT count(*) FROM users"));
        Assert.Equal(1, await node.CountAsync("SELECT count(*) FROM principals"));
    }

    [Fact]
    public async Task A_configured_administrator_can_log_in_and_is_never_overwritten()
    {
        await StartAsync("admin@example.org", UsersNode.Password);
        await StartAsync("other@example.org", "another quiet river");

        await using var node = new UsersNode(_fixture.Database);
        Assert.True((await node.LogInAsync("admin@example.org")).Value.SignedIn.Caller.IsAdmin);
        Assert.IsType<WrongCredentials>((await node.LogInAsync("other@example.org", "another quiet river")).Failure);
        Assert.Null((await node.FirstStart.PrepareAsync(Cancelled)).Value);
    }

    [Theory]
    [InlineData("admin@example.org", "short", "password")]
    [InlineData("admin@example.org", null, "password")]
    [InlineData(null, UsersNode.Password, "email")]
    [InlineData("nobody", UsersNode.Password, "email")]
    public async Task A_configuration_that_breaks_a_rule_is_refused(string? email, string? password, string field)
    {
        await using var node = new UsersNode(_fixture.Database, options: new UsersOptions { AdminEmail = email, AdminPassword = password });

        var failure = Assert.IsType<Invalid>((await node.FirstStart.PrepareAsync(Cancelled)).Failure);

        Assert.Contains(field, failure.Errors.Keys);
    }

    [Fact]
    public async Task A_set_up_link_makes_one_administrator_and_ends_all_links()
    {
        await using var node = new UsersNode(_fixture.Database);
        var first = (await node.FirstStart.PrepareAsync(Cancelled)).Value;
        var second = (await node.FirstStart.PrepareAsync(Cancelled)).Value;

        var made = await SetUpAsync(node, first, "admin@example.org");

        Assert.True(made.Value.SignedIn.Caller.IsAdmin);
        Assert.IsType<Unauthenticated>((await SetUpAsync(node, first, "again@example.org")).Failure);
        Assert.IsType<Unauthenticated>((await SetUpAsync(node, second, "second@example.org")).Failure);
        Assert.True((await node.LogInAsync("admin@example.org")).Value.SignedIn.Caller.IsAdmin);
        Assert.Equal(2, await node.CountAsync("SELECT count(*) FROM users"));
    }

    [Fact]
    public async Task A_set_up_link_used_twice_at_once_makes_one_administrator()
    {
        await using var node = new UsersNode(_fixture.Database);
        var token = (await node.FirstStart.PrepareAsync(Cancelled)).Value;

        var results = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => SetUpAsync(node, token, $"admin{i}@example.org")));

        Assert.Single(results, result => result.Failure is null);
    }

    [Fact]
    public async Task A_set_up_that_fails_leaves_the_link_good()
    {
        await using var node = new UsersNode(_fixture.Database);
        var token = (await node.FirstStart.PrepareAsync(Cancelled)).Value;
        await node.SignUpAsync("taken@example.org");

        Assert.IsType<EmailTaken>((await SetUpAsync(node, token, "taken@example.org")).Failure);

        Assert.Null((await SetUpAsync(node, token, "admin@example.org")).Failure);
    }

    [Fact]
    public async Task A_set_up_link_is_good_for_a_day()
    {
        await using var node = new UsersNode(_fixture.Database);
        var token = (await node.FirstStart.PrepareAsync(Cancelled)).Value;

        node.Clock.Advance(FirstStart.SetUpLifetime);

        Assert.IsType<Unauthenticated>((await SetUpAsync(node, token, "admin@example.org")).Failure);
    }

    [Fact]
    public async Task The_last_administrator_can_not_be_erased()
    {
        await using var node = await StartAsync("admin@example.org", UsersNode.Password);
        var admin = (await node.LogInAsync("admin@example.org")).Value.SignedIn.Caller;

        Assert.IsType<LastAdministrator>((await node.Accounts.EraseAsync(admin, UsersNode.Password, UsersNode.Laptop, Cancelled)).Failure);
        Assert.Null((await node.LogInAsync("admin@example.org")).Failure);
    }

    private static Task<Result<NewSignIn>> SetUpAsync(UsersNode node, string? token, string email) =>
        node.Accounts.SetUpAsync(token, email, UsersNode.Password, UsersNode.Laptop, Cancelled);

    private async Task<UsersNode> StartAsync(string email, string password) =>
        await new UsersNode(_fixture.Database, options: new UsersOptions { AdminEmail = email, AdminPassword = password }).PreparedAsync();
}

public sealed class SqliteFirstStartTests() : FirstStartTests(new SqliteTestDatabase());

public sealed class PostgresFirstStartTests() : FirstStartTests(new PostgresTestDatabase());

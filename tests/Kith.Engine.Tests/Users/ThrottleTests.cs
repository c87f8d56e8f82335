using Kith.Engine.Tests.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.Tests.Users;

/// <summary>Guessing passwords, on every database and by a clock the test moves.</summary>
public abstract class ThrottleTests(TestDatabase fixture)
{
    /// <summary>Networks of its own for each test: failures are counted by network, too.</summary>
    private readonly Device _here = new("curl", $"here {Guid.NewGuid()}");

    private readonly Device _elsewhere = new("curl", $"elsewhere {Guid.NewGuid()}");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Five_failures_slow_down_an_account_whether_it_exists_or_not(bool exists)
    {
        await using var node = await new UsersNode(fixture.Database).PreparedAsync();
        var email = exists ? (await node.SignUpAsync()).SignedIn.User.Email! : UsersNode.NewEmail();

        for (var i = 0; i < 5; i++)
            Assert.IsType<WrongCredentials>(await FailAsync(node, email));

        var limited = Assert.IsType<RateLimited>(await FailAsync(node, email));
        Assert.InRange(limited.RetryAfter, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Hanging_up_before_the_answer_does_not_save_a_failure()
    {
        using var throttle = new SignInThrottle(fixture.Database, new FakeClock());
        var email = UsersNode.NewEmail();
        for (var i = 0; i < 5; i++)
        {
            using var caller = new CancellationTokenSource();
            await throttle.TryAsync<UserRow>(email, _here.Network, () => HangUpAsync(caller), caller.Token);
        }

        var limited = await throttle.TryAsync<UserRow>(
            email,
            _here.Network,
            () => throw new InvalidOperationException("Not slowed down."),
            TestContext.Current.CancellationToken
        );

        Assert.IsType<RateLimited>(limited.Failure);

        static async Task<Result<UserRow>> HangUpAsync(CancellationTokenSource caller)
        {
            await caller.CancelAsync();
            return new WrongCredentials();
        }
    }

    [Fact]
    public async Task The_wait_doubles_up_to_a_minute_and_trying_meanwhile_does_not_prolong_it()
    {
        await using var node = await new UsersNode(fixture.Database).PreparedAsync();
        var email = UsersNode.NewEmail();
        for (var i = 0; i < 5; i++)
            await FailAsync(node, email);

        var waits = new List<double>();
        for (var i = 0; i < 6; i++)
        {
            for (var impatient = 0; impatient < 3; impatient++)
                Assert.IsType<RateLimited>(await FailAsync(node, email));
            var wait = ((RateLimited)(await FailAsync(node, email))!).RetryAfter;
            waits.Add(wait.TotalSeconds);
            node.Clock.Advance(wait);
            Assert.IsType<WrongCredentials>(await FailAsync(node, email));
        }

        Assert.Equal([5, 10, 20, 40, 60, 60], waits);
    }

    [Fact]
    public async Task The_right_password_is_refused_while_waiting_and_taken_after_it()
    {
        await using var node = await new UsersNode(fixture.Database).PreparedAsync();
        var email = (await node.SignUpAsync()).SignedIn.User.Email!;
        for (var i = 0; i < 5; i++)
            await FailAsync(node, email);

        var refused = Assert.IsType<RateLimited>((await node.LogInAsync(email, device: _here)).Failure);
        node.Clock.Advance(refused.RetryAfter);

        Assert.Null((await node.LogInAsync(email, device: _here)).Failure);
        Assert.IsType<WrongCredentials>(await FailAsync(node, email));
        Assert.Null((await node.LogInAsync(email, device: _here)).Failure);
    }

    [Fact]
    public async Task Another_network_and_another_account_are_left_alone()
    {
        await using var node = await new UsersNode(fixture.Database).PreparedAsync();
        var email = (await node.SignUpAsync()).SignedIn.User.Email!;
        var other = (await node.SignUpAsync()).SignedIn.User.Email!;
        for (var i = 0; i < 6; i++)
            await FailAsync(node, email);

        Assert.Null((await node.LogInAsync(email, device: _elsewhere)).Failure);
        Assert.Null((await node.LogInAsync(other, device: _here)).Failure);
    }

    [Fact]
    public async Task Fifty_failures_slow_down_a_network_for_every_account()
    {
        await using var node = await new UsersNode(fixture.Database).PreparedAsync();
        var email = (await node.SignUpAsync()).SignedIn.User.Email!;
        for (var i = 0; i < 50; i++)
            Assert.IsType<WrongCredentials>(await FailAsync(node, UsersNode.NewEmail()));

        Assert.IsType<RateLimited>((await node.LogInAsync(email, device: _here)).Failure);
        Assert.Null((await node.LogInAsync(email, device: _elsewhere)).Failure);
    }

    [Fact]
    public async Task Failures_spread_over_time_and_quiet_minutes_are_forgotten()
    {
        await using var node = await new UsersNode(fixture.Database).PreparedAsync();
        var email = UsersNode.NewEmail();
        for (var i = 0; i < 12; i++)
        {
            Assert.IsType<WrongCredentials>(await FailAsync(node, email));
            node.Clock.Advance(TimeSpan.FromMinutes(2));
        }

        for (var i = 0; i < 5; i++)
            Assert.IsType<WrongCredentials>(await FailAsync(node, email));
        Assert.IsType<RateLimited>(await FailAsync(node, email));
        node.Clock.Advance(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(1));

        for (var i = 0; i < 5; i++)
            Assert.IsType<WrongCredentials>(await FailAsync(node, email));
    }

    [Fact]
    public async Task Many_guesses_at_once_get_no_more_than_five_answers()
    {
        await using var node = await new UsersNode(fixture.Database).PreparedAsync();
        var email = (await node.SignUpAsync()).SignedIn.User.Email!;

        var failures = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => FailAsync(node, email)));

        Assert.Equal(5, failures.Count(failure => failure is WrongCredentials));
        Assert.Equal(35, failures.Count(failure => failure is RateLimited));
    }

    [Fact]
    public async Task Confirming_with_a_wrong_password_counts_too()
    {
        await using var node = await new UsersNode(fixture.Database).PreparedAsync();
        var me = (await node.SignUpAsync()).SignedIn;
        for (var i = 0; i < 5; i++)
            Assert.IsType<Invalid>(await ChangeAsync());

        Assert.IsType<RateLimited>(await ChangeAsync());

        async Task<Failure?> ChangeAsync() =>
            (
                await node.Accounts.ChangePasswordAsync(
                    me.Caller,
                    me.SignInId,
                    "not the password",
                    "other oak, loud river",
                    _here,
                    TestContext.Current.CancellationToken
                )
            ).Failure;
    }

    private async Task<Failure?> FailAsync(UsersNode node, string email) =>
        (await node.LogInAsync(email, "not the password", _here)).Failure;
}

public sealed class SqliteThrottleTests(SqliteTestDatabase fixture) : ThrottleTests(fixture), IClassFixture<SqliteTestDatabase>;

public sealed class PostgresThrottleTests(PostgresTestDatabase fixture) : ThrottleTests(fixture), IClassFixture<PostgresTestDatabase>;

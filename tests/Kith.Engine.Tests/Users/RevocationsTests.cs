using Kith.Engine.Tests.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.Tests.Users;

/// <summary>What nodes learn of each other's revocations and keys, on every database.</summary>
public abstract class RevocationsTests(TestDatabase fixture)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_revocation_holds_here_at_once_and_elsewhere_with_the_next_poll()
    {
        await using var here = await NodeAsync();
        await using var there = await NodeAsync();
        var made = await here.SignUpAsync();
        var (id, caller) = (made.SignedIn.SignInId, made.SignedIn.Caller);
        Assert.Null(there.Revocations.Check(id));

        await here.SignIns.RevokeAsync(caller, id, Cancelled);

        Assert.IsType<Unauthenticated>(here.Revocations.Check(id));
        Assert.Null(there.Revocations.Check(id));
        await there.Revocations.PollAsync(Cancelled);
        Assert.IsType<Unauthenticated>(there.Revocations.Check(id));
    }

    [Fact]
    public async Task A_node_that_has_not_polled_for_five_seconds_refuses_everybody_until_it_has()
    {
        await using var node = await NodeAsync();
        var id = (await node.SignUpAsync()).SignedIn.SignInId;

        node.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Null(node.Revocations.Check(id));
        node.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.IsType<CredentialsUnknown>(node.Revocations.Check(id));
        await node.Revocations.PollAsync(Cancelled);

        Assert.Null(node.Revocations.Check(id));
    }

    [Fact]
    public async Task A_node_that_never_polled_refuses_everybody()
    {
        await using var node = new UsersNode(fixture.Database);

        Assert.IsType<CredentialsUnknown>(node.Revocations.Check("any"));
    }

    [Fact]
    public async Task A_revocation_that_is_committed_late_is_found_all_the_same()
    {
        await using var here = await NodeAsync();
        await using var there = await NodeAsync();
        var (early, late) = (await here.SignUpAsync(), await here.SignUpAsync());
        var stamped = here.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        here.Clock.Advance(TimeSpan.FromSeconds(20));
        await here.SignIns.RevokeAsync(early.SignedIn.Caller, early.SignedIn.SignInId, Cancelled);
        await there.Revocations.PollAsync(Cancelled);

        // As by a slow transaction that began before.
        await fixture.Database.WriteAsync(
            session =>
                session.ExecuteAsync(
                    "INSERT INTO revocations (sign_in_id, revoked_at) VALUES (@id, @stamped)",
                    new { id = late.SignedIn.SignInId, stamped }
                ),
            Cancelled
        );
        await there.Revocations.PollAsync(Cancelled);

        Assert.NotNull(there.Revocations.Check(late.SignedIn.SignInId));
    }

    [Fact]
    public async Task Whoever_watches_a_sign_in_is_told_once_on_every_node()
    {
        await using var here = await NodeAsync();
        await using var there = await NodeAsync();
        var made = await here.SignUpAsync();
        var (calls, told) = (0, new TaskCompletionSource());
        using var watch = there.Revocations.OnRevoked(
            made.SignedIn.SignInId,
            () =>
            {
                Interlocked.Increment(ref calls);
                told.TrySetResult();
            }
        );
        using var left = there.Revocations.OnRevoked(made.SignedIn.SignInId, () => Interlocked.Add(ref calls, 100));
        left.Dispose();

        await here.SignIns.RevokeAsync(made.SignedIn.Caller, made.SignedIn.SignInId, Cancelled);
        await there.Revocations.PollAsync(Cancelled);
        await there.Revocations.PollAsync(Cancelled);
        await told.Task.WaitAsync(Cancelled);

        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task Watching_a_revoked_sign_in_tells_at_once()
    {
        await using var node = await NodeAsync();
        var made = await node.SignUpAsync();
        await node.SignIns.RevokeAsync(made.SignedIn.Caller, made.SignedIn.SignInId, Cancelled);
        var told = new TaskCompletionSource();

        using var watch = node.Revocations.OnRevoked(made.SignedIn.SignInId, told.SetResult);

        await told.Task.WaitAsync(Cancelled);
    }

    [Fact]
    public async Task The_worker_polls_every_two_seconds()
    {
        await using var here = await NodeAsync();
        await using var there = await NodeAsync();
        var made = await here.SignUpAsync();
        var told = new TaskCompletionSource();
        using var watch = there.Revocations.OnRevoked(made.SignedIn.SignInId, told.SetResult);
        await there.Worker.StartAsync(Cancelled);
        await here.SignIns.RevokeAsync(made.SignedIn.Caller, made.SignedIn.SignInId, Cancelled);

        await there.Clock.WhenTimersAsync(3);
        there.Clock.Advance(Revocations.PollInterval);
        await told.Task.WaitAsync(Cancelled);

        await there.Worker.StopAsync(Cancelled);
        Assert.NotNull(there.Revocations.Check(made.SignedIn.SignInId));
    }

    [Fact]
    public async Task Old_revocations_are_swept_when_no_token_can_need_them()
    {
        await using var node = await NodeAsync();
        var made = await node.SignUpAsync();
        await node.SignIns.RevokeAsync(made.SignedIn.Caller, made.SignedIn.SignInId, Cancelled);

        node.Clock.Advance(Revocations.KeptFor - TimeSpan.FromMinutes(1));
        await node.Revocations.SweepAsync(Cancelled);
        Assert.Equal(1, await CountAsync());
        node.Clock.Advance(TimeSpan.FromMinutes(2));
        await node.Revocations.SweepAsync(Cancelled);
        Assert.Equal(0, await CountAsync());

        Task<long> CountAsync() =>
            node.CountAsync("SELECT count(*) FROM revocations WHERE sign_in_id = @id", new { id = made.SignedIn.SignInId });
    }

    [Fact]
    public async Task A_ring_of_secrets_is_turned_once_by_nodes_that_do_so_together()
    {
        await using var node = new UsersNode(fixture.Database);
        var purpose = Guid.NewGuid().ToString();
        var (every, keep) = (TimeSpan.FromDays(30), TimeSpan.FromDays(31));

        var rings = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => TurnAsync()));
        var first = Assert.Single(rings[0]);
        Assert.All(rings, ring => Assert.Equal(first.Id, Assert.Single(ring).Id));
        Assert.Equal(32, first.Value.Length);

        node.Clock.Advance(every);
        rings = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => TurnAsync()));
        Assert.All(rings, ring => Assert.Equal(2, ring.Count));
        Assert.Equal(first.Id, rings[0][0].Id);

        node.Clock.Jump(TimeSpan.FromDays(1));
        Assert.Equal(rings[0][1].Id, Assert.Single(await TurnAsync()).Id);

        Task<IReadOnlyList<Secret>> TurnAsync() => node.Secrets.RotateAsync(purpose, every, keep, Cancelled);
    }

    private async Task<UsersNode> NodeAsync()
    {
        var node = await new UsersNode(fixture.Database).PreparedAsync();
        await node.Revocations.PollAsync(Cancelled);
        return node;
    }
}

public sealed class SqliteRevocationsTests(SqliteTestDatabase fixture) : RevocationsTests(fixture), IClassFixture<SqliteTestDatabase>;

public sealed class PostgresRevocationsTests(PostgresTestDatabase fixture) : RevocationsTests(fixture), IClassFixture<PostgresTestDatabase>;

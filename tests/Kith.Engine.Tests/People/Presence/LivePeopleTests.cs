using Kith.Engine.People.Presence;
using Kith.Engine.Tests.Storage;

namespace Kith.Engine.Tests.People.Presence;

public sealed class SqliteLivePeopleTests(SqliteTestDatabase storage) : LivePeopleTests(storage), IClassFixture<SqliteTestDatabase>;

public sealed class PostgresLivePeopleTests(PostgresTestDatabase storage) : LivePeopleTests(storage), IClassFixture<PostgresTestDatabase>;

/// <summary>Two nodes on one database.</summary>
public abstract class LivePeopleTests(TestDatabase storage) : IAsyncDisposable
{
    private readonly FakeClock _clock = new();
    private PeopleNode? _a;
    private PeopleNode? _b;

    private PeopleNode A => _a ??= new PeopleNode(storage.Database, _clock, $"a-{GetHashCode()}");

    private PeopleNode B => _b ??= new PeopleNode(storage.Database, _clock, $"b-{GetHashCode()}");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        if (_a is not null)
            await _a.DisposeAsync();
        if (_b is not null)
            await _b.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Somebody_is_live_here_at_once_and_elsewhere_when_it_is_written_until_the_last_socket_closes()
    {
        var me = await A.SignUpAsync();
        Assert.False(await A.IsLiveAsync(me));

        var one = A.Live.Enter(me.Caller);
        var two = A.Live.Enter(me.Caller);
        Assert.True(await A.IsLiveAsync(me));
        Assert.False(await B.IsLiveAsync(me));
        await A.Live.WriteAsync(Cancel);
        Assert.True(await B.IsLiveAsync(me));

        one.Dispose();
        one.Dispose();
        await A.Live.WriteAsync(Cancel);
        Assert.True(await A.IsLiveAsync(me));
        Assert.True(await B.IsLiveAsync(me));

        two.Dispose();
        Assert.False(await A.IsLiveAsync(me));
        Assert.True(await B.IsLiveAsync(me));
        await A.Live.WriteAsync(Cancel);
        Assert.False(await A.IsLiveAsync(me));
        Assert.False(await B.IsLiveAsync(me));
    }

    [Fact]
    public async Task On_two_nodes_somebody_is_live_until_both_are_left()
    {
        var me = await A.SignUpAsync();
        var here = A.Live.Enter(me.Caller);
        using var there = B.Live.Enter(me.Caller);
        await A.Live.WriteAsync(Cancel);
        await B.Live.WriteAsync(Cancel);

        here.Dispose();
        await A.Live.WriteAsync(Cancel);

        Assert.True(await A.IsLiveAsync(me));
    }

    [Fact]
    public async Task A_node_that_is_silent_for_a_minute_is_not_believed_and_is_when_it_comes_back()
    {
        var me = await A.SignUpAsync();
        using var stay = A.Live.Enter(me.Caller);
        await A.Live.WriteAsync(Cancel);

        _clock.Advance(LivePeople.BelievedFor + TimeSpan.FromSeconds(1));
        Assert.False(await B.IsLiveAsync(me));
        using var other = B.Live.Enter((await B.SignUpAsync()).Caller);
        await B.Live.WriteAsync(Cancel); // sweeps the silent one

        await A.Live.WriteAsync(Cancel);
        Assert.True(await B.IsLiveAsync(me));
    }

    [Fact]
    public async Task A_node_that_writes_as_often_as_it_should_goes_on_being_believed()
    {
        var me = await A.SignUpAsync();
        using var stay = A.Live.Enter(me.Caller);
        for (var i = 0; i < 10; i++)
        {
            await A.Live.WriteAsync(Cancel);
            _clock.Advance(LivePeople.Beat);
            Assert.True(await B.IsLiveAsync(me));
        }
    }

    [Fact]
    public async Task What_a_former_life_left_goes_at_the_start()
    {
        var me = await A.SignUpAsync();
        A.Live.Enter(me.Caller);
        await A.Live.WriteAsync(Cancel);

        await using var again = new PeopleNode(storage.Database, _clock, $"a-{GetHashCode()}");
        await again.Live.ClearAsync(Cancel);

        Assert.False(await B.IsLiveAsync(me));
    }

    [Fact]
    public async Task Somebody_who_is_erased_is_nobody_and_keeps_others_from_nothing()
    {
        var (me, other) = (await A.SignUpAsync(), await A.SignUpAsync());
        using var stay = A.Live.Enter(me.Caller);
        using var stays = A.Live.Enter(other.Caller);
        await A.ExecuteAsync("DELETE FROM users WHERE id = @UserId", new { me.Caller.UserId });

        await A.Live.WriteAsync(Cancel);

        Assert.False(await B.IsLiveAsync(me));
        Assert.True(await B.IsLiveAsync(other));
    }

    [Fact]
    public async Task A_guest_is_not_noted()
    {
        var guest = await A.GuestAsync();
        using var stay = A.Live.Enter(guest.Caller);
        await A.Live.WriteAsync(Cancel);

        Assert.False(await A.IsLiveAsync(guest));
        Assert.False(await B.IsLiveAsync(guest));
    }

    [Fact]
    public async Task Thousands_at_once_come_and_go()
    {
        var me = await A.SignUpAsync();
        var crowd = Enumerable.Range(0, 2_500).Select(i => $"{GetHashCode()}-{i}").ToList();
        await A.Database.WriteAsync(
            session =>
                session.ExecuteAsync(
                    $"INSERT INTO principals (id, user_id, kind, created_at, last_seen_at) SELECT r.id, @UserId, 'user', 0, 0 FROM {session.Rows("rows", "id text")} r",
                    new { me.Caller.UserId, rows = Kith.Engine.Storage.ReadSession.List(crowd.Select(id => new[] { id })) }
                ),
            Cancel
        );
        var stays = crowd.ConvertAll(id => A.Live.Enter(me.Caller with { PrincipalId = id }));
        await A.Live.WriteAsync(Cancel);
        Assert.Equal(2_500, (await LiveAsync(crowd)).Count);

        foreach (var stay in stays.Take(2_000))
            stay.Dispose();
        await A.Live.WriteAsync(Cancel);
        Assert.Equal(crowd.Skip(2_000).Order(StringComparer.Ordinal), (await LiveAsync(crowd)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Nobody_here_is_nothing_to_write()
    {
        var before = storage.Database.Statements;
        await A.Live.WriteAsync(Cancel);
        Assert.Equal(before, storage.Database.Statements);
    }

    [Fact]
    public async Task The_worker_writes_soon_after_somebody_came_and_clears_up_at_its_end()
    {
        var me = await A.SignUpAsync();
        var worker = A.Worker<PresenceWorker>();
        var first = _clock.WhenSetAsync(TimeSpan.FromSeconds(1));
        await worker.StartAsync(Cancel);
        await first;
        var again = _clock.WhenSetAsync(TimeSpan.FromSeconds(1));
        using var stay = A.Live.Enter(me.Caller);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await again;
        Assert.True(await B.IsLiveAsync(me));

        await worker.StopAsync(Cancel);

        Assert.False(await B.IsLiveAsync(me));
    }

    private Task<IReadOnlySet<string>> LiveAsync(IReadOnlyCollection<string> ids) =>
        B.Database.ReadAsync(session => B.Live.ListLiveAsync(session, ids), Cancel);
}

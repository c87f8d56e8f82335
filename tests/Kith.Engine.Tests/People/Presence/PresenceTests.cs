using Kith.Engine.People;
using Kith.Engine.People.Presence;
using Kith.Engine.Users;

namespace Kith.Engine.Tests.People.Presence;

/// <summary>Who is told that somebody is there, on each database.</summary>
public abstract class PresenceTests(EngineApp app)
{
    private readonly FakeClock _clock = new(new DateTimeOffset(2026, 1, 5, 12, 0, 0, TimeSpan.Zero));
    private Node? _node;

    private Node Here => _node ??= new Node(app, _clock, $"a-{Guid.NewGuid():N}");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Somebody_who_comes_looks_away_and_leaves_is_told_of_to_whom_they_know()
    {
        var (ann, bob) = await MeetAsync();
        var eve = await app.AddPersonAsync("eve");
        using var ears = new Ears(app, bob);
        using var own = new Ears(app, ann);
        using var others = new Ears(app, eve);

        var stay = Here.Live.Enter(ann);
        await Here.TellAsync();
        Assert.Equal([(PresenceStatus.Online, null)], Seen(ears));
        stay.SetAway(true);
        await Here.Live.WriteAsync(Cancel);
        await LaterAsync();
        Assert.Equal((PresenceStatus.Away, null), Seen(ears)[^1]);
        stay.Dispose();
        await Here.Live.WriteAsync(Cancel);
        var left = _clock.GetUtcNow().ToUnixTimeMilliseconds();
        await LaterAsync();

        Assert.Equal((PresenceStatus.Offline, left), Seen(ears)[^1]);
        Assert.Equal(3, ears.Heard.Count);
        Assert.Empty(own.Heard);
        Assert.Empty(others.Heard);
        Assert.Equal([new PersonPresence(ann.PrincipalId, PresenceStatus.Offline, left)], await ListAsync(bob));
    }

    [Fact]
    public async Task Somebody_is_online_while_any_device_is_and_away_when_all_are()
    {
        var (ann, bob) = await MeetAsync();
        var laptop = Here.Live.Enter(ann);
        var phone = Here.Live.Enter(ann);

        laptop.SetAway(true);
        Assert.Equal(PresenceStatus.Online, (await ListAsync(bob))[0].Status);
        phone.SetAway(true);
        Assert.Equal(PresenceStatus.Away, (await ListAsync(bob))[0].Status);
        laptop.SetAway(false);
        Assert.Equal(PresenceStatus.Online, (await ListAsync(bob))[0].Status);
        laptop.Dispose();
        Assert.Equal(PresenceStatus.Away, (await ListAsync(bob))[0].Status);
        phone.Dispose();
        Assert.Equal(PresenceStatus.Offline, (await ListAsync(bob))[0].Status);
    }

    [Fact]
    public async Task Who_comes_back_at_once_was_never_gone_and_who_flickers_is_told_of_once_in_a_while()
    {
        var (ann, bob) = await MeetAsync();
        using var ears = new Ears(app, bob);
        var stay = Here.Live.Enter(ann);
        await Here.TellAsync();
        await LaterAsync();

        stay.Dispose();
        await Here.TellAsync();
        stay = Here.Live.Enter(ann);
        await LaterAsync();
        Assert.Equal([PresenceStatus.Online], Seen(ears).Select(seen => seen.Status));

        stay.SetAway(true);
        for (var i = 0; i < 20; i++)
        {
            stay.SetAway(i % 2 == 0);
            await Here.TellAsync();
        }

        Assert.InRange(ears.Heard.Count, 1, 2);
        await LaterAsync();
        Assert.Equal(PresenceStatus.Online, Seen(ears)[^1].Status);
        Assert.InRange(ears.Heard.Count, 1, 3);
    }

    [Fact]
    public async Task On_another_node_somebody_is_seen_too_and_leaving_one_of_two_is_no_news()
    {
        var (ann, bob) = await MeetAsync();
        var there = new Node(app, _clock, $"b-{Guid.NewGuid():N}");
        using var ears = new Ears(app, bob);
        var stay = Here.Live.Enter(ann);
        using var elsewhere = there.Live.Enter(ann);
        elsewhere.SetAway(true);
        await there.Live.WriteAsync(Cancel);
        Assert.Equal(PresenceStatus.Online, (await ListAsync(bob))[0].Status);
        await Here.TellAsync();

        stay.Dispose();
        await LaterAsync();

        Assert.Equal([PresenceStatus.Online, PresenceStatus.Away], Seen(ears).Select(seen => seen.Status));
        elsewhere.SetAway(false);
        await there.Live.WriteAsync(Cancel);
        Assert.Equal(PresenceStatus.Online, (await ListAsync(bob))[0].Status);
    }

    [Fact]
    public async Task Who_hides_looks_gone_and_nobody_hears_of_them()
    {
        var (ann, bob) = await MeetAsync();
        var stay = Here.Live.Enter(ann);
        await Here.TellAsync();
        using var ears = new Ears(app, bob);

        await Here.Views.SetVisibleAsync(ann, isVisible: false, Cancel);
        await LaterAsync();
        Assert.Equal([(PresenceStatus.Offline, null)], Seen(ears));
        Assert.False((await Here.Views.ListAsync(ann, Cancel)).IsVisible);
        stay.Dispose();
        await LaterAsync();
        await LaterAsync();
        using var again = Here.Live.Enter(ann);
        await LaterAsync();
        again.SetAway(true);
        await LaterAsync();

        Assert.Single(ears.Heard);
        Assert.Equal([new PersonPresence(ann.PrincipalId, PresenceStatus.Offline, null)], await ListAsync(bob));
        await Here.Views.SetVisibleAsync(ann, isVisible: true, Cancel);
        await LaterAsync();
        Assert.Equal((PresenceStatus.Away, null), Seen(ears)[^1]);
    }

    [Fact]
    public async Task Blocking_looks_like_leaving_and_unblocking_like_coming()
    {
        var (ann, bob) = await MeetAsync();
        var stay = Here.Live.Enter(ann);
        using var own = Here.Live.Enter(bob);
        await Here.Live.WriteAsync(Cancel);
        await LaterAsync();
        using var ears = new Ears(app, bob);

        var since = await BlockAsync(ann, bob);
        Here.Teller.NoteBetween(ann.PrincipalId, bob.PrincipalId);
        await Here.TellAsync();

        var gone = Assert.Single(ears.Seen);
        Assert.Equal(new PersonPresence(ann.PrincipalId, PresenceStatus.Offline, since), gone);
        stay.SetAway(true);
        await LaterAsync();
        stay.Dispose();
        await Here.Live.WriteAsync(Cancel);
        await LaterAsync();
        using var again = Here.Live.Enter(ann);
        await LaterAsync();
        Assert.Single(ears.Heard);
        Assert.Equal([gone], await ListAsync(bob));
        Assert.Empty(await ListAsync(ann));

        await app.Database.WriteAsync(session => BlockStore.DeleteAsync(session, ann.PrincipalId, bob.PrincipalId), Cancel);
        Here.Teller.NoteBetween(ann.PrincipalId, bob.PrincipalId);
        await Here.TellAsync();
        Assert.Equal((PresenceStatus.Online, null), Seen(ears)[^1]);
    }

    [Fact]
    public async Task Who_was_not_there_when_they_blocked_is_told_of_to_nobody()
    {
        var (ann, bob) = await MeetAsync();
        using var ears = new Ears(app, bob);

        await BlockAsync(ann, bob);
        Here.Teller.NoteBetween(ann.PrincipalId, bob.PrincipalId);
        await Here.TellAsync();

        Assert.Empty(ears.Heard);
    }

    [Fact]
    public async Task Whom_one_does_not_know_one_does_not_see()
    {
        var (ann, _) = await MeetAsync();
        var eve = await app.AddPersonAsync("eve");
        using var stay = Here.Live.Enter(ann);

        Assert.Empty(await ListAsync(eve));
    }

    private async Task<(Caller Ann, Caller Bob)> MeetAsync()
    {
        var (ann, bob) = (await app.AddPersonAsync("ann"), await app.AddPersonAsync("bob"));
        await app.MeetAsync(ann, bob);
        return (ann, bob);
    }

    /// <summary>Long enough that whatever waited is due.</summary>
    private async Task LaterAsync()
    {
        _clock.Advance(PresenceTeller.Every);
        await Here.TellAsync();
    }

    private async Task<long> BlockAsync(Caller one, Caller other)
    {
        var now = _clock.GetUtcNow().ToUnixTimeMilliseconds();
        await app.Database.WriteAsync(session => BlockStore.PutAsync(session, one.PrincipalId, other.PrincipalId, now), Cancel);
        return now;
    }

    private async Task<IReadOnlyList<PersonPresence>> ListAsync(Caller viewer) => (await Here.Views.ListAsync(viewer, Cancel)).People;

    private static List<(string Status, long? LastSeen)> Seen(Ears ears) => [.. ears.Seen.Select(seen => (seen.Status, seen.LastSeen))];

    /// <summary>What a node knows of who is there, by a clock the test moves.</summary>
    private sealed class Node
    {
        public Node(EngineApp app, FakeClock clock, string id)
        {
            Live = new LivePeople(app.Database, clock, id);
            Teller = new PresenceTeller(app.Database, Live, app.LiveHints, clock);
            Views = new PresenceViews(app.Database, Live, Teller);
        }

        public LivePeople Live { get; }

        public PresenceTeller Teller { get; }

        public PresenceViews Views { get; }

        public Task TellAsync() => Teller.TellAsync(Cancel);
    }
}

public sealed class SqlitePresenceTests(SqliteEngine app) : PresenceTests(app), IClassFixture<SqliteEngine>;

public sealed class PostgresPresenceTests(PostgresEngine app) : PresenceTests(app), IClassFixture<PostgresEngine>;

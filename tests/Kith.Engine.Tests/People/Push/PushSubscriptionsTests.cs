using Kith.Engine.People.Push;
using Kith.Engine.Tests.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.Tests.People.Push;

public sealed class SqlitePushSubscriptionsTests(SqliteTestDatabase storage)
    : PushSubscriptionsTests(storage),
        IClassFixture<SqliteTestDatabase>;

public sealed class PostgresPushSubscriptionsTests(PostgresTestDatabase storage)
    : PushSubscriptionsTests(storage),
        IClassFixture<PostgresTestDatabase>;

public abstract class PushSubscriptionsTests(TestDatabase storage) : PushSceneTests(storage)
{
    private static readonly Browser s_browser = new();

    [Fact]
    public async Task Devices_are_listed_without_their_addresses()
    {
        var me = await Node.SignUpAsync();
        var phone = await Scene.SubscribeAsync(me, "phone");
        Clock.Advance(TimeSpan.FromSeconds(1));
        var laptop = await Scene.SubscribeAsync(me, "laptop", showContent: true);

        Assert.Equal([laptop, phone], await Scene.Subscriptions.ListAsync(me.Caller, Cancel));
        Assert.Equal(
            ("web", "127.0.0.1", me.SignInId, "Firefox", false),
            (phone.Kind, phone.Service, phone.Session, phone.UserAgent, phone.ShowContent)
        );
        Assert.True(laptop.ShowContent);
        Assert.Empty(await Scene.Subscriptions.ListAsync((await Node.SignUpAsync()).Caller, Cancel));
    }

    [Fact]
    public async Task A_device_that_subscribes_again_stays_the_same_one()
    {
        var me = await Node.SignUpAsync();
        var one = await Scene.SubscribeAsync(me, "phone");
        var again = await Scene.SubscribeAsync(me, "phone", showContent: true);

        Assert.Equal(one with { ShowContent = true }, again);
        await Scene.TellAsync(me, "m1");
        await Scene.SendDueAsync();
        Assert.Equal("Secret text of m1", Assert.Single(Scene.ReadBy("phone"))["body"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_device_belongs_to_whoever_signed_in_there_last()
    {
        var (first, second) = (await Node.SignUpAsync(), await Node.SignUpAsync());
        var theirs = await Scene.SubscribeAsync(first, "shared");
        await Scene.TellAsync(first, "for the first");

        var mine = await Scene.SubscribeAsync(second, "shared");

        Assert.NotEqual(theirs.Id, mine.Id);
        Assert.Empty(await Scene.Subscriptions.ListAsync(first.Caller, Cancel));
        await Scene.TellAsync(first, "more for the first");
        Assert.Equal(0, await Scene.SendDueAsync());
    }

    [Fact]
    public async Task Of_more_than_twenty_those_renewed_last_stay()
    {
        var me = await Node.SignUpAsync();
        var other = await Scene.SubscribeAsync(await Node.SignUpAsync(), "theirs");
        for (var i = 0; i < PushSubscriptions.Most; i++)
        {
            await Scene.SubscribeAsync(me, $"d{i}");
            Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var renewed = await Scene.SubscribeAsync(me, "d0");
        Clock.Advance(TimeSpan.FromSeconds(1));
        await Scene.SubscribeAsync(me, "one-more");

        var left = await Scene.Subscriptions.ListAsync(me.Caller, Cancel);
        Assert.Equal(PushSubscriptions.Most, left.Count);
        Assert.Contains(renewed.Id, left.Select(device => device.Id));
        Assert.Equal(1, await Node.CountAsync("SELECT count(*) FROM push_subscriptions WHERE id = @Id", new { other.Id }));
        await Scene.TellAsync(me, "m1");
        await Scene.SendDueAsync();
        Assert.DoesNotContain(Scene.Service.Requests, request => request.Device == "d1");
    }

    [Fact]
    public async Task A_device_is_removed_by_its_id_or_by_its_address()
    {
        var me = await Node.SignUpAsync();
        var one = await Scene.SubscribeAsync(me, "one");
        var two = await Scene.SubscribeAsync(me, "two");

        Assert.Null((await Scene.Subscriptions.RemoveAsync(me.Caller, one.Id, Cancel)).Failure);
        Assert.Equal(two.Id, Assert.Single(await Scene.Subscriptions.ListAsync(me.Caller, Cancel)).Id);
        Assert.IsType<NotFound>((await Scene.Subscriptions.RemoveAsync(me.Caller, one.Id, Cancel)).Failure);
        Assert.Null((await Scene.Subscriptions.RemoveAsync(me.Caller, Scene.Service.AddressOf("two"), token: null, Cancel)).Failure);
        Assert.Empty(await Scene.Subscriptions.ListAsync(me.Caller, Cancel));
    }

    [Fact]
    public async Task Somebody_elses_device_is_as_none()
    {
        var (me, other) = (await Node.SignUpAsync(), await Node.SignUpAsync());
        var theirs = await Scene.SubscribeAsync(other, "theirs");

        Assert.IsType<NotFound>((await Scene.Subscriptions.RemoveAsync(me.Caller, theirs.Id, Cancel)).Failure);
        Assert.IsType<NotFound>(
            (await Scene.Subscriptions.RemoveAsync(me.Caller, Scene.Service.AddressOf("theirs"), token: null, Cancel)).Failure
        );
        Assert.Single(await Scene.Subscriptions.ListAsync(other.Caller, Cancel));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("https://one.example", "and a token")]
    public async Task To_remove_by_address_takes_one(string? endpoint, string? token) =>
        Assert.IsType<Invalid>((await Scene.Subscriptions.RemoveAsync((await Node.SignUpAsync()).Caller, endpoint, token, Cancel)).Failure);

    [Fact]
    public async Task A_guest_has_none()
    {
        var guest = await Node.GuestAsync();
        var refused = await Scene.Subscriptions.AddAsync(guest.Caller, guest.SignInId, Valid(), Cancel);
        Assert.IsType<Forbidden>(refused.Failure);
    }

    [Fact]
    public async Task A_sign_in_that_is_over_gets_none()
    {
        var me = await Node.SignUpAsync();
        await Node.SignIns.RevokeAsync(me.Caller, me.SignInId, Cancel);
        await Assert.ThrowsAsync<OwnerGoneException>(() => Scene.Subscriptions.AddAsync(me.Caller, me.SignInId, Valid(), Cancel));
    }

    public static TheoryData<string, NewPushSubscription> Bad =>
        new()
        {
            { "kind", Valid() with { Kind = "sms" } },
            { "kind", Valid() with { Kind = "fcm" } },
            { "endpoint", Valid() with { Endpoint = null } },
            { "endpoint", Valid() with { Endpoint = "" } },
            { "endpoint", Valid() with { Endpoint = "/push/1" } },
            { "endpoint", Valid() with { Endpoint = "https://push.example.org/1" } },
            { "endpoint", Valid() with { Endpoint = "https://fcm.googleapis.com/" + new string('x', 2048) } },
            { "token", Valid() with { Token = "t" } },
            { "keys", Valid() with { PublicKey = null } },
            { "keys", Valid() with { Secret = null } },
            { "keys", Valid() with { PublicKey = s_browser.Secret } },
            { "keys", Valid() with { Secret = "AAAA" } },
            { "expirationTime", Valid() with { ExpiresAt = 1 } },
            { "expirationTime", Valid() with { ExpiresAt = double.NaN } },
            { "expirationTime", Valid() with { ExpiresAt = double.PositiveInfinity } },
            { "expirationTime", Valid() with { ExpiresAt = -1 } },
            { "expirationTime", Valid() with { ExpiresAt = 1e300 } },
        };

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task What_is_no_subscription_is_refused_by_its_field(string field, NewPushSubscription bad)
    {
        var me = await Node.SignUpAsync();
        var refused = await Scene.Subscriptions.AddAsync(me.Caller, me.SignInId, bad, Cancel);
        Assert.Equal(field, Assert.Single(Assert.IsType<Invalid>(refused.Failure).Errors).Key);
    }

    [Fact]
    public async Task When_a_subscription_runs_out_is_kept()
    {
        var me = await Node.SignUpAsync();
        var time = Clock.GetUtcNow().AddDays(1);
        var device = Valid() with { ExpiresAt = time.ToUnixTimeMilliseconds() + 0.5 };
        Assert.Equal(time, (await Scene.Subscriptions.AddAsync(me.Caller, me.SignInId, device, Cancel)).Value.ExpiresAt);
    }

    [Fact]
    public async Task All_nodes_and_every_start_have_the_same_key()
    {
        await using var other = Scene.Another();
        var keys = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? Scene : other).Subscriptions.GetKeyAsync(Cancel)));
        await using var later = Scene.Another();

        Assert.Single(keys.Append(await later.Subscriptions.GetKeyAsync(Cancel)).Distinct(StringComparer.Ordinal));
    }

    private static NewPushSubscription Valid() =>
        new(null, "https://updates.push.services.mozilla.com/wpush/v2/x", s_browser.PublicKey, s_browser.Secret, null, null, null);
}

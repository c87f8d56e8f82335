using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Kith.Engine.Tests.Storage;

namespace Kith.Engine.Tests.People.Push;

public sealed class SqlitePushTests(SqliteTestDatabase storage) : PushTests(storage), IClassFixture<SqliteTestDatabase>;

public sealed class PostgresPushTests(PostgresTestDatabase storage) : PushTests(storage), IClassFixture<PostgresTestDatabase>;

/// <summary>What devices are told, and when they aren't.</summary>
public abstract class PushTests(TestDatabase storage) : PushSceneTests(storage)
{
    [Fact]
    public async Task A_device_is_told_that_there_is_something_and_neither_who_nor_what()
    {
        var me = await Node.SignUpAsync();
        await Scene.SubscribeAsync(me, "phone");

        await Scene.TellAsync(me, "m1");
        Assert.Equal(1, await Scene.SendDueAsync());

        var told = Assert.Single(Scene.ReadBy("phone"));
        Assert.Equal("Kith", told["title"]!.GetValue<string>());
        Assert.Equal("New message", told["body"]!.GetValue<string>());
        Assert.Equal("/chats/m1", told["path"]!.GetValue<string>());
        Assert.Equal("message", told["kind"]!.GetValue<string>());
        Assert.DoesNotContain("ecret", told.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(0, await Scene.WaitingAsync());
    }

    [Fact]
    public async Task A_device_that_asked_for_it_is_told_who_and_what()
    {
        var me = await Node.SignUpAsync();
        await Scene.SubscribeAsync(me, "phone", showContent: true);

        await Scene.TellAsync(me, "m1");
        await Scene.SendDueAsync();

        var told = Assert.Single(Scene.ReadBy("phone"));
        Assert.Equal("From somebody: m1", told["title"]!.GetValue<string>());
        Assert.Equal("Secret text of m1", told["body"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_service_is_told_for_how_long_and_by_whom_and_sees_nothing_else()
    {
        var me = await Node.SignUpAsync();
        await Scene.SubscribeAsync(me, "phone", showContent: true);
        await Scene.TellAsync(me, "m1", lastsFor: TimeSpan.FromMinutes(10));
        await Scene.SendDueAsync();

        var request = Assert.Single(Scene.Service.Requests);
        Assert.Equal("POST", request.Method);
        Assert.Equal("600", request.Headers["TTL"]);
        Assert.Equal("high", request.Headers["Urgency"]);
        Assert.Equal("aes128gcm", request.Headers["Content-Encoding"]);
        Assert.Equal("application/octet-stream", request.Headers["Content-Type"]);
        Assert.Matches("^[A-Za-z0-9_-]{32}$", request.Headers["Topic"]);
        Assert.Equal(86 + 512 + 17, request.Body.Length);
        Assert.DoesNotContain("chat-1", string.Join(' ', request.Headers.Values), StringComparison.Ordinal);

        var key = await Scene.Subscriptions.GetKeyAsync(Cancel);
        var header = request.Headers["Authorization"];
        Assert.EndsWith($", k={key}", header, StringComparison.Ordinal);
        var token = header["vapid t=".Length..].Split(',')[0].Split('.');
        var point = Base64Url.DecodeFromChars(key);
        using var verifier = ECDsa.Create(
            new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new ECPoint { X = point[1..33], Y = point[33..] },
            }
        );
        Assert.True(
            verifier.VerifyData(
                Encoding.ASCII.GetBytes($"{token[0]}.{token[1]}"),
                Base64Url.DecodeFromChars(token[2]),
                HashAlgorithmName.SHA256
            )
        );
        var claims = JsonNode.Parse(Base64Url.DecodeFromChars(token[1]))!;
        Assert.Equal(Scene.Service.Origin.GetLeftPart(UriPartial.Authority), claims["aud"]!.GetValue<string>());
        Assert.Equal("mailto:admin@example.org", claims["sub"]!.GetValue<string>());
        var lasts = DateTimeOffset.FromUnixTimeSeconds(claims["exp"]!.GetValue<long>()) - Clock.GetUtcNow();
        Assert.InRange(lasts, TimeSpan.FromMinutes(1), TimeSpan.FromHours(24));
    }

    [Fact]
    public async Task Every_device_is_told_and_nobody_elses()
    {
        var (me, other) = (await Node.SignUpAsync(), await Node.SignUpAsync());
        await Scene.SubscribeAsync(me, "phone");
        await Scene.SubscribeAsync(me, "laptop");
        await Scene.SubscribeAsync(other, "theirs");

        await Scene.TellAsync(me, "m1");
        await Scene.SendDueAsync();

        Assert.Equal(["laptop", "phone"], Scene.Service.Requests.Select(r => r.Device).Order(StringComparer.Ordinal));
        // Or services would see who is told the same.
        Assert.NotEqual(Scene.Service.Requests[0].Headers["Topic"], Scene.Service.Requests[1].Headers["Topic"]);
    }

    [Fact]
    public async Task Nobody_without_a_device_is_queued_for()
    {
        await Scene.TellAsync(await Node.SignUpAsync(), "m1");
        Assert.Equal(0, await Scene.WaitingAsync());
    }

    [Fact]
    public async Task Somebody_who_is_connected_is_not_told()
    {
        var me = await Node.SignUpAsync();
        await Scene.SubscribeAsync(me, "phone");

        using (Node.Live.Enter(me.Caller))
            await Scene.TellAsync(me, "while here");
        Assert.Equal(0, await Scene.WaitingAsync());

        await using var elsewhere = Scene.Another();
        using (elsewhere.Node.Live.Enter(me.Caller))
        {
            await elsewhere.Node.Live.WriteAsync(Cancel);
            await Scene.TellAsync(me, "while elsewhere");
            Assert.Equal(1, await Scene.SendDueAsync());
        }

        await elsewhere.Node.Live.WriteAsync(Cancel);
        await Scene.TellAsync(me, "while away");
        await Scene.SendDueAsync();
        Assert.Equal("/chats/while away", Assert.Single(Scene.ReadBy("phone"))["path"]!.GetValue<string>());
    }

    [Fact]
    public async Task What_was_read_or_deleted_meanwhile_is_not_told()
    {
        var me = await Node.SignUpAsync();
        await Scene.SubscribeAsync(me, "phone");
        await Scene.TellAsync(me, "m1");
        Scene.End("m1");

        Assert.Equal(1, await Scene.SendDueAsync());

        Assert.Empty(Scene.Service.Requests);
        Assert.Equal(0, await Scene.WaitingAsync());
    }

    [Fact]
    public async Task Of_one_topic_only_the_newest_is_told_and_it_replaces_what_was()
    {
        var me = await Node.SignUpAsync();
        await Scene.SubscribeAsync(me, "phone");
        foreach (var subject in (string[])["m1", "m2", "m3"])
            await Scene.TellAsync(me, subject, "chat-1");
        await Scene.TellAsync(me, "n1", "chat-2");
        Assert.Equal(2, await Scene.SendDueAsync());
        await Scene.TellAsync(me, "m4", "chat-1");
        Assert.Equal(1, await Scene.SendDueAsync());

        var told = Scene.Service.Requests.ToDictionary(r => Scene.Read(r)["path"]!.GetValue<string>(), r => r.Headers["Topic"]);
        Assert.Equal(["/chats/m3", "/chats/m4", "/chats/n1"], told.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(told["/chats/m3"], told["/chats/m4"]);
        Assert.NotEqual(told["/chats/m3"], told["/chats/n1"]);
        Assert.All(Scene.Service.Requests, r => Assert.Equal(r.Headers["Topic"], Scene.Read(r)["tag"]!.GetValue<string>()));
    }

    [Fact]
    public async Task What_happens_while_one_is_on_its_way_is_told_after_it()
    {
        var me = await Node.SignUpAsync();
        await Scene.SubscribeAsync(me, "phone");
        await Scene.TellAsync(me, "m1");
        Scene.Service.Answer("phone", async _ => await Scene.TellAsync(me, "m2"));

        Assert.Equal(2, await Scene.SendDueAsync());

        Assert.Equal(["/chats/m1", "/chats/m2"], Scene.ReadBy("phone").Select(told => told["path"]!.GetValue<string>()));
        Assert.Equal(0, await Scene.WaitingAsync());
    }

    [Fact]
    public async Task What_is_not_worth_telling_any_more_is_forgotten()
    {
        var me = await Node.SignUpAsync();
        await Scene.SubscribeAsync(me, "phone");
        await Scene.TellAsync(me, "m1", lastsFor: TimeSpan.FromMinutes(10));
        Clock.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(0, await Scene.SendDueAsync());
        Assert.Equal(0, await Scene.WaitingAsync());
    }

    [Fact]
    public async Task What_is_to_wait_waits()
    {
        var me = await Node.SignUpAsync();
        await Scene.SubscribeAsync(me, "phone");
        await Scene.TellAsync(me, "m1", delay: TimeSpan.FromSeconds(5));

        Assert.Equal(0, await Scene.SendDueAsync());
        Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(1, await Scene.SendDueAsync());
    }

    [Fact]
    public async Task What_is_rolled_back_is_not_told()
    {
        var me = await Node.SignUpAsync();
        await Scene.SubscribeAsync(me, "phone");

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            Node.Database.WriteAsync<Done>(
                async session =>
                {
                    await Node.Get<Kith.Engine.People.Push.PushQueue>()
                        .AddAsync(session, [me.Caller.PrincipalId], new(PushScene.Kind, "m1", "chat-1"));
                    throw new InvalidOperationException();
                },
                Cancel
            )
        );

        Assert.Equal(0, await Scene.WaitingAsync());
    }

    [Fact]
    public async Task A_device_that_signs_out_is_not_told_and_others_are()
    {
        var me = await Node.SignUpAsync();
        var there = await Node.LogInAsync(me);
        await Scene.SubscribeAsync(me, "here");
        await Scene.SubscribeAsync(there, "there");
        await Scene.TellAsync(me, "m1");

        await Node.SignIns.RevokeAsync(me.Caller, me.SignInId, Cancel);
        await Scene.SendDueAsync();

        Assert.Equal("there", Assert.Single(Scene.Service.Requests).Device);
    }

    [Fact]
    public async Task An_erased_account_leaves_nothing()
    {
        var me = await Node.SignUpAsync();
        await Scene.SubscribeAsync(me, "phone");
        await Scene.TellAsync(me, "m1");

        Assert.Null((await Node.Accounts.EraseAsync(me.Caller, PeopleNode.Password, new("Firefox", "192.0.2.1"), Cancel)).Failure);

        Assert.Equal(0, await Scene.SendDueAsync());
        Assert.Equal(0, await Node.CountAsync("SELECT count(*) FROM push_subscriptions"));
        Assert.Equal(0, await Scene.WaitingAsync());
    }

    [Fact]
    public async Task A_subscription_that_ran_out_is_not_used()
    {
        var me = await Node.SignUpAsync();
        var device = await Scene.SubscribeAsync(me, "phone");
        await Node.ExecuteAsync(
            "UPDATE push_subscriptions SET expires_at = @at WHERE id = @Id",
            new { device.Id, at = Clock.GetUtcNow().AddMinutes(1).ToUnixTimeMilliseconds() }
        );
        await Scene.TellAsync(me, "m1");
        Clock.Advance(TimeSpan.FromMinutes(1));

        await Scene.SendDueAsync();

        Assert.Empty(Scene.Service.Requests);
    }

    [Fact]
    public async Task An_address_that_is_not_allowed_any_more_is_never_called()
    {
        var me = await Node.SignUpAsync();
        var device = await Scene.SubscribeAsync(me, "phone");
        await using var other = await FakePushService.StartAsync();
        await Node.ExecuteAsync(
            "UPDATE push_subscriptions SET address = @address WHERE id = @Id",
            new { device.Id, address = other.AddressOf("phone") }
        );
        await Scene.TellAsync(me, "m1");

        await Scene.SendDueAsync();

        Assert.Empty(other.Requests);
        Assert.Empty(await Scene.Subscriptions.ListAsync(me.Caller, Cancel));
    }

    [Fact]
    public async Task A_kind_nobody_registered_is_a_mistake() =>
        await Assert.ThrowsAsync<ArgumentException>(() =>
            Node.Database.WriteAsync<Done>(
                async session =>
                {
                    await Node.Get<Kith.Engine.People.Push.PushQueue>().AddAsync(session, ["somebody"], new("unheard", "m1", "chat-1"));
                    return default;
                },
                Cancel
            )
        );
}

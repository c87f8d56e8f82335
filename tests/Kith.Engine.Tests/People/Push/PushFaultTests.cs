using Kith.Engine.People.Push;
using Kith.Engine.Tests.Storage;
using Kith.Engine.Users;
using Microsoft.Extensions.Hosting;

namespace Kith.Engine.Tests.People.Push;

public sealed class SqlitePushFaultTests(SqliteTestDatabase storage) : PushFaultTests(storage), IClassFixture<SqliteTestDatabase>;

public sealed class PostgresPushFaultTests(PostgresTestDatabase storage) : PushFaultTests(storage), IClassFixture<PostgresTestDatabase>;

/// <summary>Push services that say no, later, or nothing; nodes that go down.</summary>
public abstract class PushFaultTests(TestDatabase storage) : PushSceneTests(storage)
{
    private readonly TestDatabase _storage = storage;

    private int Asked => Scene.Service.Requests.Count;

    [Theory]
    [InlineData(404)]
    [InlineData(410)]
    public async Task A_device_its_service_does_not_know_is_forgotten_with_all_that_waits_for_it(int status)
    {
        var me = await Node.SignUpAsync();
        await Scene.SubscribeAsync(me, "gone");
        var stays = await Scene.SubscribeAsync(me, "stays");
        Scene.Service.Answer("gone", FakePushService.Status(status));
        await Scene.TellAsync(me, "m1", "chat-1");
        await Scene.TellAsync(me, "m2", "chat-2");

        await Scene.SendDueAsync();

        Assert.Single(Scene.Service.Requests, r => r.Device == "gone");
        Assert.Equal(2, Scene.Service.Requests.Count(r => r.Device == "stays"));
        Assert.Equal(stays.Id, Assert.Single(await Scene.Subscriptions.ListAsync(me.Caller, Cancel)).Id);
        Assert.Equal(0, await Scene.WaitingAsync());
    }

    [Fact]
    public async Task A_device_that_subscribed_anew_meanwhile_is_kept()
    {
        var me = await Node.SignUpAsync();
        await Scene.SubscribeAsync(me, "phone");
        Scene.Service.Answer(
            "phone",
            async context =>
            {
                await Scene.SubscribeAsync(me, "phone");
                await FakePushService.Status(410)(context);
            }
        );
        await Scene.TellAsync(me, "m1");
        await Scene.SendDueAsync();

        Assert.Single(await Scene.Subscriptions.ListAsync(me.Caller, Cancel));
    }

    [Theory]
    [InlineData("120")]
    [InlineData("Mon, 05 Jan 2026 12:02:00 GMT")]
    public async Task A_service_that_asks_for_patience_is_given_it(string retryAfter)
    {
        var me = await SubscribedAsync();
        Scene.Service.Answer("phone", FakePushService.Status(429, "Retry-After", retryAfter));
        await Scene.TellAsync(me, "m1");
        Assert.Equal(1, await Scene.SendDueAsync());

        Clock.Advance(TimeSpan.FromSeconds(119));
        await Scene.TellAsync(me, "m2"); // and what happens meanwhile doesn't hurry it
        Assert.Equal(0, await Scene.SendDueAsync());
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await Scene.SendDueAsync());

        Assert.Equal("/chats/m2", Scene.ReadBy("phone")[^1]["path"]!.GetValue<string>());
        Assert.Equal(0, await Scene.WaitingAsync());
    }

    [Fact]
    public async Task Patience_beyond_what_it_is_worth_ends_it()
    {
        var me = await SubscribedAsync();
        Scene.Service.Answer("phone", FakePushService.Status(503, "Retry-After", "999999999"));
        await Scene.TellAsync(me, "m1");
        await Scene.SendDueAsync();

        Assert.Equal(0, await Scene.WaitingAsync());
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(408)]
    public async Task A_failure_is_tried_again_three_times_and_not_more(int status)
    {
        var me = await SubscribedAsync();
        Scene.Service.Answer("phone", [.. Enumerable.Repeat(FakePushService.Status(status), 10)]);
        await Scene.TellAsync(me, "m1");

        foreach (var wait in (int[])[0, 10, 60, 300])
        {
            if (wait > 0)
            {
                Clock.Advance(TimeSpan.FromSeconds(wait - 1));
                Assert.Equal(0, await Scene.SendDueAsync());
                Clock.Advance(TimeSpan.FromSeconds(1));
            }

            Assert.Equal(1, await Scene.SendDueAsync());
        }

        Assert.Equal(4, Asked);
        Assert.Single(Scene.Service.Requests.Select(r => r.Headers["Topic"]).Distinct(StringComparer.Ordinal));
        Assert.Equal(0, await Scene.WaitingAsync());
        Assert.Single(await Scene.Subscriptions.ListAsync(me.Caller, Cancel));
    }

    [Fact]
    public async Task A_service_that_hangs_is_left_after_ten_seconds_and_asked_again()
    {
        var me = await SubscribedAsync();
        Scene.Service.Answer("phone", FakePushService.HangAsync);
        await Scene.TellAsync(me, "m1");

        var waiting = Clock.WhenSetAsync(TimeSpan.FromSeconds(10));
        var sending = Scene.SendDueAsync();
        await waiting;
        await Scene.Service.NextAsync();
        // Nobody who writes waits for it.
        await Scene.TellAsync(me, "m2", "chat-2");
        Assert.False(sending.IsCompleted);
        Clock.Advance(TimeSpan.FromSeconds(10));
        await sending;

        Clock.Advance(TimeSpan.FromSeconds(10));
        await Scene.SendDueAsync();
        Assert.Contains("/chats/m1", Scene.ReadBy("phone").Skip(1).Select(told => told["path"]!.GetValue<string>()));
        Assert.Equal(0, await Scene.WaitingAsync());
    }

    [Fact]
    public async Task A_service_that_breaks_off_is_asked_again()
    {
        var me = await SubscribedAsync();
        Scene.Service.Answer(
            "phone",
            context =>
            {
                context.Abort();
                return Task.CompletedTask;
            }
        );
        await Scene.TellAsync(me, "m1");
        await Scene.SendDueAsync();
        Clock.Advance(TimeSpan.FromSeconds(10));
        await Scene.SendDueAsync();

        Assert.Equal(2, Asked);
        Assert.Equal(0, await Scene.WaitingAsync());
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_not_followed(int status)
    {
        await using var elsewhere = await FakePushService.StartAsync();
        var me = await SubscribedAsync();
        Scene.Service.Answer("phone", FakePushService.Status(status, "Location", elsewhere.AddressOf("phone")));
        Scene.Service.Answer("phone", FakePushService.Status(status, "Location", Scene.Service.AddressOf("other")));
        await Scene.TellAsync(me, "m1");
        await Scene.SendDueAsync();
        await Scene.TellAsync(me, "m2");
        await Scene.SendDueAsync();

        Assert.Empty(elsewhere.Requests);
        Assert.All(Scene.Service.Requests, r => Assert.Equal("phone", r.Device));
        Assert.Equal(0, await Scene.WaitingAsync());
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    public async Task What_is_refused_is_given_up_and_the_device_stays(int status)
    {
        var me = await SubscribedAsync();
        Scene.Service.Answer("phone", FakePushService.Status(status));
        await Scene.TellAsync(me, "m1");
        await Scene.SendDueAsync();

        Assert.Equal((1, 0), (Asked, await Scene.WaitingAsync()));
        Assert.Single(await Scene.Subscriptions.ListAsync(me.Caller, Cancel));
    }

    [Fact]
    public async Task What_is_too_large_is_told_without_its_content()
    {
        var me = await Node.SignUpAsync();
        await Scene.SubscribeAsync(me, "phone", showContent: true);
        Scene.Service.Answer("phone", FakePushService.Status(413));
        await Scene.TellAsync(me, "m1");
        await Scene.SendDueAsync();

        Assert.Equal(["From somebody: m1", "Kith"], Scene.ReadBy("phone").Select(told => told["title"]!.GetValue<string>()));
        Assert.Equal(0, await Scene.WaitingAsync());
    }

    [Fact]
    public async Task What_is_too_large_without_content_is_given_up()
    {
        var me = await SubscribedAsync();
        Scene.Service.Answer("phone", FakePushService.Status(413));
        await Scene.TellAsync(me, "m1");
        await Scene.SendDueAsync();

        Assert.Equal((1, 0), (Asked, await Scene.WaitingAsync()));
    }

    [Fact]
    public async Task A_service_out_of_order_is_left_alone_for_a_while_and_costs_no_attempts()
    {
        var me = await Node.SignUpAsync();
        await Scene.SubscribeAsync(me, "phone");
        Scene.Service.Answer("phone", [.. Enumerable.Repeat(FakePushService.Status(500), 5)]);
        for (var i = 0; i < 8; i++)
            await Scene.TellAsync(me, $"m{i}", $"chat-{i}");

        Assert.Equal(8, await Scene.SendDueAsync());
        Assert.Equal(5, Asked);
        Assert.Equal(3, await Node.CountAsync("SELECT count(*) FROM pushes WHERE attempts = 0"));

        Clock.Advance(TimeSpan.FromSeconds(60));
        await Scene.SendDueAsync();
        Assert.Equal(8, Scene.ReadBy("phone").Skip(5).Select(told => told["path"]!.GetValue<string>()).Distinct().Count());
        Assert.Equal(0, await Scene.WaitingAsync());
    }

    [Fact]
    public async Task Two_nodes_at_once_send_each_push_once()
    {
        var me = await SubscribedAsync();
        await using var other = Scene.Another();
        for (var i = 0; i < 60; i++)
            await Scene.TellAsync(me, $"m{i}", $"chat-{i}");

        await Task.WhenAll(Scene.SendDueAsync(), other.SendDueAsync());
        await Scene.SendDueAsync();

        Assert.Equal(60, Asked);
        Assert.Equal(60, Scene.ReadBy("phone").Select(told => told["path"]!.GetValue<string>()).Distinct().Count());
        Assert.Equal(0, await Scene.WaitingAsync());
    }

    [Fact]
    public async Task What_a_node_that_went_down_held_is_sent_by_another()
    {
        var me = await SubscribedAsync();
        await using var other = Scene.Another();
        await Scene.TellAsync(me, "m1");
        Assert.Single(await Scene.Dispatcher.TakeAsync(16, Cancel)); // and then it goes down

        Clock.Advance(PushDispatcher.HeldFor - TimeSpan.FromSeconds(1));
        Assert.Equal(0, await other.SendDueAsync());
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await other.SendDueAsync());
        Assert.Equal(1, Asked);
    }

    [Fact]
    public async Task A_push_that_was_sent_but_not_noted_is_sent_again_in_its_own_place()
    {
        var me = await SubscribedAsync();
        await Scene.TellAsync(me, "m1");
        var fails = false;
        var database = new BreakableDatabase(_storage.Database, () => fails);
        await using var broken = Scene.Another(database);
        Scene.Service.Answer(
            "phone",
            _ =>
            {
                fails = true;
                return Task.CompletedTask;
            }
        );
        var push = Assert.Single(await broken.Dispatcher.TakeAsync(16, Cancel));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => broken.Dispatcher.SendAsync(push, Cancel));

        Clock.Advance(PushDispatcher.HeldFor);
        await Scene.SendDueAsync();

        Assert.Equal(2, Asked);
        Assert.Single(Scene.Service.Requests.Select(r => r.Headers["Topic"]).Distinct(StringComparer.Ordinal));
        Assert.Equal(0, await Scene.WaitingAsync());
    }

    [Fact]
    public async Task A_push_that_takes_its_node_down_each_time_ends()
    {
        var me = await SubscribedAsync();
        await Scene.TellAsync(me, "m1");
        for (var i = 0; i < 4; i++)
        {
            Assert.Single(await Scene.Dispatcher.TakeAsync(16, Cancel));
            Clock.Advance(PushDispatcher.HeldFor);
        }

        await Scene.SendDueAsync();

        Assert.Equal((0, 0), (Asked, await Scene.WaitingAsync()));
    }

    [Fact]
    public async Task The_worker_sends_at_once_and_waits_for_what_is_on_its_way_when_it_stops()
    {
        var me = await SubscribedAsync();
        IHostedService worker = Node.Worker<PushWorker>();
        await worker.StartAsync(Cancel);
        Scene.Service.Answer("phone", FakePushService.Status(500));
        await Scene.TellAsync(me, "m1");
        await Scene.Service.NextAsync();

        var entered = new TaskCompletionSource();
        var leave = new TaskCompletionSource();
        Scene.Service.Answer(
            "phone",
            async _ =>
            {
                entered.SetResult();
                await leave.Task;
            }
        );
        await Scene.TellAsync(me, "m2", "chat-2");
        await entered.Task;

        // A host may ask twice.
        var stopping = Task.WhenAll(worker.StopAsync(Cancel), worker.StopAsync(Cancel));
        Assert.False(stopping.IsCompleted);
        leave.SetResult();
        await stopping;

        Assert.Equal(1, await Scene.WaitingAsync()); // m1, for later
        Assert.Equal(1, await Node.CountAsync("SELECT attempts FROM pushes"));
    }

    [Fact]
    public async Task The_worker_tries_again_when_it_is_time()
    {
        var me = await SubscribedAsync();
        IHostedService worker = Node.Worker<PushWorker>();
        await worker.StartAsync(Cancel);
        Scene.Service.Answer("phone", FakePushService.Status(503, "Retry-After", "7"));
        var due = Clock.WhenSetAsync(TimeSpan.FromSeconds(7));
        await Scene.TellAsync(me, "m1");
        await Scene.Service.NextAsync();
        await due;

        Clock.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal("/chats/m1", Scene.Read(await Scene.Service.NextAsync())["path"]!.GetValue<string>());
        await worker.StopAsync(Cancel);
        Assert.Equal(0, await Scene.WaitingAsync());
    }

    [Fact]
    public async Task The_log_names_services_and_never_an_address_or_a_text()
    {
        var me = await Node.SignUpAsync();
        await Scene.SubscribeAsync(me, "phone-secret", showContent: true);
        Scene.Service.Answer("phone-secret", FakePushService.Status(500), FakePushService.Status(403), FakePushService.Status(410));
        foreach (var subject in (string[])["m1", "m2", "m3"])
        {
            await Scene.TellAsync(me, subject);
            await Scene.SendDueAsync();
            Clock.Advance(TimeSpan.FromSeconds(10));
            await Scene.SendDueAsync();
        }

        var lines = Node.Log.Lines.Where(line => line.Contains("127.0.0.1", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, lines.Count);
        Assert.DoesNotContain(Node.Log.Lines, line => line.Contains("secret", StringComparison.OrdinalIgnoreCase));
    }

    private async Task<SignedIn> SubscribedAsync()
    {
        var me = await Node.SignUpAsync();
        await Scene.SubscribeAsync(me, "phone");
        return me;
    }
}

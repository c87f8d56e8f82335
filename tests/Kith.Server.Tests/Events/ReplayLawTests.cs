namespace Kith.Server.Tests.Events;

/// <summary>The replay law for every change of chats, on each database.</summary>
public abstract class ReplayLawTests(ChatApp app) : ReplayLaw(app)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public Task Starting_chats() =>
        HoldAsync(async me =>
        {
            await ChatApp.StartChatAsync(me, title: "A title");
            await ChatApp.StartChatAsync(me);
        });

    [Fact]
    public Task Renaming_pinning_archiving_ending_and_deleting() =>
        HoldAsync(async me =>
        {
            var (kept, gone) = (await ChatApp.StartChatAsync(me), await ChatApp.StartChatAsync(me));
            await SendAsync(me, gone, "soon gone");
            (await me.PatchAsync($"/api/ai/chats/{kept}/", new { title = "Renamed" })).Expect(200);
            (await me.PatchAsync($"/api/ai/chats/{kept}/", new { pinned = true, system_prompt = "Be brief." })).Expect(200);
            (await me.PatchAsync($"/api/ai/chats/{kept}/", new { archived = true })).Expect(200);
            (await me.PostAsync($"/api/ai/chats/{kept}/end/")).Expect(200);
            (await me.DeleteAsync($"/api/ai/chats/{gone}/")).Expect(204);
        });

    [Fact]
    public Task Talking() =>
        HoldAsync(async me =>
        {
            var id = await ChatApp.StartChatAsync(me);
            await SendAsync(me, id, "one");
            await me.StreamAsync($"/api/ai/chats/{id}/send_message/", new { content = "two", client_id = "c-2" });
            using var socket = await KithSocket.ConnectAsync(App, "/ws/chat/", me);
            await socket.SendAsync(
                new
                {
                    type = "message",
                    chat_id = id,
                    content = "three",
                }
            );
            await socket.ExpectAsync("done");
            (await me.PostAsync("/api/send-message/", new { message = "to the best friend" })).Expect(200);
        });

    [Fact]
    public Task An_answer_that_cites_and_one_that_breaks_off() =>
        HoldAsync(async me =>
        {
            await SendAsync(me, await ChatApp.StartChatAsync(me, "citations"), "cite");
            await SendAsync(me, await ChatApp.StartChatAsync(me, "drop-after:3"), "break off");
        });

    [Fact]
    public Task A_model_that_refuses() =>
        HoldAsync(async me =>
        {
            var id = await ChatApp.StartChatAsync(me, "status:400");
            (await me.PostAsync($"/api/ai/chats/{id}/send_message/", new { content = "hello?" })).ExpectProblem(
                502,
                "provider_unavailable"
            );
        });

    [Fact]
    public Task Stopping() =>
        HoldAsync(async me =>
        {
            var id = await ChatApp.StartChatAsync(me, "gate|say:one two three");
            var (turnId, asked) = await BeginAsync(me, id);
            asked.Release();
            (await me.PostAsync($"/api/turns/{turnId}/stop/")).Expect(200);
        });

    [Fact]
    public Task A_turn_that_runs_and_one_whose_chat_is_deleted_under_it() =>
        HoldAsync(async me =>
        {
            var (running, deleted) = (await ChatApp.StartChatAsync(me, "gate|say:one"), await ChatApp.StartChatAsync(me, "gate|say:two"));
            await BeginAsync(me, running);
            await BeginAsync(me, deleted);
            (await me.DeleteAsync($"/api/ai/chats/{deleted}/")).Expect(204);
        });

    [Fact]
    public Task A_turn_that_another_server_left_behind() =>
        HoldAsync(async me =>
        {
            var id = await ChatApp.StartChatAsync(me);
            await SendAsync(me, id, "one");
            // Its last turn, as a server that was killed leaves it; and somebody who finds it.
            await App.ArrangeAsync(
                """
                UPDATE turns SET state = 'running', ended_at = NULL, node_id = 'dead', lease_until = 1
                WHERE conversation_id = @id
                """,
                new { id }
            );
            await using var other = await App.StartAnotherAsync();
            using var elsewhere = other.Anonymous;
            elsewhere.Use(new Answer(200, me.SignIn!.ToJsonString(), null!, null, ""));
            for (var status = ""; status != "interrupted"; )
                status = (await elsewhere.GetAsync($"/api/ai/chats/{id}/messages/")).Expect(200).Get("results.1.status");
        });

    [Fact]
    public async Task A_guest_is_claimed()
    {
        var guest = await App.GuestAsync();
        var chat = await ChatApp.StartChatAsync(guest);
        await SendAsync(guest, chat, "as a guest");
        var running = await ChatApp.StartChatAsync(guest, "gate|say:one two");
        await BeginAsync(guest, running);
        await HoldAsync(async me =>
        {
            var claim = await guest.PostAsync(
                "/api/auth/login",
                new
                {
                    email = me.Email,
                    password = KithApp.Password,
                    claim_guest = true,
                }
            );
            claim.Expect(200);
            await SendAsync(me, chat, "and now as myself");
        });
    }

    [Fact]
    public Task Saying_it_differently_and_asking_again() =>
        HoldAsync(async me =>
        {
            var chat = $"/api/ai/chats/{await StartTalkAsync(me)}/";
            (await me.PatchAsync($"{chat}messages/{await IdAtAsync(me, chat, 2)}/", new { content = "two, said differently" })).Expect(200);
            (await me.PostAsync($"{chat}messages/{await IdAtAsync(me, chat, 3)}/regenerate/")).Expect(200);
            (await me.PatchAsync($"{chat}messages/{await IdAtAsync(me, chat, 0)}/", new { content = "from the start" })).Expect(200);
            (await me.PostAsync($"{chat}messages/{await IdAtAsync(me, chat, 0)}/regenerate/")).Expect(200);
        });

    [Fact]
    public Task Choosing_among_branches() =>
        HoldAsync(async me =>
        {
            var chat = $"/api/ai/chats/{await StartTalkAsync(me)}/";
            var (first, last) = (await IdAtAsync(me, chat, 0), await IdAtAsync(me, chat, 5));
            var other = (await me.PatchAsync($"{chat}messages/{first}/", new { content = "another start" })).Expect(200);
            (await me.PostAsync($"{chat}messages/{last}/select/")).Expect(200);
            (await me.PostAsync($"{chat}messages/{last}/regenerate/")).Expect(200);
            (await me.PostAsync($"{chat}messages/{other.Get("ai_message.id")}/select/")).Expect(200);
            (await me.PostAsync($"{chat}messages/{first}/select/")).Expect(200);
        });

    [Fact]
    public Task Deleting_messages_on_the_active_branch_and_off_it() =>
        HoldAsync(async me =>
        {
            var chat = $"/api/ai/chats/{await StartTalkAsync(me)}/";
            var (second, third) = (await IdAtAsync(me, chat, 2), await IdAtAsync(me, chat, 4));
            (await me.PatchAsync($"{chat}messages/{second}/", new { content = "another second" })).Expect(200);
            (await me.DeleteAsync($"{chat}messages/{third}/")).Expect(204);
            (await me.DeleteAsync($"{chat}messages/{second}/")).Expect(204);
            (await me.PostAsync($"{chat}messages/{await IdAtAsync(me, chat, 1)}/regenerate/")).Expect(200);
            (await me.DeleteAsync($"{chat}messages/{await IdAtAsync(me, chat, 1)}/")).Expect(204);
            var emptied = $"/api/ai/chats/{await StartTalkAsync(me)}/";
            (await me.DeleteAsync($"{emptied}messages/{await IdAtAsync(me, emptied, 0)}/")).Expect(204);
        });

    [Fact]
    public Task Reacting_on_the_active_branch_and_off_it() =>
        HoldAsync(async me =>
        {
            var chat = $"/api/ai/chats/{await StartTalkAsync(me)}/";
            var (second, last) = (await IdAtAsync(me, chat, 2), await IdAtAsync(me, chat, 5));
            foreach (var emoji in new[] { "👍", "🎉" })
                (await me.PutAsync($"{chat}messages/{last}/reactions/{Uri.EscapeDataString(emoji)}/")).Expect(200);
            (await me.DeleteAsync($"{chat}messages/{last}/reactions/{Uri.EscapeDataString("👍")}/")).Expect(204);
            (await me.PatchAsync($"{chat}messages/{second}/", new { content = "another second" })).Expect(200);
            (await me.PutAsync($"{chat}messages/{last}/reactions/{Uri.EscapeDataString("❤️")}/")).Expect(200);
            (await me.PostAsync($"{chat}messages/{last}/select/")).Expect(200);
        });

    [Fact]
    public Task Forking() =>
        HoldAsync(async me =>
        {
            var chat = $"/api/ai/chats/{await StartTalkAsync(me)}/";
            var old = await IdAtAsync(me, chat, 3);
            (await me.PatchAsync($"{chat}messages/{await IdAtAsync(me, chat, 2)}/", new { content = "elsewhere" })).Expect(200);
            var fork = (await me.PostAsync($"{chat}fork/", new { message = old })).Expect(201).Get("id");
            await SendAsync(me, fork, "on from here");
        });

    [Fact]
    public Task Importing_and_again_with_more() =>
        HoldAsync(async me =>
        {
            (await me.PostAsync("/api/import/", Talks(("short", 3), ("long", 250)))).Expect(200);
            (await me.PostAsync("/api/import/", Talks(("short", 5), ("long", 250), ("empty", 0)))).Expect(200);
        });

    private static object Talks(params (string Id, int Messages)[] talks) =>
        new
        {
            conversations = talks.Select(talk => new
            {
                external_id = talk.Id,
                title = talk.Id,
                messages = Enumerable
                    .Range(0, talk.Messages)
                    .Select(i => new { role = i % 2 == 0 ? "user" : "assistant", content = $"no. {i}" }),
            }),
        };

    /// <summary>Starts a turn whose model waits for the test.</summary>
    private async Task<(string TurnId, FakeModel.ReceivedRequest Asked)> BeginAsync(Person me, string chatId)
    {
        using var response = await me.OpenStreamAsync($"/api/ai/chats/{chatId}/send_message/", new { content = $"for {chatId}" });
        await using var events = ServerEvents.ReadAsync(response).GetAsyncEnumerator(Cancel);
        Assert.True(await events.MoveNextAsync());
        while (true)
        {
            var asked = await App.Models.NextRequestAsync(Cancel);
            if (asked.BodyText.Contains(chatId, StringComparison.Ordinal))
                return (events.Current.Data["turn_id"]!.GetValue<string>(), asked);
        }
    }
}

/// <summary>As fast as it can be called.</summary>
public class EventApp : ChatApp
{
    protected override void Configure(KithAppOptions options)
    {
        base.Configure(options);
        options.Settings["KITH_RATE_LIMITS"] = "off";
    }
}

public sealed class PostgresEventApp : EventApp
{
    protected override void Configure(KithAppOptions options)
    {
        base.Configure(options);
        options.Postgres = true;
    }
}

public sealed class SqliteReplayLawTests(EventApp app) : ReplayLawTests(app), IClassFixture<EventApp>;

public sealed class PostgresReplayLawTests(PostgresEventApp app) : ReplayLawTests(app), IClassFixture<PostgresEventApp>;

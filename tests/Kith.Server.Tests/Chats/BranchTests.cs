namespace Kith.Server.Tests.Chats;

/// <summary>The branches of a chat over HTTP.</summary>
public sealed class BranchTests(ChatApp app) : IClassFixture<ChatApp>
{
    [Fact]
    public async Task A_message_can_be_said_differently_and_both_ways_stay()
    {
        var (me, chat) = await StartAsync("one", "two");
        var before = await ReadAsync(me, chat);
        var first = before.Get("results.0.id");

        var said = (await me.PatchAsync($"{chat}messages/{first}/", new { content = "uno", client_id = "c-1" })).Expect(200);

        Assert.Equal("uno", said.Get("user_message.content"));
        Assert.Equal(said.Get("user_message.created_at"), said.Get("user_message.edited_at"));
        Assert.Equal([first, said.Get("user_message.id")], Strings(said, "user_message.siblings"));
        Assert.Equal("uno", said.Get("ai_message.content"));
        Assert.Equal(["uno", "uno"], Contents(await ReadAsync(me, chat)));
        var repeat = (await me.PatchAsync($"{chat}messages/{first}/", new { content = "uno", client_id = "c-1" })).Expect(200);
        Assert.Equal(said.Get("ai_message.id"), repeat.Get("ai_message.id"));

        var chosen = (await me.PostAsync($"{chat}messages/{before.Get("results.2.id")}/select/")).Expect(200);
        Assert.Equal("two", chosen.Get("content"));
        var after = await ReadAsync(me, chat);
        Assert.Equal(["one", "one", "two", "two"], Contents(after));
        Assert.Null(after["results.0.edited_at"]);
        Assert.Equal(4, (await me.GetAsync(chat))["message_count"]!.GetValue<int>());
    }

    [Fact]
    public async Task Another_answer_streams_like_any_other()
    {
        var (me, chat) = await StartAsync("one", "two");
        var answer = (await ReadAsync(me, chat)).Get("results.1.id");

        using var response = await me.OpenStreamAsync($"{chat}messages/{answer}/regenerate/", new { });
        var events = new List<ServerEvent>();
        await foreach (var item in ServerEvents.ReadAsync(response))
            events.Add(item);

        Assert.Equal("message", events[0].Type);
        Assert.Equal("one", events[0].Data["user_message"]!["content"]!.GetValue<string>());
        Assert.Equal("done", events[^1].Type);
        var regenerated = events[^1].Data["ai_message"]!;
        Assert.Equal(answer, regenerated["siblings"]![0]!.GetValue<string>());
        Assert.Equal(2, regenerated["siblings"]!.AsArray().Count);
        Assert.Equal(["one", "one"], Contents(await ReadAsync(me, chat)));
    }

    [Fact]
    public async Task A_turn_the_provider_refused_can_be_tried_again()
    {
        var me = await app.SignUpAsync();
        var chat = $"/api/ai/chats/{await ChatApp.StartChatAsync(me, "status:401")}/";
        (await me.PostAsync($"{chat}send_message/", new { content = "hello?" })).ExpectProblem(502, "provider_unavailable");
        var agent = (await me.GetAsync(chat)).Get("agent");
        (await me.PatchAsync($"/api/agents/{agent}/", new { model = "say:here I am" })).Expect(200);

        var again = (await me.PostAsync($"{chat}messages/{(await ReadAsync(me, chat)).Get("results.0.id")}/regenerate/")).Expect(200);

        Assert.Equal("hello?", again.Get("user_message.content"));
        Assert.Equal("here I am", again.Get("ai_message.content"));
        Assert.Equal(["hello?", "here I am"], Contents(await ReadAsync(me, chat)));
    }

    [Fact]
    public async Task A_deleted_message_takes_what_follows_with_it()
    {
        var (me, chat) = await StartAsync("one", "two", "three");
        var before = await ReadAsync(me, chat);

        (await me.DeleteAsync($"{chat}messages/{before.Get("results.2.id")}/")).Expect(204);

        Assert.Equal(["one", "one"], Contents(await ReadAsync(me, chat)));
        Assert.Equal(2, (await me.GetAsync(chat))["message_count"]!.GetValue<int>());
        (await me.DeleteAsync($"{chat}messages/{before.Get("results.5.id")}/")).ExpectProblem(404, "not_found");
    }

    [Fact]
    public async Task A_fork_is_a_chat_of_its_own()
    {
        var (me, chat) = await StartAsync("one", "two");
        var answer = (await ReadAsync(me, chat)).Get("results.1.id");

        var fork = (await me.PostAsync($"{chat}fork/", new { message = answer })).Expect(201);

        Assert.Equal(2, fork["message_count"]!.GetValue<int>());
        Assert.Equal("One", fork.Get("title"));
        var copy = $"/api/ai/chats/{fork.Get("id")}/";
        Assert.Equal(["one", "one"], Contents(await ReadAsync(me, copy)));
        (await me.PostAsync($"{copy}send_message/", new { content = "elsewhere" })).Expect(200);
        Assert.Equal(["one", "one", "two", "two"], Contents(await ReadAsync(me, chat)));
        (await me.PostAsync($"{chat}fork/", new { })).ExpectInvalid("message");
        (await me.PostAsync($"{copy}fork/", new { message = answer })).ExpectProblem(404, "not_found");
    }

    [Fact]
    public async Task What_breaks_a_rule_is_refused_and_changes_nothing()
    {
        var (me, chat) = await StartAsync("one");
        var page = await ReadAsync(me, chat);
        var (said, answer) = (page.Get("results.0.id"), page.Get("results.1.id"));

        (await me.PatchAsync($"{chat}messages/{answer}/", new { content = "I never said that" })).ExpectInvalid("message");
        (await me.PatchAsync($"{chat}messages/{said}/", new { content = " " })).ExpectInvalid("content");
        (await me.PatchAsync($"{chat}messages/{said}/", new { content = "x", role = "system" })).ExpectProblem(400, "invalid");
        (await me.PostAsync($"{chat}end/")).Expect(200);
        (await me.PatchAsync($"{chat}messages/{said}/", new { content = "x" })).ExpectProblem(409, "chat_ended");
        (await me.PostAsync($"{chat}messages/{answer}/regenerate/")).ExpectProblem(409, "chat_ended");
        Assert.Equal(["one", "one"], Contents(await ReadAsync(me, chat)));
        (await me.PostAsync($"{chat}messages/{said}/select/")).Expect(200);
        (await me.PostAsync($"{chat}fork/", new { message = said })).Expect(201);
        (await me.DeleteAsync($"{chat}messages/{answer}/")).Expect(204);
    }

    [Fact]
    public async Task While_an_answer_is_written_everything_but_forking_waits()
    {
        var me = await app.SignUpAsync();
        var chat = $"/api/ai/chats/{await ChatApp.StartChatAsync(me, "gate|say:later")}/";
        using var response = await me.OpenStreamAsync($"{chat}send_message/", new { content = "the gated branch" });
        var asked = await app.Models.NextRequestAsync(TestContext.Current.CancellationToken);
        while (!asked.BodyText.Contains("the gated branch", StringComparison.Ordinal))
            asked = await app.Models.NextRequestAsync(TestContext.Current.CancellationToken);
        var said = (await ReadAsync(me, chat)).Get("results.0.id");

        Answer[] refused =
        [
            await me.PatchAsync($"{chat}messages/{said}/", new { content = "x" }),
            await me.PostAsync($"{chat}messages/{said}/regenerate/"),
            await me.PostAsync($"{chat}messages/{said}/select/"),
            await me.DeleteAsync($"{chat}messages/{said}/"),
        ];
        var fork = await me.PostAsync($"{chat}fork/", new { message = said });
        asked.ReleaseAll();

        Assert.Single(refused.Select(answer => answer.ExpectProblem(409, "turn_running").Get("turn_id")).Distinct());
        Assert.Equal(1, fork.Expect(201)["message_count"]!.GetValue<int>());
        await foreach (var item in ServerEvents.ReadAsync(response))
            Assert.NotEqual("error", item.Type);
        Assert.Equal(["the gated branch", "later"], Contents(await ReadAsync(me, chat)));
    }

    [Fact]
    public async Task Somebody_elses_messages_are_not_there_at_any_door()
    {
        var (me, chat) = await StartAsync("mine");
        var said = (await ReadAsync(me, chat)).Get("results.0.id");
        var (other, theirs) = await StartAsync("theirs");
        var nothing = await TryAllAsync(other, theirs, Guid.NewGuid().ToString());

        var inTheirs = await TryAllAsync(other, theirs, said);
        var inMine = await TryAllAsync(other, chat, said);

        Assert.Equal(
            nothing.Select(answer => answer.ExpectProblem(404, "not_found").Get("detail")),
            inTheirs.Select(answer => answer.Get("detail"))
        );
        Assert.All(inMine, answer => answer.ExpectProblem(404, "not_found"));
        Assert.All(await TryAllAsync(app.Anonymous, chat, said), answer => answer.ExpectProblem(401, "unauthenticated"));
        Assert.Equal(["mine", "mine"], Contents(await ReadAsync(me, chat)));
    }

    private static async Task<Answer[]> TryAllAsync(Person person, string chat, string message) =>
        [
            await person.PatchAsync($"{chat}messages/{message}/", new { content = "x" }),
            await person.PostAsync($"{chat}messages/{message}/regenerate/"),
            await person.PostAsync($"{chat}messages/{message}/select/"),
            await person.DeleteAsync($"{chat}messages/{message}/"),
            await person.PostAsync($"{chat}fork/", new { message }),
        ];

    private async Task<(Person Me, string Chat)> StartAsync(params string[] said)
    {
        var me = await app.SignUpAsync();
        var chat = $"/api/ai/chats/{await ChatApp.StartChatAsync(me)}/";
        foreach (var content in said)
            (await me.PostAsync($"{chat}send_message/", new { content })).Expect(200);
        return (me, chat);
    }

    private static async Task<Answer> ReadAsync(Person person, string chat) => (await person.GetAsync($"{chat}messages/")).Expect(200);

    private static IEnumerable<string> Contents(Answer page) =>
        page["results"]!.AsArray().Select(message => message!["content"]!.GetValue<string>());

    private static IEnumerable<string> Strings(Answer answer, string path) =>
        answer[path]!.AsArray().Select(value => value!.GetValue<string>());
}

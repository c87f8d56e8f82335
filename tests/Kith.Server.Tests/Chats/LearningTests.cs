using Kith.FakeModel;

namespace Kith.Server.Tests.Chats;

/// <summary>What a chat leaves in memory, over HTTP.</summary>
public sealed class LearningTests(LearningTests.App app) : IClassFixture<LearningTests.App>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_said_is_told_to_the_log_as_learned()
    {
        var me = await app.SignUpAsync();
        var chat = $"/api/ai/chats/{await ChatApp.StartChatAsync(me)}/";
        (await me.PostAsync($"{chat}send_message/", new { content = "I work as a nurse." })).Expect(200);

        await WaitAsync(me, "memory.changed");
    }

    [Fact]
    public async Task A_chat_that_is_short_has_no_summary_and_somebody_elses_has_none_to_show()
    {
        var me = await app.SignUpAsync();
        var chat = $"/api/ai/chats/{await ChatApp.StartChatAsync(me)}/";
        (await me.PostAsync($"{chat}send_message/", new { content = "Good evening." })).Expect(200);

        var summary = (await me.GetAsync($"{chat}summary/")).Expect(200);

        Assert.Equal("", summary.Get("text"));
        Assert.Null(summary["through_message"]);
        Assert.Equal("", (await me.GetAsync($"{chat.Replace("/ai/", "/", StringComparison.Ordinal)}summary/")).Expect(200).Get("text"));
        (await (await app.SignUpAsync()).GetAsync($"{chat}summary/")).ExpectProblem(404, "not_found");
        (await app.Anonymous.GetAsync($"{chat}summary/")).ExpectProblem(401, "unauthenticated");
    }

    [Fact]
    public async Task A_summary_is_shown_with_the_last_message_it_covers()
    {
        var me = await app.SignUpAsync();
        var id = await ChatApp.StartChatAsync(me);
        var said = (await me.PostAsync($"/api/ai/chats/{id}/send_message/", new { content = "Good evening." })).Expect(200);
        var through = said.Get("ai_message.id");
        await app.ArrangeAsync(
            """
            INSERT INTO summaries (conversation_id, text, through_message_id, through_depth, updated_at)
            VALUES (@id, 'They said good evening.', @through, 1, 0)
            """,
            new { id, through }
        );

        var summary = (await me.GetAsync($"/api/ai/chats/{id}/summary/")).Expect(200);

        Assert.Equal(("They said good evening.", through), (summary.Get("text"), summary.Get("through_message")));
    }

    [Fact]
    public async Task A_model_learns_and_gives_a_title()
    {
        await using var models = await FakeModelServer.StartAsync(cancellationToken: Cancel);
        await using var server = await KithApp.StartAsync(options =>
        {
            options.Learns = true;
            options.Settings["OPENAI_BASE_URL"] = models.BaseUrl;
            options.Settings["OPENAI_MODEL"] =
                """say:{"facts":[{"message":1,"kind":"work","text":"Works as a nurse."}],"moods":[{"message":1,"label":"proud","valence":0.7}],"title":"Night shifts"}""";
        });
        var me = await server.SignUpAsync();
        var chat = $"/api/ai/chats/{await ChatApp.StartChatAsync(me, "echo")}/";
        var said = (await me.PostAsync($"{chat}send_message/", new { content = "I work nights as a nurse." })).Expect(200);

        await WaitAsync(me, "memory.changed");

        var fact = (await me.GetAsync("/api/memory/facts/")).Expect(200);
        Assert.Equal(("Works as a nurse.", "model"), (fact.Get("results.0.text"), fact.Get("results.0.origin")));
        var mood = (await me.GetAsync("/api/memory/moods/?pending=true")).Expect(200);
        Assert.Equal(("proud", said.Get("user_message.id")), (mood.Get("results.0.label"), mood.Get("results.0.message_id")));
        Assert.Equal(said.Get("user_message.chat"), mood.Get("results.0.chat_id"));
        Assert.Equal(0, (await me.GetAsync("/api/memory/moods/?pending=false")).Expect(200)["results"]?.AsArray().Count);
        Assert.Equal("Night shifts", (await me.GetAsync(chat)).Expect(200).Get("title"));
    }

    /// <summary>Until the log tells an event of this kind.</summary>
    private static async Task WaitAsync(Person who, string kind)
    {
        var cursor = "0";
        for (var kinds = new List<string>(); !kinds.Contains(kind); )
        {
            Cancel.ThrowIfCancellationRequested();
            var page = (await who.GetAsync($"/api/events/?cursor={cursor}&wait=20")).Expect(200);
            kinds.AddRange(page["events"]!.AsArray().Select(e => e!["kind"]?.GetValue<string>() ?? ""));
            cursor = page.Get("cursor");
        }
    }

    /// <summary>Without a model: rules learn.</summary>
    public sealed class App : KithApp
    {
        protected override void Configure(KithAppOptions options) => options.Learns = true;
    }
}

using System.Text.Json.Nodes;

namespace Kith.Server.Tests.Chats;

public sealed class AgentTests(ChatApp app) : IClassFixture<ChatApp>
{
    [Fact]
    public async Task Everybody_has_aira_and_the_friendly_assistant()
    {
        var me = await app.GuestAsync();

        var agents = (await me.GetAsync("/api/agents/")).Expect(200)["results"]!.AsArray();

        var aira = agents.Single(agent => agent!["slug"]!.GetValue<string>() == "aira")!;
        Assert.StartsWith(
            "You are \"Aira\", a warm, deeply caring best friend.\nYou remember the user across sessions.\n"
                + "Always respond with empathy, humor, and emotional support.",
            aira["prompt"]!.GetValue<string>(),
            StringComparison.Ordinal
        );
        Assert.Equal(20, aira["context_messages"]!.GetValue<int>());
        var assistant = (await me.GetAsync("/api/agents/friendly-assistant/")).Expect(200);
        Assert.Equal("Friendly Assistant", assistant.Get("name"));
        Assert.Equal(0.9, assistant["temperature"]!.GetValue<double>());
        Assert.Equal(50, assistant["max_tokens"]!.GetValue<int>());
        Assert.Equal(0.6, assistant["presence_penalty"]!.GetValue<double>());
        Assert.Equal(0.6, assistant["frequency_penalty"]!.GetValue<double>());
        Assert.Equal(10, assistant["context_messages"]!.GetValue<int>());
        Assert.True(assistant["is_builtin"]!.GetValue<bool>());
        Assert.Null(assistant["owner"]);
    }

    [Fact]
    public async Task A_change_to_null_unsets_and_what_is_left_out_stays()
    {
        using var me = await app.SignUpAsync();
        var settings = new
        {
            name = "Coach",
            prompt = "You are a coach.",
            greeting = "Ready?",
            model = "echo",
            voice = "alto",
            temperature = 0.2,
            max_tokens = 10,
            presence_penalty = 0.3,
            frequency_penalty = 0.4,
            context_messages = 4,
        };
        var made = (await me.PostAsync("/api/agents/", settings)).Expect(201);
        var agent = $"/api/agents/{made.Get("id")}/";
        string[] clearable = ["greeting", "model", "voice", "temperature", "max_tokens", "presence_penalty", "frequency_penalty"];

        Assert.Equal(made.Text, (await me.PatchAsync(agent, new { })).Expect(200).Text);
        Assert.Equal(made.Text, (await me.PatchAsync(agent, new { name = (string?)null, context_messages = (int?)null })).Expect(200).Text);
        for (var i = 0; i < clearable.Length; i++)
        {
            var changed = (await me.PatchAsync(agent, new JsonObject { [clearable[i]] = null })).Expect(200);
            foreach (var (name, index) in clearable.Select((name, index) => (name, index)))
                Assert.Equal((name, index <= i), (name, changed[name] is null));
            Assert.Equal(4, changed["context_messages"]!.GetValue<int>());
        }

        (await me.PatchAsync(agent, new { temperature = 3 })).ExpectInvalid("temperature");
        Assert.Equal(0.5, (await me.PatchAsync(agent, new { temperature = 0.5 })).Expect(200)["temperature"]!.GetValue<double>());
        (await me.PatchAsync(agent, """{"temperature":null,"temperature":null}""")).ExpectProblem(400, "invalid");
        (await me.PatchAsync(agent, """{"warmth":null}""")).ExpectProblem(400, "invalid");
    }

    [Theory]
    [InlineData("/api/user-profile/", "name", "Medhavi")]
    [InlineData("/api/user-profile/", "timezone", "Asia/Kolkata")]
    [InlineData("chat", "title", "Birds")]
    [InlineData("fact", "valid_from", "2026-11-27T09:00:00.000Z")]
    [InlineData("fact", "valid_until", "2026-11-28T09:00:00.000Z")]
    public async Task Elsewhere_null_unsets_too(string path, string member, string value)
    {
        using var me = await app.SignUpAsync();
        path = path switch
        {
            "chat" => $"/api/ai/chats/{await ChatApp.StartChatAsync(me)}/",
            "fact" =>
                $"/api/memory/facts/{(await me.PostAsync("/api/memory/facts/", new { text = "Plays chess." })).Expect(201).Get("id")}/",
            _ => path,
        };

        Assert.Equal(value, (await me.PatchAsync(path, new JsonObject { [member] = value })).Expect(200).Get(member));
        Assert.Equal(value, (await me.PatchAsync(path, new { })).Expect(200).Get(member));
        Assert.Null((await me.PatchAsync(path, new JsonObject { [member] = null })).Expect(200)[member]);
        Assert.Null((await me.GetAsync(path)).Expect(200)[member]);
    }

    [Fact]
    public async Task A_person_makes_changes_talks_to_and_deletes_their_own()
    {
        var me = await app.SignUpAsync();
        var made = (
            await me.PostAsync(
                "/api/agents/",
                new
                {
                    name = "Coach",
                    prompt = "You are a coach.",
                    temperature = 0.2,
                }
            )
        ).Expect(201);
        var id = made.Get("id");
        Assert.Equal("coach", made.Get("slug"));
        Assert.Equal(me.UserId, made.Get("owner"));

        var changed = (await me.PatchAsync("/api/agents/coach/", new { greeting = "Ready?", context_messages = 4 })).Expect(200);
        Assert.Equal("Ready?", changed.Get("greeting"));
        Assert.Equal("You are a coach.", changed.Get("prompt"));
        var chat = (await me.PostAsync("/api/ai/chats/", new { agent = "coach" })).Expect(201);
        Assert.Equal("You are a coach.", chat.Get("system_prompt"));
        Assert.Equal(chat.Get("id"), (await me.GetAsync($"/api/agents/{id}/chats/")).Expect(200).Get("results.0.id"));

        (await me.DeleteAsync($"/api/agents/{id}/")).Expect(204);
        (await me.GetAsync($"/api/agents/{id}/")).ExpectProblem(404, "not_found");
        (await me.PostAsync($"/api/ai/chats/{chat.Get("id")}/send_message/", new { content = "still you?" })).Expect(200);
    }

    [Fact]
    public async Task The_configured_models_are_listed()
    {
        var models = (await (await app.GuestAsync()).GetAsync("/api/models/")).Expect(200);

        Assert.Equal("echo", models.Get("results.0.id"));
        Assert.True(models["results.0.is_default"]!.GetValue<bool>());
        (await app.Anonymous.GetAsync("/api/models/")).ExpectProblem(401, "unauthenticated");
    }

    [Fact]
    public async Task Two_of_the_same_name_get_slugs_of_their_own()
    {
        var me = await app.SignUpAsync();
        var agent = new { name = "Aira", prompt = "Another one." };

        var first = (await me.PostAsync("/api/agents/", agent)).Expect(201).Get("slug");
        var second = (await me.PostAsync("/api/agents/", agent)).Expect(201).Get("slug");

        Assert.Equal(3, new[] { "aira", first, second }.Distinct().Count());
        (
            await me.PostAsync(
                "/api/agents/",
                new
                {
                    name = "X",
                    prompt = "Y",
                    slug = "aira",
                }
            )
        ).ExpectProblem(409, "conflict");
    }

    [Fact]
    public async Task Somebody_elses_agent_is_nothing_and_built_in_ones_stay()
    {
        var me = await app.SignUpAsync();
        var other = await app.SignUpAsync();
        var id = (await me.PostAsync("/api/agents/", new { name = "Mine", prompt = "Private." })).Expect(201).Get("id");

        (await other.GetAsync($"/api/agents/{id}/")).ExpectProblem(404, "not_found");
        (await other.PatchAsync($"/api/agents/{id}/", new { name = "Yours" })).ExpectProblem(404, "not_found");
        (await other.DeleteAsync($"/api/agents/{id}/")).ExpectProblem(404, "not_found");
        (await other.PostAsync("/api/ai/chats/", new { agent = id })).ExpectProblem(404, "not_found");
        (await me.PatchAsync("/api/agents/aira/", new { prompt = "Be rude." })).ExpectProblem(403, "forbidden");
        (await me.DeleteAsync("/api/agents/aira/")).ExpectProblem(403, "forbidden");
    }

    [Fact]
    public async Task What_is_wrong_is_said_all_at_once()
    {
        var me = await app.SignUpAsync();

        var refused = await me.PostAsync(
            "/api/agents/",
            new
            {
                name = " ",
                temperature = 3,
                max_tokens = 0,
                presence_penalty = -9,
                context_messages = 1_000,
                slug = "No Spaces",
            }
        );

        foreach (var field in new[] { "name", "prompt", "temperature", "max_tokens", "presence_penalty", "context_messages", "slug" })
            refused.ExpectInvalid(field);
    }
}

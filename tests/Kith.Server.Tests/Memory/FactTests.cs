using System.Text.Json.Nodes;
using Kith.Server.Tests.Events;

namespace Kith.Server.Tests.Memory;

/// <summary>What is known of a person, over HTTP.</summary>
public sealed class FactTests(ChatApp app) : IClassFixture<ChatApp>
{
    private const string Facts = "/api/memory/facts/";

    [Fact]
    public async Task A_fact_is_told_read_corrected_and_forgotten()
    {
        var me = await app.SignUpAsync();
        var made = (
            await me.PostAsync(
                Facts,
                new
                {
                    text = " Plays chess. ",
                    kind = "skill",
                    salience = 0.9,
                    sensitivity = "local_only",
                    pinned = true,
                    valid_from = "2024-02-29",
                    valid_until = "2090-01-01T10:00:00+05:30",
                }
            )
        ).Expect(201);
        var id = made.Get("id");
        Assert.Equal(
            """{"kind":"skill","subject":"me","text":"Plays chess.","sources":[],"salience":0.9,"sensitivity":"local_only","pinned":true,"pending":false,"origin":"person","valid_from":"2024-02-29T00:00:00.000Z","valid_until":"2090-01-01T04:30:00.000Z","superseded_by":null,"suspended":false}""",
            Without(made, "id", "created_at", "updated_at")
        );
        var opened = (await me.GetAsync($"{Facts}{id}/")).Expect(200);
        Assert.Empty(opened["source_messages"]!.AsArray());
        Assert.Equal("Plays chess.", opened.Get("text"));

        var changed = (
            await me.PatchAsync(
                $"{Facts}{id}/",
                new
                {
                    text = "Plays Go.",
                    valid_until = "",
                    pinned = false,
                }
            )
        ).Expect(200);
        Assert.Equal("Plays Go.", changed.Get("text"));
        Assert.Null(changed["valid_until"]);
        Assert.Equal("Plays Go.", (await me.GetAsync($"{Facts}?q=go&kind=skill")).Expect(200).Get("results.0.text"));

        (await me.DeleteAsync($"{Facts}{id}/")).Expect(204);
        (await me.GetAsync($"{Facts}{id}/")).ExpectProblem(404, "not_found");
        Assert.Empty((await me.GetAsync(Facts)).Expect(200)["results"]!.AsArray());
    }

    [Fact]
    public async Task A_learned_fact_shows_the_messages_it_comes_from()
    {
        var me = await app.SignUpAsync();
        var chat = await ChatApp.StartChatAsync(me);
        var message = (await me.PostAsync($"/api/ai/chats/{chat}/send_message/", new { content = "I play chess." }))
            .Expect(200)
            .Get("user_message.id");
        var id = (await me.PostAsync(Facts, new { text = "Plays chess." })).Expect(201).Get("id");
        await app.ArrangeAsync("INSERT INTO fact_sources (fact_id, message_id) VALUES (@id, @message)", new { id, message });

        var opened = (await me.GetAsync($"{Facts}{id}/")).Expect(200);

        Assert.Equal(message, opened.Get("sources.0"));
        Assert.Equal(message, opened.Get("source_messages.0.id"));
        Assert.Equal(
            (chat, "user", "I play chess."),
            (opened.Get("source_messages.0.chat"), opened.Get("source_messages.0.role"), opened.Get("source_messages.0.content"))
        );
    }

    [Fact]
    public async Task A_list_goes_on_where_a_page_ends()
    {
        var me = await app.SignUpAsync();
        for (var i = 0; i < 5; i++)
            (await me.PostAsync(Facts, new { text = $"Fact {i}." })).Expect(201);
        var seen = new List<string>();
        for (string? cursor = ""; cursor is not null; )
        {
            var page = (await me.GetAsync($"{Facts}?limit=2&cursor={cursor}")).Expect(200);
            seen.AddRange(page["results"]!.AsArray().Select(fact => fact!["text"]!.GetValue<string>()));
            cursor = page["next_cursor"]?.GetValue<string>();
        }

        Assert.Equal(["Fact 4.", "Fact 3.", "Fact 2.", "Fact 1.", "Fact 0."], seen);
    }

    [Fact]
    public async Task What_is_wrong_is_said_all_at_once()
    {
        var me = await app.SignUpAsync();
        var refused = await me.PostAsync(
            Facts,
            new
            {
                text = new string('x', 1_001),
                kind = "secret",
                subject = new string('s', 65),
                salience = 1.5,
                sensitivity = "very",
                pending = true,
                valid_from = "yesterday",
                valid_until = "2024-13-01",
            }
        );
        foreach (var field in new[] { "text", "kind", "subject", "salience", "sensitivity", "pending", "valid_from", "valid_until" })
            refused.ExpectInvalid(field);
        (
            await me.PostAsync(
                Facts,
                new
                {
                    text = "x",
                    valid_from = "2024-02-01",
                    valid_until = "2024-01-01",
                }
            )
        ).ExpectInvalid("valid_until");
        (await me.PostAsync(Facts, new { kind = "other" })).ExpectInvalid("text");
        (await me.PostAsync(Facts, new { text = "x", slot = "home" })).ExpectInvalid("slot");
        foreach (
            var (query, field) in new[]
            {
                ("kind=x", "kind"),
                ("pending=1", "pending"),
                ("include_superseded=x", "include_superseded"),
                ("limit=0", "limit"),
                ("cursor=x", "cursor"),
            }
        )
            (await me.GetAsync($"{Facts}?{query}")).ExpectInvalid(field);
        foreach (
            var (query, field) in new[]
            {
                ("from=x", "from"),
                ("until=2024", "until"),
                ("pending=x", "pending"),
                ("limit=201", "limit"),
                ("cursor=x", "cursor"),
            }
        )
            (await me.GetAsync($"/api/memory/moods/?{query}")).ExpectInvalid(field);
    }

    [Fact]
    public async Task Somebody_elses_memory_is_nothing()
    {
        var (me, other) = (await app.SignUpAsync(), await app.GuestAsync());
        var id = (await me.PostAsync(Facts, new { text = "Plays chess." })).Expect(201).Get("id");
        (await other.GetAsync($"{Facts}{id}/")).ExpectProblem(404, "not_found");
        (await other.PatchAsync($"{Facts}{id}/", new { text = "Plays Go." })).ExpectProblem(404, "not_found");
        (await other.DeleteAsync($"{Facts}{id}/")).ExpectProblem(404, "not_found");
        (await other.PatchAsync($"/api/memory/moods/{id}/", new { label = "sad" })).ExpectProblem(404, "not_found");
        (await other.DeleteAsync($"/api/memory/moods/{id}/")).ExpectProblem(404, "not_found");
        (await other.DeleteAsync("/api/memory/")).Expect(204);
        Assert.Equal("Plays chess.", (await me.GetAsync(Facts)).Expect(200).Get("results.0.text"));
        foreach (var path in new[] { Facts, "/api/memory/moods/" })
            (await app.Anonymous.GetAsync(path)).ExpectProblem(401, "unauthenticated");
        (await app.Anonymous.DeleteAsync("/api/memory/")).ExpectProblem(401, "unauthenticated");
    }

    [Fact]
    public async Task A_key_tells_once()
    {
        var me = await app.SignUpAsync();
        var body = new { text = "Plays chess." };
        var first = (await PostAsync(me, body)).Expect(201).Get("id");
        var again = (await PostAsync(me, body)).Expect(201);
        Assert.Equal(first, again.Get("id"));
        (await PostAsync(me, new { text = "Plays Go." })).ExpectProblem(422, "idempotency_mismatch");
    }

    [Fact]
    public async Task A_person_says_what_is_remembered()
    {
        var me = await app.SignUpAsync();
        Assert.Equal("ask", (await me.GetAsync("/api/user-profile/")).Expect(200).Get("sensitive_memory"));
        Assert.Equal(
            "off",
            (await me.PatchAsync("/api/user-profile/", new { sensitive_memory = "off" })).Expect(200).Get("sensitive_memory")
        );
        (await me.PatchAsync("/api/user-profile/", new { sensitive_memory = "perhaps" })).ExpectInvalid("sensitive_memory");

        var chat = (await me.PostAsync("/api/ai/chats/", new { memory_enabled = false })).Expect(201);
        Assert.False(chat["memory_enabled"]!.GetValue<bool>());
        var path = $"/api/ai/chats/{chat.Get("id")}/";
        Assert.True((await me.PatchAsync(path, new { memory_enabled = true })).Expect(200)["memory_enabled"]!.GetValue<bool>());
        Assert.True((await me.GetAsync(path)).Expect(200)["memory_enabled"]!.GetValue<bool>());
        Assert.True((await me.PostAsync("/api/ai/chats/", new { })).Expect(201)["memory_enabled"]!.GetValue<bool>());
    }

    [Fact]
    public async Task A_change_is_told_without_naming_a_chat()
    {
        var me = await app.SignUpAsync();
        var cursor = await me.CursorAsync();
        var id = (await me.PostAsync(Facts, new { text = "Plays chess." })).Expect(201).Get("id");
        var told = (await me.GetAsync($"/api/events/?cursor={cursor}")).Expect(200);
        Assert.Equal(
            ("event", "memory.changed", id, "Plays chess."),
            (told.Get("events.0.type"), told.Get("events.0.kind"), told.Get("events.0.id"), told.Get("events.0.fact.text"))
        );
        Assert.Null(told["events.0.chat_id"]);

        (await me.DeleteAsync("/api/memory/")).Expect(204);
        told = (await me.GetAsync($"/api/events/?cursor={told.Get("cursor")}")).Expect(200);
        Assert.Equal("""{"type":"event","kind":"memory.changed","id":"","deleted":true}""", Without(told["events"]![0]!, "cursor"));
    }

    private static Task<Answer> PostAsync(Person me, object body) =>
        me.SendAsync(HttpMethod.Post, Facts, body, ("Idempotency-Key", "once"));

    private static string Without(JsonNode node, params string[] names)
    {
        var copy = node.DeepClone().AsObject();
        foreach (var name in names)
            copy.Remove(name);
        return copy.ToJsonString();
    }

    private static string Without(Answer answer, params string[] names) => Without(answer.Json, names);
}

using System.Text.Json.Nodes;

namespace Kith.Server.Tests.People;

/// <summary>Groups over REST: what they answer, and to whom.</summary>
public abstract class GroupEndpointTests(ChatApp app)
{
    [Fact]
    public async Task From_starting_one_to_leaving_it()
    {
        var (ann, bob, cem) = (await app.SignUpAsync("ann"), await app.SignUpAsync("bob"), await app.SignUpAsync("cem"));
        await ann.MeetAsync(bob, cem);

        var made = (await ann.PostAsync("/api/groups/", new { title = " Hikers ", members = new[] { bob.UserId, ann.UserId } })).Expect(
            201
        );
        var group = $"/api/groups/{made.Get("id")}/";
        Assert.Equal(("group", "Hikers", "owner"), (made.Get("kind"), made.Get("title"), made.Get("role")));
        Assert.Equal(2, made["member_count"]!.GetValue<int>());
        Assert.Null(made["user"]);

        (await bob.PostAsync($"{group}messages/", new { content = "Where to?", client_id = "c-1" })).Expect(201);
        var added = (await ann.PostAsync($"{group}members", new { user_id = cem.UserId })).Expect(201);
        Assert.Equal(("cem", "member"), (added.Get("user.display_name"), added.Get("role")));
        (await ann.PatchAsync(group, new { title = "Walkers" })).Expect(200);

        Assert.Equal("Walkers", (await cem.GetAsync("/api/groups/")).Expect(200).Get("results.0.title"));
        Assert.Empty((await cem.GetAsync($"{group}messages/")).Expect(200)["results"]!.AsArray());
        Assert.Equal("Where to?", (await ann.GetAsync($"{group}messages/?order=desc")).Expect(200).Get("results.0.content"));
        Assert.Equal("Where to?", (await ann.GetAsync(group.Replace("groups", "people-chats"))).Expect(200).Get("last_message.content"));
        Assert.Equal(["ann", "bob", "cem"], await NamesAsync(cem, group));

        (await ann.PostAsync($"{group}leave/")).Expect(204);
        (await ann.GetAsync(group)).ExpectProblem(404, "not_found");
        Assert.Equal(["bob", "cem"], await NamesAsync(cem, group));
        var owner = (await cem.GetAsync($"{group}members/")).Expect(200)["results"]!.AsArray().Single(m => RoleOf(m) == "owner");
        var (first, second) = owner!["user"]!["id"]!.GetValue<string>() == bob.UserId ? (bob, cem) : (cem, bob);
        (await second.DeleteAsync($"{group}members/{first.UserId}/")).ExpectProblem(403, "forbidden");
        (await first.DeleteAsync($"{group}members/{second.UserId}/")).Expect(204);
        (await second.GetAsync($"{group}messages/")).ExpectProblem(404, "not_found");
        (await first.DeleteAsync(group)).Expect(204);
        Assert.Empty((await first.GetAsync("/api/groups/")).Expect(200)["results"]!.AsArray());
    }

    [Fact]
    public async Task What_is_wrong_is_said()
    {
        var (ann, bob) = (await app.SignUpAsync("ann"), await app.SignUpAsync("bob"));
        var direct = await ann.MeetAsync(bob);
        var group = $"/api/groups/{await ann.GatherAsync(bob)}/";

        (await ann.PostAsync("/api/groups/", new { members = Array.Empty<string>() })).ExpectInvalid("title");
        (await ann.PostAsync("/api/groups/", new { title = "x" })).ExpectInvalid("members");
        (await ann.PostAsync("/api/groups/", new { title = "x", members = new[] { "" } })).ExpectInvalid("members");
        (await ann.PostAsync("/api/groups/", new { title = new string('x', 201), members = new[] { bob.UserId } })).ExpectInvalid("title");
        var crowd = Enumerable.Range(0, 101).Select(i => $"{i}");
        (await ann.PostAsync("/api/groups/", new { title = "x", members = crowd })).ExpectInvalid("members");
        (await ann.PostAsync("/api/groups/", new { title = "x", members = new[] { "1" } })).ExpectProblem(404, "not_found");
        (await ann.PostAsync("/api/groups/", new { title = "x", users = 1 })).ExpectProblem(400, "invalid");
        (await ann.PatchAsync(group, new { })).ExpectInvalid("title");
        (await ann.PostAsync($"{group}members/", new { })).ExpectInvalid("user_id");
        (await ann.PostAsync($"{group}members/", new { user_id = bob.UserId })).ExpectProblem(409, "conflict");
        (await ann.DeleteAsync($"{group}members/nobody/")).ExpectProblem(404, "not_found");
        var asGroup = direct.Replace("people-chats", "groups");
        (await ann.GetAsync(asGroup)).ExpectProblem(404, "not_found");
        (await ann.GetAsync($"{asGroup}members/")).ExpectProblem(404, "not_found");
        (await ann.PostAsync($"{asGroup}leave/")).ExpectProblem(404, "not_found");
        using var guest = await app.GuestAsync();
        (await guest.PostAsync("/api/groups/", new { title = "x", members = Array.Empty<string>() })).ExpectProblem(403, "forbidden");
        Assert.Empty((await guest.GetAsync("/api/groups/")).Expect(200)["results"]!.AsArray());
    }

    [Fact]
    public async Task The_same_request_makes_one_group_and_lets_somebody_in_once()
    {
        var (ann, bob, cem) = (await app.SignUpAsync("ann"), await app.SignUpAsync("bob"), await app.SignUpAsync("cem"));
        await ann.MeetAsync(bob, cem);

        var body = new { title = "Hikers", members = new[] { bob.UserId } };
        var (first, again) = (await PostAsync("/api/groups/", body, "k-1"), await PostAsync("/api/groups", body, "k-1"));
        Assert.Equal(first.Get("id"), again.Get("id"));
        Assert.Equal("true", again.Header("Idempotency-Replayed"));
        var group = $"/api/groups/{first.Get("id")}/";
        foreach (var replayed in new[] { null, "true" })
        {
            var added = await PostAsync($"{group}members/", new { user_id = cem.UserId }, "k-2");
            Assert.Equal((cem.UserId, replayed), (added.Get("user.id"), added.Header("Idempotency-Replayed")));
        }

        // A message at either address is the same request.
        var said = await PostAsync($"{group}messages/", new { content = "Hi" }, "k-3");
        var repeated = await PostAsync($"{group.Replace("groups", "people-chats")}messages/", new { content = "Hi" }, "k-3");
        Assert.Equal((said.Get("id"), "true"), (repeated.Get("id"), repeated.Header("Idempotency-Replayed")));

        async Task<Answer> PostAsync(string path, object json, string key) =>
            (await ann.SendAsync(HttpMethod.Post, path, json, ("Idempotency-Key", key))).Expect(201);
    }

    [Fact]
    public async Task Lists_have_pages()
    {
        var (ann, bob) = (await app.SignUpAsync("ann"), await app.SignUpAsync("bob"));
        await ann.MeetAsync(bob);
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
            ids.Add(await ann.GatherAsync(bob));

        var found = new List<string>();
        for (var cursor = ""; cursor is not null; )
        {
            var page = (await bob.GetAsync($"/api/groups/?limit=2&cursor={cursor}")).Expect(200);
            found.AddRange(page["results"]!.AsArray().Select(group => group!["id"]!.GetValue<string>()));
            cursor = page["next_cursor"]?.GetValue<string>();
        }

        Assert.Equal(ids.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
        (await bob.GetAsync("/api/groups/?limit=201")).ExpectInvalid("limit");
    }

    private static async Task<IEnumerable<string>> NamesAsync(Person person, string group) =>
        (await person.GetAsync($"{group}members/")).Expect(200)["results"]!
            .AsArray()
            .Select(member => member!["user"]!["display_name"]!.GetValue<string>())
            .Order(StringComparer.Ordinal);

    private static string RoleOf(JsonNode? member) => member!["role"]!.GetValue<string>();
}

public sealed class SqliteGroupEndpointTests(ChatApp app) : GroupEndpointTests(app), IClassFixture<ChatApp>;

public sealed class PostgresGroupEndpointTests(PostgresChatApp app) : GroupEndpointTests(app), IClassFixture<PostgresChatApp>;

using Kith.Server.Tests.People;

namespace Kith.Server.Tests.Events;

/// <summary>
/// The replay law for every change of a group and of what AI chats may read, for its owner, a member, and somebody who comes or goes; on
/// each database.
/// </summary>
public abstract class GroupReplayLawTests(ChatApp app)
{
    [Fact]
    public Task Starting_renaming_and_deleting() =>
        HoldAsync(async scene =>
        {
            var (ann, bob, cem, group) = scene;
            var another = $"/api/groups/{await ann.GatherAsync(bob, cem)}/";
            (await ann.PatchAsync(another, new { title = "Walkers" })).Expect(200);
            await bob.TellAsync(another, "Hello.");
            (await ann.DeleteAsync(group)).Expect(204);
        });

    [Fact]
    public Task Coming_and_going_and_coming_again() =>
        HoldAsync(async scene =>
        {
            var (ann, bob, cem, group) = scene;
            (await ann.PostAsync($"{group}members/", new { user_id = cem.UserId })).Expect(201);
            await cem.TellAsync(group, "Here I am.");
            (await bob.PostAsync($"{group}leave/")).Expect(204);
            await cem.TellAsync(group, "Where is everybody?");
            (await ann.PostAsync($"{group}members/", new { user_id = bob.UserId })).Expect(201);
            await bob.TellAsync(group, "Back.");
        });

    [Fact]
    public Task Being_removed() =>
        HoldAsync(async scene =>
        {
            var (ann, bob, _, group) = scene;
            await bob.TellAsync(group, "My last words.");
            (await ann.DeleteAsync($"{group}members/{bob.UserId}/")).Expect(204);
            await ann.TellAsync(group, "Alone.");
        });

    [Fact]
    public Task The_owner_leaves_and_the_last_one_too() =>
        HoldAsync(async scene =>
        {
            var (ann, bob, cem, group) = scene;
            (await ann.PostAsync($"{group}leave/")).Expect(204);
            await bob.TellAsync(group, "Mine now.");
            (await bob.PatchAsync(group, new { title = "Bob's" })).Expect(200);
            var short_lived = $"/api/groups/{await ann.GatherAsync(cem)}/";
            (await ann.PostAsync($"{short_lived}leave/")).Expect(204);
            (await cem.PostAsync($"{short_lived}leave/")).Expect(204);
        });

    [Fact]
    public Task Linking_reading_and_forbidding() =>
        HoldAsync(async scene =>
        {
            var (ann, bob, _, group) = scene;
            var id = group.Split('/')[^2];
            var linked = $"/api/ai/chats/{await ChatApp.StartChatAsync(ann)}/";
            (await ann.PatchAsync(linked, new { related_chat = id })).Expect(200);
            var message = new { content = "Sum it up", include_related_chat_context = true };
            (await ann.PostAsync($"{linked}send_message/", message)).Expect(200);
            (await bob.PostAsync($"/api/people-chats/{id}/ai-context/", new { allowed = false })).Expect(200);
            (await ann.PostAsync($"{linked}send_message/", message)).ExpectProblem(403, "ai_context_refused");
            (await ann.PatchAsync(linked, "{\"related_chat\":null}")).Expect(200);
            (await ann.DeleteAsync(group)).Expect(204);
        });

    /// <summary>Changes something of a group that Ann owns and Bob is in, and Cem isn't; they all know Ann.</summary>
    private async Task HoldAsync(Func<Scene, Task> change)
    {
        var (ann, bob, cem) = (await app.SignUpAsync("ann"), await app.SignUpAsync("bob"), await app.SignUpAsync("cem"));
        await ann.MeetAsync(bob, cem);
        var scene = new Scene(ann, bob, cem, $"/api/groups/{await ann.GatherAsync(bob)}/");
        await bob.TellAsync(scene.Group, "before everything");
        using var hers = await WatchedPerson.BeginAsync(app, ann, BetweenAsync);
        using var his = await WatchedPerson.BeginAsync(app, bob, BetweenAsync);
        using var others = await WatchedPerson.BeginAsync(app, cem, BetweenAsync);
        await change(scene);
        await WatchedPerson.AssertAsync(app, hers, his, others);

        Task BetweenAsync() => ann.TellAsync(scene.Group, "between the cursor and the snapshot");
    }

    /// <param name="Group">Its address.</param>
    private sealed record Scene(Person Ann, Person Bob, Person Cem, string Group);
}

public sealed class SqliteGroupReplayLawTests(EventApp app) : GroupReplayLawTests(app), IClassFixture<EventApp>;

public sealed class PostgresGroupReplayLawTests(PostgresEventApp app) : GroupReplayLawTests(app), IClassFixture<PostgresEventApp>;

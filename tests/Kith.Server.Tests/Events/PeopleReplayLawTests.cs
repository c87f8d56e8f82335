namespace Kith.Server.Tests.Events;

/// <summary>
/// The replay law for every change between people, for both of them, on each database. A further change is one more line in a test here, or
/// a test of its own.
/// </summary>
public abstract class PeopleReplayLawTests(ChatApp app)
{
    [Fact]
    public Task Saying_correcting_and_deleting() =>
        HoldAsync(async pair =>
        {
            var (ann, bob, chat) = pair;
            var first = await SayAsync(ann, chat, "one");
            var second = await SayAsync(bob, chat, "two", replyTo: first);
            (await ann.PatchAsync($"{chat}messages/{first}/", new { content = "one, said differently" })).Expect(200);
            (await bob.DeleteAsync($"{chat}messages/{second}/")).Expect(204);
            await SayAsync(bob, chat, "three");
        });

    [Fact]
    public Task Reacting_and_taking_it_back() =>
        HoldAsync(async pair =>
        {
            var (ann, bob, chat) = pair;
            var said = await SayAsync(ann, chat, "one");
            foreach (var person in new[] { ann, bob })
            foreach (var emoji in new[] { "👍", "❤️" })
                (await person.PutAsync($"{chat}messages/{said}/reactions/{Uri.EscapeDataString(emoji)}/")).Expect(200);
            (await ann.DeleteAsync($"{chat}messages/{said}/reactions/{Uri.EscapeDataString("👍")}/")).Expect(204);
            var gone = await SayAsync(bob, chat, "two");
            (await ann.PutAsync($"{chat}messages/{gone}/reactions/{Uri.EscapeDataString("👋🏽")}/")).Expect(200);
            (await bob.DeleteAsync($"{chat}messages/{gone}/")).Expect(204);
        });

    [Fact]
    public Task Reading() =>
        HoldAsync(async pair =>
        {
            var (ann, bob, chat) = pair;
            var first = await SayAsync(ann, chat, "one");
            (await bob.PostAsync($"{chat}read/", new { message_id = first })).Expect(200);
            await SayAsync(ann, chat, "two");
            var answer = await SayAsync(bob, chat, "three");
            (await ann.PostAsync($"{chat}read/", new { message_id = answer })).Expect(200);
            (await ann.PostAsync($"{chat}read/", new { message_id = first })).Expect(200);
            await SayAsync(bob, chat, "four");
        });

    [Fact]
    public Task Reading_and_reacting_behind_a_block() =>
        HoldAsync(async pair =>
        {
            var (ann, bob, chat) = pair;
            var said = await SayAsync(bob, chat, "one");
            (await bob.PostAsync($"{await ConnectionOfAsync(bob)}block/")).Expect(200);
            (await ann.PutAsync($"{chat}messages/{said}/reactions/{Uri.EscapeDataString("👍")}/")).Expect(200);
            (await ann.PostAsync($"{chat}read/", new { message_id = said })).Expect(200);
            (await bob.PostAsync($"{chat}read/", new { message_id = said })).Expect(200);
            (await bob.PostAsync($"{await ConnectionOfAsync(bob)}unblock/")).Expect(204);
            (await ann.PostAsync($"{chat}read/", new { message_id = await SayAsync(bob, chat, "two") })).Expect(200);
        });

    [Fact]
    public Task Deleting_all_there_is() =>
        HoldAsync(async pair =>
        {
            var (ann, bob, chat) = pair;
            foreach (var message in (await ann.GetAsync($"{chat}messages/")).Expect(200)["results"]!.AsArray())
            {
                var sender = message!["sender"]!["id"]!.GetValue<string>() == ann.UserId ? ann : bob;
                (await sender.DeleteAsync($"{chat}messages/{message["id"]}/")).Expect(204);
            }
        });

    [Fact]
    public Task Asking_and_accepting() =>
        HoldStrangersAsync(
            async (ann, bob) =>
            {
                var chat = await AcceptAsync(bob, await AskAsync(ann, new { email = bob.Email }));
                await SayAsync(ann, chat, "At last.");
                await SayAsync(bob, chat, "Hello.");
            }
        );

    [Fact]
    public Task Asking_by_two_names_and_for_nobody() =>
        HoldStrangersAsync(
            async (ann, bob) =>
            {
                var byAddress = await AskAsync(ann, new { email = bob.Email });
                var byId = await AskAsync(ann, new { user_id = bob.UserId });
                await AskAsync(ann, new { email = "nobody@example.org" });
                (await ann.DeleteAsync($"/api/connections/{byAddress}/")).Expect(204);
                await AcceptAsync(bob, byId);
            }
        );

    [Fact]
    public Task Asking_and_taking_it_back() =>
        HoldStrangersAsync(
            async (ann, bob) =>
                (await ann.DeleteAsync($"/api/connections/{await AskAsync(ann, new { user_id = bob.UserId })}/")).Expect(204)
        );

    [Fact]
    public Task Declining_and_asking_the_other_way_round() =>
        HoldStrangersAsync(
            async (ann, bob) =>
            {
                (await bob.PostAsync($"/api/connections/{await AskAsync(ann, new { user_id = bob.UserId })}/decline/")).Expect(204);
                await AcceptAsync(ann, await AskAsync(bob, new { user_id = ann.UserId }));
            }
        );

    [Fact]
    public Task Declining_by_deleting_taking_back_and_asking_in_vain() =>
        HoldStrangersAsync(
            async (ann, bob) =>
            {
                var asked = await AskAsync(ann, new { user_id = bob.UserId });
                (await bob.DeleteAsync($"/api/connections/{asked}/")).Expect(204);
                (await ann.DeleteAsync($"/api/connections/{asked}/")).Expect(204);
                await AskAsync(ann, new { user_id = bob.UserId });
            }
        );

    [Fact]
    public Task Blocking_who_asks() =>
        HoldStrangersAsync(
            async (ann, bob) =>
            {
                var asked = await AskAsync(ann, new { user_id = bob.UserId });
                (await bob.PostAsync($"/api/connections/{asked}/block/")).Expect(200);
                (await ann.DeleteAsync($"/api/connections/{asked}/")).Expect(204);
                await AskAsync(ann, new { user_id = bob.UserId });
                (await bob.PostAsync($"/api/connections/{asked}/unblock/")).Expect(204);
            }
        );

    [Fact]
    public Task Blocking_and_unblocking_whom_one_knows() =>
        HoldAsync(async pair =>
        {
            var (ann, bob, chat) = pair;
            var connection = await ConnectionOfAsync(bob);
            (await bob.PostAsync($"{connection}block/")).Expect(200);
            var unheard = await SayAsync(ann, chat, "Are you there?");
            (await ann.PatchAsync($"{chat}messages/{unheard}/", new { content = "Are you?" })).Expect(200);
            await SayAsync(ann, chat, "No?");
            (await ann.DeleteAsync($"{chat}messages/{unheard}/")).Expect(204);
            (await bob.PostAsync($"{connection}unblock/")).Expect(204);
            await SayAsync(bob, chat, "I am.");
        });

    [Fact]
    public Task Parting() =>
        HoldAsync(async pair =>
        {
            await SayAsync(pair.Ann, pair.Chat, "Farewell.");
            (await pair.Bob.DeleteAsync(await ConnectionOfAsync(pair.Bob))).Expect(204);
        });

    [Fact]
    public Task Parting_and_connecting_again() =>
        HoldAsync(async pair =>
        {
            var (ann, bob, chat) = pair;
            (await bob.DeleteAsync(await ConnectionOfAsync(bob))).Expect(204);
            Assert.Equal(chat, await AcceptAsync(bob, await AskAsync(ann, new { email = bob.Email })));
            await SayAsync(bob, chat, "Again.");
        });

    [Fact]
    public Task Parting_from_who_blocks() =>
        HoldAsync(async pair =>
        {
            var (ann, bob, chat) = pair;
            (await bob.PostAsync($"{await ConnectionOfAsync(bob)}block/")).Expect(200);
            await SayAsync(ann, chat, "?");
            (await ann.DeleteAsync(await ConnectionOfAsync(ann))).Expect(204);
        });

    [Fact]
    public async Task An_account_is_erased()
    {
        var (ann, bob, carol, dan) = (
            await app.SignUpAsync("ann"),
            await app.SignUpAsync("bob"),
            await app.SignUpAsync("carol"),
            await app.SignUpAsync("dan")
        );
        await SayAsync(bob, await AcceptAsync(bob, await AskAsync(ann, new { email = bob.Email })), "I am here.");
        await AskAsync(carol, new { user_id = bob.UserId });
        await AskAsync(bob, new { user_id = dan.UserId });
        using var hers = await WatchedPerson.BeginAsync(app, ann, () => Task.CompletedTask);
        using var carols = await WatchedPerson.BeginAsync(app, carol, () => Task.CompletedTask);
        using var dans = await WatchedPerson.BeginAsync(app, dan, () => Task.CompletedTask);

        var erased = (await bob.DeleteAsync("/api/auth/me", new { password = KithApp.Password })).Expect(200);

        Assert.Equal((1, 1), (erased["erased.connections"]!.GetValue<int>(), erased["erased.people_chats"]!.GetValue<int>()));
        await WatchedPerson.AssertAsync(app, hers, carols, dans);
    }

    /// <summary>Changes something between two who are connected and have said something.</summary>
    protected Task HoldAsync(Func<Pair, Task> change) =>
        HoldStrangersAsync(
            async (ann, bob) =>
            {
                var chat = await AcceptAsync(bob, await AskAsync(ann, new { email = bob.Email }));
                await SayAsync(ann, chat, "before everything");
                return chat;
            },
            async pair =>
            {
                await SayAsync(pair.Bob, pair.Chat, "between the cursor and the snapshot");
                await SayAsync(pair.Ann, pair.Chat, "and this too");
            },
            change
        );

    /// <summary>Changes something between two who don't know each other.</summary>
    protected Task HoldStrangersAsync(Func<Person, Person, Task> change) =>
        HoldStrangersAsync((_, _) => Task.FromResult(""), _ => Task.CompletedTask, pair => change(pair.Ann, pair.Bob));

    protected static async Task<string> AskAsync(Person person, object whom) =>
        (await person.PostAsync("/api/connections/", whom)).Expect(201).Get("id");

    /// <summary>The address of the chat they have now.</summary>
    protected static async Task<string> AcceptAsync(Person person, string connection) =>
        $"/api/people-chats/{(await person.PostAsync($"/api/connections/{connection}/accept/")).Expect(200).Get("chat_id")}/";

    protected static async Task<string> SayAsync(Person person, string chat, string content, string? replyTo = null) =>
        (await person.PostAsync($"{chat}messages/", new { content, reply_to = replyTo })).Expect(201).Get("id");

    private static async Task<string> ConnectionOfAsync(Person person) =>
        $"/api/connections/{(await person.GetAsync("/api/connections/")).Expect(200).Get("results.0.id")}/";

    private async Task HoldStrangersAsync(Func<Person, Person, Task<string>> before, Func<Pair, Task> between, Func<Pair, Task> change)
    {
        var (ann, bob) = (await app.SignUpAsync("ann"), await app.SignUpAsync("bob"));
        var pair = new Pair(ann, bob, await before(ann, bob));
        using var hers = await WatchedPerson.BeginAsync(app, ann, () => between(pair));
        using var his = await WatchedPerson.BeginAsync(app, bob, () => between(pair));
        await change(pair);
        await WatchedPerson.AssertAsync(app, hers, his);
    }

    /// <param name="Chat">The address of their chat; empty when they have none.</param>
    protected sealed record Pair(Person Ann, Person Bob, string Chat);
}

public sealed class SqlitePeopleReplayLawTests(EventApp app) : PeopleReplayLawTests(app), IClassFixture<EventApp>;

public sealed class PostgresPeopleReplayLawTests(PostgresEventApp app) : PeopleReplayLawTests(app), IClassFixture<PostgresEventApp>;

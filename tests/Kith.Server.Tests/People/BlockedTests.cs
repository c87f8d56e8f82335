using Kith.Server.Tests.Authorization;
using Kith.Server.Tests.Events;

namespace Kith.Server.Tests.People;

/// <summary>
/// Whoever is blocked or declined learns nothing of it: all that they can ask for, do and be told is, letter by letter, what somebody gets whom nobody
/// answers. Every route that names anything between people is tried, those to come too.
/// </summary>
public sealed class BlockedTests(SteppingApp app) : IClassFixture<SteppingApp>
{
    private static readonly string[] s_ofPeople = ["/api/connections", "/api/people-chats", "/api/groups", "/api/presence"];

    [Fact]
    public async Task Whom_a_contact_blocks_sees_what_somebody_sees_whose_contact_is_silent()
    {
        var silent = await AsContactAsync((_, _) => Task.CompletedTask);
        var blocked = await AsContactAsync(async (contact, id) => (await contact.PostAsync($"/api/connections/{id}/block/")).Expect(200));

        Assert.True(silent.Count > 100);
        Assert.Equal(silent, blocked);
    }

    [Theory]
    [InlineData("block")]
    [InlineData("decline")]
    [InlineData("block and unblock")]
    [InlineData("delete")]
    [InlineData("erase")]
    public async Task Who_asks_and_is_refused_sees_what_somebody_sees_who_is_not_answered(string refusal)
    {
        var silent = await AsAskerAsync((_, _) => Task.CompletedTask);
        var refused = await AsAskerAsync((other, id) => RefuseAsync(other, id, refusal));

        Assert.Equal(silent, refused);
    }

    [Fact]
    public async Task Asking_nobody_is_as_asking_somebody()
    {
        var somebody = await AsAskerAsync((_, _) => Task.CompletedTask);
        var nobody = await AsAskerAsync((_, _) => Task.CompletedTask, isThere: false);

        Assert.Equal(somebody, nobody);
    }

    private static async Task RefuseAsync(Person other, string id, string refusal)
    {
        switch (refusal)
        {
            case "delete":
                (await other.DeleteAsync($"/api/connections/{id}/")).Expect(204);
                break;
            case "erase":
                (await other.DeleteAsync("/api/auth/me", new { password = KithApp.Password })).Expect(200);
                break;
            default:
                foreach (var step in refusal.Split(" and "))
                    (await other.PostAsync($"/api/connections/{id}/{step}/")).ExpectStatus(200, 204);
                break;
        }
    }

    /// <summary>Everything that somebody can do with a contact, after the contact did something.</summary>
    private async Task<List<string>> AsContactAsync(Func<Person, string, Task> before)
    {
        var me = await app.SignUpAsync();
        var things = await Things.MakeAsync(app, me, Kinds.People | Kinds.Group);
        var actor = new Actor(me, things, []);
        var transcript = await Transcript.BeginAsync(app, me);
        await before(things.Contact!, things.Connection);

        var doors = RestDoors
            .Of([.. app.Routes().Where(route => !route.Contains(" /ws/", StringComparison.Ordinal))])
            .Where(IsOfPeople)
            .ToList();
        foreach (var turn in doors.GroupBy(TurnOf).OrderBy(turn => turn.Key))
        {
            foreach (var door in turn)
                await transcript.TryAsync(door, actor);
            foreach (var door in doors.Where(door => !door.Changes))
                await transcript.TryAsync(door, actor);
            await transcript.SendAsync(
                new
                {
                    type = "typing",
                    chat_id = things.PeopleChat,
                    is_typing = true,
                }
            );
            await transcript.SendAsync(
                new
                {
                    type = "read",
                    chat_id = things.PeopleChat,
                    message_id = things.PeopleMessage,
                }
            );
        }

        await transcript.NoteAsync(me.PostAsync("/api/connections/", new { user_id = things.Contact!.UserId }));
        await transcript.NoteAsync(me.PostAsync("/api/connections/", new { email = things.Contact.Email }));
        await transcript.NoteAsync(me.PostAsync("/api/groups/", new { title = "Us", members = new[] { things.Contact.UserId } }));
        return await transcript.EndAsync();
    }

    /// <summary>Everything that somebody can do who asked, after the other one did something.</summary>
    private async Task<List<string>> AsAskerAsync(Func<Person, string, Task> before, bool isThere = true)
    {
        var (me, other) = (await app.SignUpAsync(), await app.SignUpAsync());
        var (email, id) = isThere ? (other.Email, other.UserId) : ($"somebody.{Guid.NewGuid():N}@example.org", $"{Guid.CreateVersion7()}");
        var transcript = await Transcript.BeginAsync(app, me);
        var asked = (await me.PostAsync("/api/connections/", new { email })).Expect(201).Get("id");
        await before(other, asked);

        await UseAsync(transcript, me, asked);
        foreach (var body in new object[] { new { email }, new { user_id = id }, new { user_id = id } })
            await transcript.NoteAsync(me.PostAsync("/api/connections/", body));
        await transcript.NoteAsync(me.DeleteAsync($"/api/connections/{asked}/"));
        await UseAsync(transcript, me, asked);
        await transcript.NoteAsync(me.PostAsync("/api/connections/", new { email }));
        foreach (var one in (await me.GetAsync("/api/connections/")).Expect(200)["results"]!.AsArray())
        {
            await UseAsync(transcript, me, one!["id"]!.GetValue<string>());
            await transcript.NoteAsync(me.DeleteAsync($"/api/connections/{one["id"]}/"));
        }

        await transcript.NoteAsync(me.PostAsync("/api/connections/", new { user_id = id }));
        await transcript.NoteAsync(me.PostAsync("/api/groups/", new { title = "Us", members = new[] { id } }));
        return await transcript.EndAsync();
    }

    private static async Task UseAsync(Transcript transcript, Person me, string id)
    {
        var address = $"/api/connections/{id}/";
        foreach (var path in new[] { "/api/connections/", "/api/people-chats/", address, $"{address}messages/" })
            await transcript.NoteAsync(me.GetAsync(path));
        foreach (var act in new[] { "accept", "decline", "block", "unblock" })
            await transcript.NoteAsync(me.PostAsync($"{address}{act}/"));
        await transcript.NoteAsync(me.PostAsync($"{address}messages/", new { content = "Hello?" }));
    }

    private static bool IsOfPeople(Door door) =>
        (door.Takes & (Kinds.People | Kinds.Group)) != Kinds.None
        || s_ofPeople.Any(path => door.Name.Split(' ')[1].StartsWith(path, StringComparison.Ordinal));

    /// <summary>What ends something comes last.</summary>
    private static int TurnOf(Door door)
    {
        var (method, path) = (door.Name.Split(' ')[0], door.Name.Split(' ')[1]);
        return method == "GET" ? 0
            : path.EndsWith("/block", StringComparison.Ordinal) ? 2
            : path.EndsWith("/unblock", StringComparison.Ordinal) ? 3
            : path.EndsWith("/leave", StringComparison.Ordinal) ? 5
            : method != "DELETE" ? 1
            : path.Split('/').Length > 4 ? 4
            : 6;
    }
}

/// <summary>No two things are at the same time: it is a millisecond later each time somebody asks.</summary>
public sealed class SteppingApp : EventApp
{
    protected override void Configure(KithAppOptions options)
    {
        base.Configure(options);
        options.Clock = new SteppingClock();
    }

    private sealed class SteppingClock : TimeProvider
    {
        private readonly DateTimeOffset _start = System.GetUtcNow();
        private long _asked;

        public override DateTimeOffset GetUtcNow() => _start.AddMilliseconds(Interlocked.Increment(ref _asked));
    }
}

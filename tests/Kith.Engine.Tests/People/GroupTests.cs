using Kith.Engine.Conversations.Members;
using Kith.Engine.Events;
using Kith.Engine.Idempotency;
using Kith.Engine.People;
using Kith.Engine.Turns;
using Kith.Engine.Users;

namespace Kith.Engine.Tests.People;

/// <summary>Chats of several people, on each database.</summary>
public abstract class GroupTests(EngineApp app)
{
    private readonly GroupScene _scene = new(app);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_members_read_what_one_says_and_are_told_once()
    {
        var (ann, bob, cem) = await GatherAsync();
        var group = await _scene.StartAsync(ann, bob, cem);

        await app.TellAsync(bob, group, "Where shall we go?");

        foreach (var member in new[] { ann, bob, cem })
        {
            Assert.Equal(["Where shall we go?"], await _scene.TextsAsync(member, group));
            var frames = (await app.Feed.PollAsync(member, 0, TimeSpan.Zero, Cancel))
                .Frames.Where(frame => frame is PeopleMessageFrame or PeopleChatFrame { Chat.Chat.Kind: PeopleChatKinds.Group })
                .ToList();
            Assert.Equal([3], frames.OfType<PeopleChatFrame>().Where(frame => frame.Members is not null).Select(f => f.Members!.Count));
            Assert.Single(frames.OfType<PeopleMessageFrame>());
        }

        Assert.Equal(["Hikers"], (await app.Groups.ListAsync(cem, null, 50, Cancel)).Select(view => view.Chat.Title));
        Assert.Empty((await app.Conversations.ListAsync(ann, null, null, 50, Cancel)).Value);
    }

    [Fact]
    public async Task Only_people_one_is_connected_with_can_be_brought_in()
    {
        var (ann, bob, _) = await GatherAsync();
        var eve = await app.AddPersonAsync("eve");
        var group = await _scene.StartAsync(ann, bob);
        await _scene.BlockAsync(ann, bob);

        foreach (var other in new[] { eve.PrincipalId, "nobody", bob.PrincipalId })
        {
            Assert.IsType<NotFound>((await app.Groups.CreateAsync(ann, new NewGroup("x", [other]), key: null, Cancel)).Failure);
            var added = (await app.Groups.AddMemberAsync(ann, group, other, key: null, Cancel)).Failure;
            Assert.Equal(other == bob.PrincipalId ? new AlreadyMember() : new NotFound("connection"), added);
        }

        Assert.Single(await app.Groups.ListAsync(ann, null, 50, Cancel));
    }

    [Fact]
    public async Task A_guest_makes_none()
    {
        var guest = await app.AddGuestAsync();

        Assert.IsType<NoPeople>((await app.Groups.CreateAsync(guest, new NewGroup("x", []), key: null, Cancel)).Failure);
        Assert.Empty(await app.Groups.ListAsync(guest, null, 50, Cancel));
    }

    [Fact]
    public async Task Who_blocks_the_owner_is_in_it_for_the_others_and_sees_nothing()
    {
        var (ann, bob, cem) = await GatherAsync();
        await _scene.BlockAsync(bob, ann);
        var before = await app.Log.HeadAsync(bob.PrincipalId, Cancel);
        var group = await _scene.StartAsync(ann, bob, cem);
        await app.TellAsync(ann, group, "Hello all");

        Assert.Equal(["ann*", "bob", "cem"], (await _scene.NamesAsync(cem, group)).Order(StringComparer.Ordinal));
        Assert.Equal(3, (await app.Groups.OpenAsync(ann, group, Cancel)).Value.Chat.MemberCount);
        Assert.False(await _scene.SeesAsync(bob, group));
        Assert.IsType<NotFound>(await _scene.LeaveAsync(bob, group));
        Assert.Equal(before, await app.Log.HeadAsync(bob.PrincipalId, Cancel));
        // Nothing tells the one who is blocked: not adding again, nor removing.
        Assert.IsType<AlreadyMember>((await app.Groups.AddMemberAsync(ann, group, bob.PrincipalId, key: null, Cancel)).Failure);
        Assert.Null(await _scene.RemoveAsync(ann, group, bob));
        Assert.Equal(before, await app.Log.HeadAsync(bob.PrincipalId, Cancel));
    }

    [Fact]
    public async Task Who_comes_later_sees_what_comes_from_then_on()
    {
        var (ann, bob, cem) = await GatherAsync();
        var group = await _scene.StartAsync(ann, bob);
        await app.TellAsync(ann, group, "before");
        await _scene.AddAsync(ann, group, cem);
        await app.TellAsync(bob, group, "after");

        Assert.Equal(["after"], await _scene.TextsAsync(cem, group));
        Assert.Equal(1, (await app.Groups.OpenAsync(cem, group, Cancel)).Value.Chat.Unread);

        await _scene.LeaveAsync(cem, group);
        await app.TellAsync(bob, group, "while away");
        await _scene.AddAsync(ann, group, cem);
        await app.TellAsync(ann, group, "back");

        Assert.Equal(["back"], await _scene.TextsAsync(cem, group));
        Assert.Equal(["before", "after", "while away", "back"], await _scene.TextsAsync(bob, group));
    }

    [Fact]
    public async Task Who_left_or_was_removed_finds_nothing_and_is_told_once()
    {
        var (ann, bob, cem) = await GatherAsync();
        var group = await _scene.StartAsync(ann, bob, cem);
        var said = await app.TellAsync(bob, group, "mine");

        Assert.Null(await _scene.LeaveAsync(bob, group));
        Assert.Null(await _scene.RemoveAsync(ann, group, cem));
        await app.TellAsync(ann, group, "alone");

        foreach (var former in new[] { bob, cem })
        {
            Assert.False(await _scene.SeesAsync(former, group));
            Assert.IsType<NotFound>((await app.PeopleMessages.PageAsync(former, group, null, false, 50, Cancel)).Failure);
            Assert.IsType<NotFound>((await app.PeopleMessages.ChangeAsync(former, group, said.Message.Id, "!", Cancel)).Failure);
            Assert.IsType<NotFound>((await app.PeopleTurns.SayAsync(former, new PeopleMessageRequest(group, "Hi"), Cancel)).Failure);
            Assert.IsType<NotFound>(await _scene.LeaveAsync(former, group));
            var frames = (await app.Feed.PollAsync(former, 0, TimeSpan.Zero, Cancel)).Frames;
            Assert.Equal([EventKinds.ChatDeleted], frames.OfType<ConversationFrame>().Select(frame => frame.Kind));
            Assert.Empty(frames.OfType<PeopleMessageFrame>());
        }

        Assert.Equal(["mine", "alone"], await _scene.TextsAsync(ann, group));
        Assert.IsType<NotFound>(await _scene.RemoveAsync(ann, group, cem));
    }

    [Fact]
    public async Task Only_the_owner_renames_adds_removes_and_deletes()
    {
        var (ann, bob, cem) = await GatherAsync();
        var group = await _scene.StartAsync(ann, bob, cem);

        Assert.IsType<NotOwner>((await app.Groups.RenameAsync(bob, group, "Mine", Cancel)).Failure);
        Assert.IsType<NotOwner>(await _scene.RemoveAsync(bob, group, cem));
        Assert.IsType<NotOwner>((await app.Groups.AddMemberAsync(bob, group, cem.PrincipalId, key: null, Cancel)).Failure);
        Assert.IsType<NotOwner>((await app.Groups.DeleteAsync(bob, group, Cancel)).Failure);
        Assert.Equal("Walkers", (await app.Groups.RenameAsync(ann, group, "Walkers", Cancel)).Value.Chat.Title);
        Assert.Equal("Walkers", (await app.Groups.OpenAsync(cem, group, Cancel)).Value.Chat.Title);
    }

    [Fact]
    public async Task A_direct_chat_is_no_group()
    {
        var (ann, _, cem) = await GatherAsync();
        var chat = (await app.PeopleChats.ListAsync(ann, after: null, 1, Cancel))[0].Chat.Id;

        Assert.IsType<NotFound>((await app.Groups.OpenAsync(ann, chat, Cancel)).Failure);
        Assert.IsType<NotFound>((await app.Groups.RenameAsync(ann, chat, "Ours", Cancel)).Failure);
        Assert.IsType<NotFound>((await app.Groups.AddMemberAsync(ann, chat, cem.PrincipalId, key: null, Cancel)).Failure);
        Assert.IsType<NotFound>(await _scene.LeaveAsync(ann, chat));
        Assert.IsType<NotFound>((await app.Groups.DeleteAsync(ann, chat, Cancel)).Failure);
        Assert.Empty(await app.Groups.ListAsync(ann, null, 50, Cancel));
    }

    [Fact]
    public async Task When_the_owner_leaves_who_came_first_of_the_rest_owns_it_and_the_last_one_ends_it()
    {
        var (ann, bob, cem) = await GatherAsync();
        var group = await _scene.StartAsync(ann);
        await _scene.AddAsync(ann, group, cem);
        await AgeAsync(group);
        await _scene.AddAsync(ann, group, bob);

        await _scene.LeaveAsync(ann, group);
        Assert.Equal(["cem*", "bob"], await _scene.NamesAsync(bob, group));
        await _scene.LeaveAsync(cem, group);
        Assert.Equal(["bob*"], await _scene.NamesAsync(bob, group));
        await app.TellAsync(bob, group, "to nobody");
        await _scene.LeaveAsync(bob, group);

        Assert.Equal(0, await CountAsync("SELECT count(*) FROM people_chats WHERE conversation_id = @group", new { group }));
        while (await app.Belongings.EraseNextAsync(100, Cancel)) { }

        Assert.Equal(0, await CountAsync("SELECT count(*) FROM messages WHERE conversation_id = @group", new { group }));
    }

    [Fact]
    public async Task Nobody_who_sees_nothing_of_it_owns_it_or_keeps_it()
    {
        var (ann, bob, cem) = await GatherAsync();
        await _scene.BlockAsync(bob, ann);
        var group = await _scene.StartAsync(ann, bob);
        await AgeAsync(group);
        await _scene.AddAsync(ann, group, cem);

        await _scene.LeaveAsync(ann, group);
        Assert.Equal(["bob", "cem*"], await _scene.NamesAsync(cem, group));
        await _scene.LeaveAsync(cem, group);

        Assert.Equal(0, await CountAsync("SELECT count(*) FROM people_chats WHERE conversation_id = @group", new { group }));
    }

    [Fact]
    public async Task Deleting_it_takes_it_from_everybody()
    {
        var (ann, bob, _) = await GatherAsync();
        var group = await _scene.StartAsync(ann, bob);
        await app.TellAsync(bob, group, "mine");

        Assert.Null((await app.Groups.DeleteAsync(ann, group, Cancel)).Failure);

        foreach (var member in new[] { ann, bob })
        {
            Assert.False(await _scene.SeesAsync(member, group));
            var frames = (await app.Feed.PollAsync(member, 0, TimeSpan.Zero, Cancel)).Frames;
            Assert.Equal([group], frames.OfType<ConversationFrame>().Select(frame => frame.ConversationId));
            Assert.DoesNotContain(
                frames,
                frame => frame is PeopleMessageFrame or PeopleChatFrame { Chat.Chat.Kind: PeopleChatKinds.Group }
            );
        }
    }

    [Fact]
    public async Task With_the_same_key_it_is_made_once()
    {
        var (ann, bob, cem) = await GatherAsync();
        var key = new IdempotencyKey("k-1", "same");

        var made = await Task.WhenAll(
            Enumerable.Range(0, 5).Select(_ => app.Groups.CreateAsync(ann, new NewGroup("x", [bob.PrincipalId]), key, Cancel))
        );
        var id = Assert.Single(made.Select(result => result.Value.Value.Chat.Id).Distinct());
        var added = await Task.WhenAll(
            Enumerable
                .Range(0, 5)
                .Select(_ => app.Groups.AddMemberAsync(ann, id, cem.PrincipalId, new IdempotencyKey("k-2", "same"), Cancel))
        );

        Assert.Equal(4, made.Count(result => result.Value.IsReplay));
        Assert.Equal(4, added.Count(result => result.Value.IsReplay));
    }

    [Fact]
    public async Task There_are_at_most_a_hundred_and_what_that_costs_does_not_grow()
    {
        var ann = await app.AddPersonAsync("ann");
        var others = new List<Caller>();
        for (var i = 0; i < Groups.MostMembers; i++)
            others.Add(await app.AddPersonAsync($"p{i}"));
        await _scene.ConnectAsync(ann, others);

        var small = await CostAsync(() => _scene.StartAsync(ann, others[0]));
        var tooMany = new NewGroup("x", [.. others.Select(other => other.PrincipalId)]);
        Assert.IsType<Invalid>((await app.Groups.CreateAsync(ann, tooMany, key: null, Cancel)).Failure);
        var group = "";
        var large = await CostAsync(async () => group = await _scene.StartAsync(ann, [.. others.SkipLast(1)]));
        var told = others.Count - 2;

        Assert.Equal(100, (await _scene.NamesAsync(others[98], group)).Count);
        Assert.IsType<GroupFull>((await app.Groups.AddMemberAsync(ann, group, others[99].PrincipalId, key: null, Cancel)).Failure);
        // But for the logs of those who are told, two statements each.
        Assert.Equal(small, large - (2 * told));
        await app.TellAsync(ann, group, "Hello, all of you.");
        Assert.Equal(["Hello, all of you."], await _scene.TextsAsync(others[98], group));
    }

    [Fact]
    public async Task Twenty_who_come_and_go_at_once_leave_it_as_the_logs_tell()
    {
        var people = await _scene.GatherAsync([.. Enumerable.Range(0, 21).Select(i => $"p{i:00}")]);
        var (ann, others) = (people[0], people.Skip(1).ToList());
        var group = await _scene.StartAsync(ann, [.. others.Take(10)]);

        await Task.WhenAll(
            others.Select(
                async (other, i) =>
                {
                    if (i < 10)
                        Assert.Null(await _scene.LeaveAsync(other, group));
                    else
                        await _scene.AddAsync(ann, group, other);
                    if (i % 2 == 0)
                        await app.TellAsync(ann, group, $"m{i}");
                }
            )
        );

        var names = await _scene.NamesAsync(ann, group);
        Assert.Equal(people.Skip(11).Select(p => p.DisplayName).Prepend("p00*"), names.Order(StringComparer.Ordinal));
        foreach (var (i, other) in others.Index())
        {
            Assert.Equal(i >= 10, await _scene.SeesAsync(other, group));
            var page = await app.Feed.PollAsync(other, 0, TimeSpan.Zero, Cancel);
            Assert.Equal(i < 10, page.Frames.Any(frame => frame is ConversationFrame { Kind: EventKinds.ChatDeleted }));
            if (i < 10)
                continue;
            var told = page.Frames.OfType<PeopleChatFrame>().Last(frame => frame.Members is not null).Members!;
            Assert.Equal(names, told.Select(member => member.Role == MemberRoles.Owner ? $"{member.DisplayName}*" : member.DisplayName));
            var texts = page.Frames.OfType<PeopleMessageFrame>().Select(frame => frame.Message!.Message.Content);
            Assert.Equal(await _scene.TextsAsync(other, group), texts);
        }
    }

    [Fact]
    public async Task There_is_one_owner_whoever_goes_at_the_same_time()
    {
        for (var round = 0; round < 5; round++)
        {
            var (ann, bob, cem) = await GatherAsync();
            var group = await _scene.StartAsync(ann, bob, cem);

            // The owner leaves, twice, and removes somebody who leaves too.
            var ends = await Task.WhenAll(
                _scene.LeaveAsync(ann, group),
                _scene.RemoveAsync(ann, group, ann),
                _scene.RemoveAsync(ann, group, bob),
                _scene.LeaveAsync(bob, group)
            );

            Assert.Single(ends.Take(2), failure => failure is null);
            Assert.Equal(["cem*"], await _scene.NamesAsync(cem, group));
            Assert.False(await _scene.SeesAsync(ann, group));
            Assert.False(await _scene.SeesAsync(bob, group));
        }
    }

    private async Task<(Caller Ann, Caller Bob, Caller Cem)> GatherAsync() =>
        await _scene.GatherAsync("ann", "bob", "cem") is [var ann, var bob, var cem]
            ? (ann, bob, cem)
            : throw new InvalidOperationException();

    /// <summary>Who is in it came earlier than who comes now.</summary>
    private Task<int> AgeAsync(string group) =>
        app.Database.WriteAsync(
            session => session.ExecuteAsync("UPDATE members SET joined_at = joined_at - 1 WHERE conversation_id = @group", new { group }),
            Cancel
        );

    private Task<long> CountAsync(string sql, object parameters) =>
        app.Database.ReadAsync(session => session.CountAsync(sql, parameters), Cancel);

    private async Task<long> CostAsync(Func<Task> run)
    {
        var before = app.Database.Statements;
        await run();
        return app.Database.Statements - before;
    }
}

public sealed class SqliteGroupTests(SqliteEngine app) : GroupTests(app), IClassFixture<SqliteEngine>;

public sealed class PostgresGroupTests(PostgresEngine app) : GroupTests(app), IClassFixture<PostgresEngine>;

using Kith.Engine.Conversations.Members;
using Kith.Engine.Events;
using Kith.Engine.People;
using Kith.Engine.Turns;
using Kith.Engine.Users;

namespace Kith.Engine.Tests.People;

/// <summary>What people say to each other, on each database.</summary>
public abstract class PeopleMessageTests(EngineApp app)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_one_says_the_other_reads()
    {
        var (ann, bob, chat) = await MeetAsync();

        var said = await app.TellAsync(ann, chat, "Hello, Bob.");
        await app.TellAsync(bob, chat, "Hello, Ann.", replyTo: said.Message.Id);

        foreach (var reader in new[] { ann, bob })
        {
            var page = await PageAsync(reader, chat);
            Assert.Equal(["Hello, Bob.", "Hello, Ann."], page.Select(view => view.Message.Content));
            Assert.Equal([1L, 2L], page.Select(view => view.Message.Depth));
            Assert.Equal(["ann", "bob"], page.Select(view => view.Sender.DisplayName));
            Assert.Equal(said.Message.Id, page[1].Message.ReplyTo);
        }
    }

    [Fact]
    public async Task Who_is_not_in_it_finds_nothing()
    {
        var (ann, _, chat) = await MeetAsync();
        var said = await app.TellAsync(ann, chat, "Just us.");
        var eve = await app.AddPersonAsync("eve");

        Assert.IsType<NotFound>((await app.PeopleChats.OpenAsync(eve, chat, Cancel)).Failure);
        Assert.IsType<NotFound>((await app.PeopleMessages.PageAsync(eve, chat, null, false, 50, Cancel)).Failure);
        Assert.IsType<NotFound>((await app.PeopleMessages.ChangeAsync(eve, chat, said.Message.Id, "!", Cancel)).Failure);
        Assert.IsType<NotFound>((await app.PeopleMessages.DeleteAsync(eve, chat, said.Message.Id, Cancel)).Failure);
        Assert.IsType<NotFound>((await app.PeopleTurns.SayAsync(eve, new PeopleMessageRequest(chat, "Hi"), Cancel)).Failure);
        Assert.Empty(await app.PeopleChats.ListAsync(eve, null, 50, Cancel));
    }

    [Fact]
    public async Task Nothing_that_is_for_chats_with_an_agent_meets_it()
    {
        var (ann, _, chat) = await MeetAsync();
        await app.TellAsync(ann, chat, "My sister is called Mara.");

        Assert.IsType<NotFound>((await app.Conversations.OpenAsync(ann, chat, Cancel)).Failure);
        Assert.IsType<NotFound>((await app.Turns.StartAsync(ann, new TurnRequest(chat, "Answer me"), Cancel)).Failure);
        Assert.IsType<NotFound>((await app.History.PageAsync(ann, chat, null, false, 50, Cancel)).Failure);
        Assert.Empty((await app.Conversations.ListAsync(ann, null, null, 50, Cancel)).Value);
    }

    [Fact]
    public async Task A_message_sent_twice_is_one()
    {
        var (ann, bob, chat) = await MeetAsync();

        var sent = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => app.TellAsync(ann, chat, "Once.", clientId: "c-1")));

        Assert.Single(sent.Select(view => view.Message.Id).Distinct());
        Assert.Single(await PageAsync(bob, chat));
    }

    [Fact]
    public async Task Only_its_sender_changes_a_message_and_what_it_said_is_not_kept()
    {
        var (ann, bob, chat) = await MeetAsync();
        var said = await app.TellAsync(ann, chat, "Teh first.");

        Assert.IsType<NotYours>((await app.PeopleMessages.ChangeAsync(bob, chat, said.Message.Id, "Mine.", Cancel)).Failure);
        await app.PeopleMessages.ChangeAsync(ann, chat, said.Message.Id, "The first.", Cancel);

        var read = Assert.Single(await PageAsync(bob, chat));
        Assert.Equal("The first.", read.Message.Content);
        Assert.NotNull(read.Message.EditedAt);
    }

    [Fact]
    public async Task The_number_of_a_deleted_message_is_not_used_again()
    {
        var (ann, bob, chat) = await MeetAsync();
        var first = await app.TellAsync(ann, chat, "one");
        var second = await app.TellAsync(ann, chat, "two");

        Assert.IsType<NotYours>((await app.PeopleMessages.DeleteAsync(bob, chat, second.Message.Id, Cancel)).Failure);
        Assert.Null((await app.PeopleMessages.DeleteAsync(ann, chat, second.Message.Id, Cancel)).Failure);
        var third = await app.TellAsync(bob, chat, "three");

        Assert.Equal((1L, 3L), (first.Message.Depth, third.Message.Depth));
        Assert.Equal(["one", "three"], (await PageAsync(ann, chat)).Select(view => view.Message.Content));
    }

    [Fact]
    public async Task What_is_said_to_somebody_who_blocks_one_only_oneself_sees()
    {
        var (ann, bob, chat) = await MeetAsync();
        await app.TellAsync(ann, chat, "Before.");
        await app.Database.WriteAsync(session => BlockStore.PutAsync(session, bob.PrincipalId, ann.PrincipalId, 1), Cancel);
        var cursor = await app.Log.HeadAsync(bob.PrincipalId, Cancel);

        var said = await app.TellAsync(ann, chat, "Are you there?");
        Assert.IsType<Blocking>((await app.PeopleTurns.SayAsync(bob, new PeopleMessageRequest(chat, "No."), Cancel)).Failure);

        Assert.Equal(["Before.", "Are you there?"], (await PageAsync(ann, chat)).Select(view => view.Message.Content));
        Assert.Equal(["Before."], (await PageAsync(bob, chat)).Select(view => view.Message.Content));
        Assert.Equal(cursor, await app.Log.HeadAsync(bob.PrincipalId, Cancel));
        Assert.Equal(("Before.", 1L), await LastAsync(bob, chat));
        Assert.Equal(("Are you there?", 0L), await LastAsync(ann, chat));
        await app.Database.WriteAsync(session => BlockStore.DeleteAsync(session, bob.PrincipalId, ann.PrincipalId), Cancel);
        Assert.DoesNotContain(await PageAsync(bob, chat), view => view.Message.Id == said.Message.Id);
    }

    [Fact]
    public async Task Both_logs_tell_of_it_in_the_same_order()
    {
        var (ann, bob, chat) = await MeetAsync();
        var said = await app.TellAsync(ann, chat, "one");
        await app.TellAsync(bob, chat, "two");
        await app.PeopleMessages.DeleteAsync(ann, chat, said.Message.Id, Cancel);

        foreach (var reader in new[] { ann, bob })
        {
            var page = await app.Feed.PollAsync(reader, 0, TimeSpan.Zero, Cancel);
            var told = page.Frames.OfType<PeopleMessageFrame>().Select(frame => (frame.Kind, frame.Message?.Message.Content));
            // An event tells how it is now: what was deleted since is told as deleted only.
            Assert.Equal([(EventKinds.MessageCreated, "two"), (EventKinds.MessageDeleted, null)], told);
            Assert.Equal("two", page.Frames.OfType<PeopleChatFrame>().Last().Chat.LastMessage?.Message.Content);
        }
    }

    [Fact]
    public async Task A_page_costs_the_same_however_many_wrote_in_it()
    {
        var (ann, bob, chat) = await MeetAsync();
        for (var i = 0; i < 30; i++)
            await app.TellAsync(i % 2 == 0 ? ann : bob, chat, $"{i}");

        // Workers may ask something between.
        var costs = new List<long>();
        for (var i = 0; i < 5; i++)
        {
            var before = app.Database.Statements;
            Assert.Equal(30, (await PageAsync(ann, chat)).Count);
            costs.Add(app.Database.Statements - before);
        }

        Assert.Equal(4, costs.Min());
    }

    private async Task<(Caller Ann, Caller Bob, string Chat)> MeetAsync()
    {
        var ann = await app.AddPersonAsync("ann");
        var bob = await app.AddPersonAsync("bob");
        return (ann, bob, await app.MeetAsync(ann, bob));
    }

    private async Task<IReadOnlyList<PeopleMessageView>> PageAsync(Caller reader, string chat) =>
        (await app.PeopleMessages.PageAsync(reader, chat, cursor: null, newestFirst: false, 200, Cancel)).Value;

    private async Task<(string?, long)> LastAsync(Caller reader, string chat)
    {
        var view = (await app.PeopleChats.OpenAsync(reader, chat, Cancel)).Value;
        return (view.LastMessage?.Message.Content, view.Chat.Unread);
    }
}

public sealed class SqlitePeopleMessageTests(SqliteEngine app) : PeopleMessageTests(app), IClassFixture<SqliteEngine>;

public sealed class PostgresPeopleMessageTests(PostgresEngine app) : PeopleMessageTests(app), IClassFixture<PostgresEngine>;

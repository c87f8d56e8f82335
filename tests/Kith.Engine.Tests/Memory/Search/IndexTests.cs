using Kith.Engine.ChannelLayer;
using Kith.Engine.Conversations;
using Kith.Engine.Memory.Search;
using Kith.Engine.Users;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kith.Engine.Tests.Memory.Search;

/// <summary>How the index keeps up with what is said, changed, claimed and deleted, on each database.</summary>
public abstract class IndexTests(EngineApp app) : SearchScene(app)
{
    [Fact]
    public async Task What_is_deleted_is_gone_at_once_with_its_postings()
    {
        var me = await App.AddPersonAsync();
        var chat = await TellAsync(me, "mango one", "mango two");
        var gone = await TellAsync(me, "mango three");
        var before = await CountRowsAsync();

        await App.Conversations.DeleteAsync(me, gone.Id, Cancel);
        Assert.Equal(["mango two", "mango one"], await TextsAsync(me, "mango"));
        await App.Tree.DeleteAsync(me, chat.Id, (await App.ReadAsync(me, chat))[1].Message.Id, Cancel);

        Assert.Equal(["mango one"], await TextsAsync(me, "mango"));
        // Two messages of two terms each, with their documents.
        Assert.Equal(before - 6, await CountRowsAsync());
    }

    [Fact]
    public async Task What_is_deleted_before_it_was_indexed_never_is()
    {
        var me = await App.AddPersonAsync();
        var chat = await AddAsync(me, "mango", "kiwi");
        var before = await CountRowsAsync();

        await App.Conversations.DeleteAsync(me, chat.Id, Cancel);

        Assert.Equal(before - 2, await CountRowsAsync());
        await App.Index.CatchUpAsync(Cancel);
        Assert.Empty(await TextsAsync(me, "mango"));
    }

    [Fact]
    public async Task Erasing_a_person_leaves_nothing()
    {
        await App.Index.CatchUpAsync(Cancel); // with what others left waiting
        var before = await CountRowsAsync();
        var me = await App.AddPersonAsync();
        await TellAsync(me, "mango one", "mango two");
        await AddAsync(me, "not indexed yet");
        Assert.True(await CountRowsAsync() > before);

        await App.Database.WriteAsync(async s => await App.Belongings.EraseAsync(s, me.PrincipalId), Cancel);

        Assert.Equal(before, await CountRowsAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_claimed_guests_messages_are_found_by_the_person_and_by_nobody_else(bool hasMessages)
    {
        var me = await App.AddPersonAsync();
        if (hasMessages)
            await TellAsync(me, "my own mango");
        var guest = (await App.Database.WriteAsync(s => App.Visitors.CreateAsync(s, PrincipalKind.Guest), Cancel)).Value;
        await TellAsync(guest, "a guest's mango");
        await AddAsync(guest, "a late mango");
        Assert.Equal(["a guest's mango"], await TextsAsync(guest, "mango"));

        await App.Database.WriteAsync(
            async s =>
            {
                await App.Belongings.ClaimAsync(s, guest.PrincipalId, me.PrincipalId);
                return default(Done);
            },
            Cancel
        );
        Assert.Equal(hasMessages ? ["a guest's mango", "my own mango"] : ["a guest's mango"], await TextsAsync(me, "mango"));
        await App.Index.CatchUpAsync(Cancel);

        Assert.Contains("a late mango", await TextsAsync(me, "mango"));
        Assert.Empty(await TextsAsync(guest, "mango"));
        Assert.Equal(
            1,
            await CountAsync(
                "SELECT count(*) FROM search_owners WHERE principal_id IN (@a, @b)",
                new { a = me.PrincipalId, b = guest.PrincipalId }
            )
        );
    }

    [Fact]
    public async Task A_text_that_changes_is_indexed_again()
    {
        var me = await App.AddPersonAsync();
        var chat = await TellAsync(me, "mango");
        var message = (await App.ReadAsync(me, chat))[0].Message;

        await App.Database.WriteAsync(
            async s =>
            {
                await MessageStore.FinishAsync(s, message with { Content = "papaya" });
                return default(Done);
            },
            Cancel
        );
        await App.Index.CatchUpAsync(Cancel);

        Assert.Empty(await TextsAsync(me, "mango"));
        Assert.Equal(["papaya"], await TextsAsync(me, "papaya"));
    }

    [Fact]
    public async Task What_a_killed_node_left_undone_is_done_by_another_and_twice_does_no_harm()
    {
        await App.Index.CatchUpAsync(Cancel);
        var me = await App.AddPersonAsync();
        await AddAsync(me, [.. Enumerable.Range(0, 150).Select(i => $"mango {i}")]);
        var before = await CountRowsAsync();
        Assert.True(await App.Index.IndexNextAsync([], Cancel));
        Assert.Equal(
            64,
            await CountAsync(
                "SELECT count(*) FROM search_documents d JOIN search_owners o ON o.number = d.owner WHERE principal_id = @PrincipalId",
                me
            )
        );

        var elsewhere = new SearchIndex(App.Database, new InProcessChannelLayer(), NullLogger<SearchIndex>.Instance);
        await Task.WhenAll(elsewhere.CatchUpAsync(Cancel), App.Index.CatchUpAsync(Cancel), elsewhere.CatchUpAsync(Cancel));

        Assert.Equal(150, (await App.Search.FindAsync(me, "mango", null, 0, 200, Cancel)).Value.Results.Count);
        // A row that waited became a document and two postings; the person one row.
        Assert.Equal(before - 150 + 150 * 3 + 1, await CountRowsAsync());
    }

    [Fact]
    public async Task A_message_that_cannot_be_indexed_holds_up_no_other()
    {
        var me = await App.AddPersonAsync();
        var chat = await AddAsync(me, "mango one", "mango two", "mango three");
        var messages = await App.ReadAsync(me, chat);
        var (first, bad) = (messages[0].Message.Id, messages[1].Message.Id);
        // Refuses the second once the first is there.
        var refusal = $"CREATE UNIQUE INDEX refusal ON search_documents ((CASE WHEN message_id IN ('{first}', '{bad}') THEN 1 END))";
        await App.Database.WriteAsync(session => session.ExecuteAsync(refusal), Cancel);

        await App.Index.CatchUpAsync(Cancel);

        await App.Database.WriteAsync(session => session.ExecuteAsync("DROP INDEX refusal"), Cancel);
        Assert.Equal(["mango three", "mango one"], await TextsAsync(me, "mango"));
        Assert.Equal(0, await CountAsync("SELECT count(*) FROM messages_to_index WHERE message_id = @bad", new { bad }));
    }

    [Fact]
    public async Task The_worker_is_woken_by_what_is_said()
    {
        var me = await App.AddPersonAsync();
        var chat = await App.StartChatAsync(me);
        var indexed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var worker = new SearchWorker(App.Index, App.Channels, NullLogger<SearchWorker>.Instance);
        await App.Index.CatchUpAsync(Cancel);
        await worker.StartAsync(Cancel);
        using var subscription = App.Channels.Subscribe(SearchIndex.Channel, _ => indexed.TrySetResult());

        var turn = await App.SayAsync(me, chat, "mango");
        await indexed.Task.WaitAsync(Cancel);

        Assert.Equal(["mango"], await TextsAsync(me, "mango"));
        await worker.StopAsync(Cancel);
        await App.Follower.FinishAsync(turn.TurnId, Cancel); // what it is answered would be counted by the next test
    }

    /// <summary>All rows of the index and of its list.</summary>
    private Task<long> CountRowsAsync() =>
        CountAsync(
            """
            SELECT (SELECT count(*) FROM messages_to_index) + (SELECT count(*) FROM search_owners) + (SELECT count(*) FROM search_documents)
                + (SELECT count(*) FROM search_postings)
            """
        );

    private Task<long> CountAsync(string sql, object? parameters = null) =>
        App.Database.ReadAsync(session => session.CountAsync(sql, parameters), Cancel);
}

public sealed class SqliteIndexTests(SqliteEngine app) : IndexTests(app), IClassFixture<SqliteEngine>;

public sealed class PostgresIndexTests(PostgresEngine app) : IndexTests(app), IClassFixture<PostgresEngine>;

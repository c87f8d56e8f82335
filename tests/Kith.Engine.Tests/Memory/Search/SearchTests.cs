using System.Threading.Channels;
using Kith.Engine.ChannelLayer;
using Kith.Engine.Conversations;
using Kith.Engine.Memory.Search;
using Kith.Engine.Turns;
using Kith.Engine.Users;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kith.Engine.Tests.Memory.Search;

/// <summary>Search through the engine, on each database.</summary>
public abstract class SearchTests
{
    private readonly EngineApp _app;

    protected SearchTests(EngineApp app)
    {
        _app = app;
        app.Model.Reset();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_said_and_answered_is_found_with_its_chat_and_what_matched()
    {
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me, new NewConversation(Title: "Fruit"));
        _app.Model.Answer = ScriptedModel.Say("Mangoes from ", "Goa are wonderful.");
        var ended = await _app.TalkAsync(me, chat, "Which mango is the best?");
        await _app.Index.CatchUpAsync(Cancel);

        var found = await FindAsync(me, "best mango");

        Assert.Equal([ended.UserMessage.Message.Id, ended.AiMessage.Message.Id], found.Results.Select(result => result.View.Message.Id));
        Assert.Equal("Fruit", found.Results[0].ConversationTitle);
        Assert.Equal("Which mango is the best?", found.Results[0].Snippet.Text);
        Assert.Equal([(6, 5), (19, 4)], found.Results[0].Snippet.Highlights);
        Assert.True(found.Results[0].Score > found.Results[1].Score);
        Assert.Null(found.Next);
    }

    [Fact]
    public async Task An_answer_is_found_once_it_is_final_also_when_it_was_stopped_or_interrupted()
    {
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me);
        var pieces = Channel.CreateUnbounded<string>();
        _app.Model.Answer = ScriptedModel.Say(pieces.Reader);
        var turn = await _app.SayAsync(me, chat, "go");
        await pieces.Writer.WriteAsync("papaya", Cancel);
        await foreach (var frame in _app.Follower.FollowAsync(turn.TurnId, 0, Cancel))
        {
            if (frame is TurnDelta)
                break;
        }

        await _app.Index.CatchUpAsync(Cancel);
        Assert.Empty((await FindAsync(me, "papaya")).Results);

        await _app.Stopper.StopAsync(me, turn.TurnId, Cancel);
        await _app.FinishAsync(turn);
        await _app.Index.CatchUpAsync(Cancel);

        Assert.Equal(MessageStatus.Stopped, Assert.Single((await FindAsync(me, "papaya")).Results).View.Message.Status);
        var failing = Channel.CreateUnbounded<string>();
        await failing.Writer.WriteAsync("guava", Cancel);
        failing.Writer.Complete(new InvalidOperationException("broken"));
        _app.Model.Answer = ScriptedModel.Say(failing.Reader);
        var ended = await _app.TalkAsync(me, chat, "again");
        await _app.Index.CatchUpAsync(Cancel);
        Assert.Equal(MessageStatus.Interrupted, ended.AiMessage.Message.Status);
        Assert.Equal(["guava"], await TextsAsync(me, "guava"));
    }

    [Fact]
    public async Task Nobody_finds_what_others_said()
    {
        var me = await _app.AddPersonAsync();
        var other = await _app.AddPersonAsync();
        await TellAsync(me, "my canary-4711 sings");
        var theirs = await TellAsync(other, "their canary-0815 sings");

        Assert.Equal("my canary-4711 sings", Assert.Single((await FindAsync(me, "canary sings 0815")).Results).View.Message.Content);
        Assert.IsType<NotFound>((await _app.Search.FindAsync(me, "canary", theirs.Id, 0, 50, Cancel)).Failure);
        Assert.Empty((await FindAsync(await _app.AddPersonAsync(), "canary")).Results);
    }

    [Fact]
    public async Task Only_the_active_branch_is_found_and_only_the_chat_asked_for()
    {
        var me = await _app.AddPersonAsync();
        var chat = await TellAsync(me, "first mango", "second mango");
        await TellAsync(me, "third mango");
        await _app.Database.WriteAsync(
            s => s.ExecuteAsync("UPDATE messages SET on_path = 0 WHERE conversation_id = @Id AND depth = 0", chat),
            Cancel
        );

        Assert.Equal(["third mango", "second mango"], await TextsAsync(me, "mango"));
        Assert.Equal(
            ["second mango"],
            (await _app.Search.FindAsync(me, "mango", chat.Id, 0, 50, Cancel)).Value.Results.Select(r => r.View.Message.Content)
        );
    }

    [Fact]
    public async Task A_message_with_siblings_says_so()
    {
        var me = await _app.AddPersonAsync();
        var chat = await TellAsync(me, "mango", "kiwi");
        await TellAsync(me, "mango too");
        await _app.Database.WriteAsync(
            async s =>
            {
                await MessageStore.InsertAsync(s, Corpus.Make(me, chat, "fig", depth: 0) with { OnPath = 0 });
                return default(Done);
            },
            Cancel
        );

        var found = (await FindAsync(me, "mango")).Results;

        Assert.Equal(2, found.Single(result => result.View.Message.Content == "mango").View.Siblings.Count);
        Assert.Single(found.Single(result => result.View.Message.Content == "mango too").View.Siblings);
    }

    [Fact]
    public async Task The_messages_of_a_fork_are_found_too()
    {
        var me = await _app.AddPersonAsync();
        var chat = await TellAsync(me, "mango", "kiwi", "fig");

        var fork = (await _app.Forks.ForkAsync(me, chat.Id, (await _app.ReadAsync(me, chat))[1].Message.Id, null, Cancel)).Value;
        await _app.Index.CatchUpAsync(Cancel);

        Assert.Equal(["kiwi", "kiwi"], await TextsAsync(me, "kiwi"));
        Assert.Equal(
            ["mango"],
            (await _app.Search.FindAsync(me, "mango", fork.Value.Id, 0, 50, Cancel)).Value.Results.Select(r => r.View.Message.Content)
        );
        Assert.Single(await TextsAsync(me, "fig"));
    }

    [Fact]
    public async Task Pages_join_without_gap_or_repetition()
    {
        var me = await _app.AddPersonAsync();
        await TellAsync(me, [.. Enumerable.Range(0, 23).Select(i => $"mango {(i % 3 == 0 ? "mango" : "kiwi")} {i}")]);
        var whole = await TextsAsync(me, "mango");
        var paged = new List<string>();

        for (int? from = 0; from is { } at; )
        {
            var page = (await _app.Search.FindAsync(me, "mango", null, at, 5, Cancel)).Value;
            Assert.InRange(page.Results.Count, 1, 5);
            paged.AddRange(page.Results.Select(result => result.View.Message.Content));
            from = page.Next;
        }

        Assert.Equal(23, whole.Count);
        Assert.Equal(whole, paged);
    }

    [Fact]
    public async Task Of_equal_ones_the_newest_comes_first()
    {
        var me = await _app.AddPersonAsync();
        await TellAsync(me, "mango one", "mango two", "mango three", "mango mango four", "nothing");

        Assert.Equal(["mango mango four", "mango three", "mango two", "mango one"], await TextsAsync(me, "mango"));
    }

    [Theory]
    [InlineData("CAFÉ", "the cafe by the river")]
    [InlineData("adopted", "an adoption agency")]
    [InlineData("猫", "黒猫が好き")]
    [InlineData("好き", "黒猫が好き")]
    [InlineData("🎉", "we won 🎉🎉")]
    [InlineData("adopt", "an adoption agency")]
    [InlineData("agen", "an adoption agency")]
    [InlineData("\"adoption agency\"", "an adoption agency")]
    [InlineData("ag river", "the cafe by the river")]
    [InlineData("by the", "the cafe by the river")]
    public async Task It_finds(string query, string text)
    {
        var me = await _app.AddPersonAsync();
        await TellAsync(me, "agency of adoption", "the cafe by the river", "an adoption agency", "黒猫が好き", "we won 🎉🎉");

        Assert.Equal(text, (await TextsAsync(me, query))[0]);
    }

    [Theory]
    [InlineData("\"agency adoption\"")]
    [InlineData("agen river? ")]
    [InlineData("!!!")]
    [InlineData("riv ")]
    [InlineData("\"river nowhere\"")]
    public async Task It_does_not_find(string query)
    {
        var me = await _app.AddPersonAsync();
        await TellAsync(me, "an adoption agency", "agency of adoption", "rivulet");

        Assert.Empty(await TextsAsync(me, query));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("   ")]
    [InlineData("a\0b")]
    public async Task A_query_without_sense_is_refused(string? query)
    {
        var me = await _app.AddPersonAsync();

        Assert.Contains("q", Assert.IsType<Invalid>((await _app.Search.FindAsync(me, query, null, 0, 50, Cancel)).Failure).Errors.Keys);
        Assert.IsType<Invalid>((await _app.Search.FindAsync(me, "half \uD83D", null, 0, 50, Cancel)).Failure);
        Assert.IsType<Invalid>((await _app.Search.FindAsync(me, new string('x', 201), null, 0, 50, Cancel)).Failure);
        Assert.Null((await _app.Search.FindAsync(me, $" {new string('x', 200)} ", null, 0, 50, Cancel)).Failure);
    }

    [Fact]
    public async Task What_is_deleted_is_gone_at_once_with_its_postings()
    {
        var me = await _app.AddPersonAsync();
        var chat = await TellAsync(me, "mango one", "mango two");
        var gone = await TellAsync(me, "mango three");
        var before = await CountRowsAsync();

        await _app.Conversations.DeleteAsync(me, gone.Id, Cancel);
        Assert.Equal(["mango two", "mango one"], await TextsAsync(me, "mango"));
        await _app.Tree.DeleteAsync(me, chat.Id, (await _app.ReadAsync(me, chat))[1].Message.Id, Cancel);

        Assert.Equal(["mango one"], await TextsAsync(me, "mango"));
        // Two messages of two terms each, with their documents.
        Assert.Equal(before - 6, await CountRowsAsync());
    }

    [Fact]
    public async Task What_is_deleted_before_it_was_indexed_never_is()
    {
        var me = await _app.AddPersonAsync();
        var chat = await AddAsync(me, "mango", "kiwi");
        var before = await CountRowsAsync();

        await _app.Conversations.DeleteAsync(me, chat.Id, Cancel);

        Assert.Equal(before - 2, await CountRowsAsync());
        await _app.Index.CatchUpAsync(Cancel);
        Assert.Empty(await TextsAsync(me, "mango"));
    }

    [Fact]
    public async Task Erasing_a_person_leaves_nothing()
    {
        await _app.Index.CatchUpAsync(Cancel); // with what others left waiting
        var before = await CountRowsAsync();
        var me = await _app.AddPersonAsync();
        await TellAsync(me, "mango one", "mango two");
        await AddAsync(me, "not indexed yet");
        Assert.True(await CountRowsAsync() > before);

        await _app.Database.WriteAsync(async s => await _app.Belongings.EraseAsync(s, me.PrincipalId), Cancel);

        Assert.Equal(before, await CountRowsAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_claimed_guests_messages_are_found_by_the_person_and_by_nobody_else(bool hasMessages)
    {
        var me = await _app.AddPersonAsync();
        if (hasMessages)
            await TellAsync(me, "my own mango");
        var guest = (await _app.Database.WriteAsync(s => _app.Visitors.CreateAsync(s, PrincipalKind.Guest), Cancel)).Value;
        await TellAsync(guest, "a guest's mango");
        await AddAsync(guest, "a late mango");
        Assert.Equal(["a guest's mango"], await TextsAsync(guest, "mango"));

        await _app.Database.WriteAsync(
            async s =>
            {
                await _app.Belongings.ClaimAsync(s, guest.PrincipalId, me.PrincipalId);
                return default(Done);
            },
            Cancel
        );
        Assert.Equal(hasMessages ? ["a guest's mango", "my own mango"] : ["a guest's mango"], await TextsAsync(me, "mango"));
        await _app.Index.CatchUpAsync(Cancel);

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
        var me = await _app.AddPersonAsync();
        var chat = await TellAsync(me, "mango");
        var message = (await _app.ReadAsync(me, chat))[0].Message;

        await _app.Database.WriteAsync(
            async s =>
            {
                await MessageStore.FinishAsync(s, message with { Content = "papaya" });
                return default(Done);
            },
            Cancel
        );
        await _app.Index.CatchUpAsync(Cancel);

        Assert.Empty(await TextsAsync(me, "mango"));
        Assert.Equal(["papaya"], await TextsAsync(me, "papaya"));
    }

    [Fact]
    public async Task What_a_killed_node_left_undone_is_done_by_another_and_twice_does_no_harm()
    {
        await _app.Index.CatchUpAsync(Cancel);
        var me = await _app.AddPersonAsync();
        await AddAsync(me, [.. Enumerable.Range(0, 150).Select(i => $"mango {i}")]);
        var before = await CountRowsAsync();
        Assert.True(await _app.Index.IndexNextAsync([], Cancel));
        Assert.Equal(
            64,
            await CountAsync(
                "SELECT count(*) FROM search_documents d JOIN search_owners o ON o.number = d.owner WHERE principal_id = @PrincipalId",
                me
            )
        );

        var elsewhere = new SearchIndex(_app.Database, new InProcessChannelLayer(), NullLogger<SearchIndex>.Instance);
        await Task.WhenAll(elsewhere.CatchUpAsync(Cancel), _app.Index.CatchUpAsync(Cancel), elsewhere.CatchUpAsync(Cancel));

        Assert.Equal(150, (await _app.Search.FindAsync(me, "mango", null, 0, 200, Cancel)).Value.Results.Count);
        // A row that waited became a document and two postings; the person one row.
        Assert.Equal(before - 150 + 150 * 3 + 1, await CountRowsAsync());
    }

    [Fact]
    public async Task A_message_that_cannot_be_indexed_holds_up_no_other()
    {
        var me = await _app.AddPersonAsync();
        var chat = await AddAsync(me, "mango one", "mango two", "mango three");
        var messages = await _app.ReadAsync(me, chat);
        var (first, bad) = (messages[0].Message.Id, messages[1].Message.Id);
        // Refuses the second once the first is there.
        var refusal = $"CREATE UNIQUE INDEX refusal ON search_documents ((CASE WHEN message_id IN ('{first}', '{bad}') THEN 1 END))";
        await _app.Database.WriteAsync(session => session.ExecuteAsync(refusal), Cancel);

        await _app.Index.CatchUpAsync(Cancel);

        await _app.Database.WriteAsync(session => session.ExecuteAsync("DROP INDEX refusal"), Cancel);
        Assert.Equal(["mango three", "mango one"], await TextsAsync(me, "mango"));
        Assert.Equal(0, await CountAsync("SELECT count(*) FROM messages_to_index WHERE message_id = @bad", new { bad }));
    }

    [Fact]
    public async Task The_worker_is_woken_by_what_is_said()
    {
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me);
        var indexed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var worker = new SearchWorker(_app.Index, _app.Channels, NullLogger<SearchWorker>.Instance);
        await _app.Index.CatchUpAsync(Cancel);
        await worker.StartAsync(Cancel);
        using var subscription = _app.Channels.Subscribe(SearchIndex.Channel, _ => indexed.TrySetResult());

        var turn = await _app.SayAsync(me, chat, "mango");
        await indexed.Task.WaitAsync(Cancel);

        Assert.Equal(["mango"], await TextsAsync(me, "mango"));
        await worker.StopAsync(Cancel);
        await _app.Follower.FinishAsync(turn.TurnId, Cancel); // what it is answered would be counted by the next test
    }

    [Fact]
    public async Task Searching_costs_a_fixed_number_of_statements_however_much_there_is()
    {
        var me = await _app.AddPersonAsync();
        await TellAsync(me, "mango kiwi");
        var little = await CostAsync();
        for (var chat = 0; chat < 5; chat++)
            await TellAsync(me, [.. Enumerable.Range(0, 20).Select(i => $"mango kiwi {i}")]);
        var much = await CostAsync();

        Assert.Equal(little, much);

        async Task<long> CostAsync()
        {
            await FindAsync(me, "warm up");
            var before = _app.Database.Statements;
            await FindAsync(me, "mango kiwi ");
            return _app.Database.Statements - before;
        }
    }

    private async Task<SearchPage> FindAsync(Caller caller, string query) =>
        (await _app.Search.FindAsync(caller, query, null, 0, 50, Cancel)).Value;

    private async Task<IReadOnlyList<string>> TextsAsync(Caller caller, string query) =>
        [.. (await FindAsync(caller, query)).Results.Select(result => result.View.Message.Content)];

    /// <summary>A chat with these messages, indexed.</summary>
    private async Task<Conversation> TellAsync(Caller caller, params string[] texts)
    {
        var chat = await AddAsync(caller, texts);
        await _app.Index.CatchUpAsync(Cancel);
        return chat;
    }

    private Task<Conversation> AddAsync(Caller caller, params string[] texts) => Corpus.AddAsync(_app, caller, texts);

    /// <summary>All rows of the index and of its list.</summary>
    private Task<long> CountRowsAsync() =>
        CountAsync(
            """
            SELECT (SELECT count(*) FROM messages_to_index) + (SELECT count(*) FROM search_owners) + (SELECT count(*) FROM search_documents)
                + (SELECT count(*) FROM search_postings)
            """
        );

    private Task<long> CountAsync(string sql, object? parameters = null) =>
        _app.Database.ReadAsync(session => session.CountAsync(sql, parameters), Cancel);
}

public sealed class SqliteSearchTests(SqliteEngine app) : SearchTests(app), IClassFixture<SqliteEngine>;

public sealed class PostgresSearchTests(PostgresEngine app) : SearchTests(app), IClassFixture<PostgresEngine>;

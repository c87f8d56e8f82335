using System.Threading.Channels;
using Kith.Engine.Conversations;
using Kith.Engine.Turns;

namespace Kith.Engine.Tests.Memory.Search;

/// <summary>What a search finds, on each database.</summary>
public abstract class SearchTests(EngineApp app) : SearchScene(app)
{
    [Fact]
    public async Task What_was_said_and_answered_is_found_with_its_chat_and_what_matched()
    {
        var me = await App.AddPersonAsync();
        var chat = await App.StartChatAsync(me, new NewConversation(Title: "Fruit"));
        App.Model.Answer = ScriptedModel.Say("Mangoes from ", "Goa are wonderful.");
        var ended = await App.TalkAsync(me, chat, "Which mango is the best?");
        await App.Index.CatchUpAsync(Cancel);

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
        var me = await App.AddPersonAsync();
        var chat = await App.StartChatAsync(me);
        var pieces = Channel.CreateUnbounded<string>();
        App.Model.Answer = ScriptedModel.Say(pieces.Reader);
        var turn = await App.SayAsync(me, chat, "go");
        await pieces.Writer.WriteAsync("papaya", Cancel);
        await foreach (var frame in App.Follower.FollowAsync(turn.TurnId, 0, Cancel))
        {
            if (frame is TurnDelta)
                break;
        }

        await App.Index.CatchUpAsync(Cancel);
        Assert.Empty((await FindAsync(me, "papaya")).Results);

        await App.Stopper.StopAsync(me, turn.TurnId, Cancel);
        await App.FinishAsync(turn);
        await App.Index.CatchUpAsync(Cancel);

        Assert.Equal(MessageStatus.Stopped, Assert.Single((await FindAsync(me, "papaya")).Results).View.Message.Status);
        var failing = Channel.CreateUnbounded<string>();
        await failing.Writer.WriteAsync("guava", Cancel);
        failing.Writer.Complete(new InvalidOperationException("broken"));
        App.Model.Answer = ScriptedModel.Say(failing.Reader);
        var ended = await App.TalkAsync(me, chat, "again");
        await App.Index.CatchUpAsync(Cancel);
        Assert.Equal(MessageStatus.Interrupted, ended.AiMessage.Message.Status);
        Assert.Equal(["guava"], await TextsAsync(me, "guava"));
    }

    [Fact]
    public async Task Nobody_finds_what_others_said()
    {
        var me = await App.AddPersonAsync();
        var other = await App.AddPersonAsync();
        await TellAsync(me, "my canary-4711 sings");
        var theirs = await TellAsync(other, "their canary-0815 sings");

        Assert.Equal("my canary-4711 sings", Assert.Single((await FindAsync(me, "canary sings 0815")).Results).View.Message.Content);
        Assert.IsType<NotFound>((await App.Search.FindAsync(me, "canary", theirs.Id, 0, 50, Cancel)).Failure);
        Assert.Empty((await FindAsync(await App.AddPersonAsync(), "canary")).Results);
    }

    [Fact]
    public async Task Only_the_active_branch_is_found_and_only_the_chat_asked_for()
    {
        var me = await App.AddPersonAsync();
        var chat = await TellAsync(me, "first mango", "second mango");
        await TellAsync(me, "third mango");
        await App.Database.WriteAsync(
            s => s.ExecuteAsync("UPDATE messages SET on_path = 0 WHERE conversation_id = @Id AND depth = 0", chat),
            Cancel
        );

        Assert.Equal(["third mango", "second mango"], await TextsAsync(me, "mango"));
        Assert.Equal(
            ["second mango"],
            (await App.Search.FindAsync(me, "mango", chat.Id, 0, 50, Cancel)).Value.Results.Select(r => r.View.Message.Content)
        );
    }

    [Fact]
    public async Task A_message_with_siblings_says_so()
    {
        var me = await App.AddPersonAsync();
        var chat = await TellAsync(me, "mango", "kiwi");
        await TellAsync(me, "mango too");
        await App.Database.WriteAsync(
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
        var me = await App.AddPersonAsync();
        var chat = await TellAsync(me, "mango", "kiwi", "fig");

        var fork = (await App.Forks.ForkAsync(me, chat.Id, (await App.ReadAsync(me, chat))[1].Message.Id, null, Cancel)).Value;
        await App.Index.CatchUpAsync(Cancel);

        Assert.Equal(["kiwi", "kiwi"], await TextsAsync(me, "kiwi"));
        Assert.Equal(
            ["mango"],
            (await App.Search.FindAsync(me, "mango", fork.Value.Id, 0, 50, Cancel)).Value.Results.Select(r => r.View.Message.Content)
        );
        Assert.Single(await TextsAsync(me, "fig"));
    }

    [Fact]
    public async Task Pages_join_without_gap_or_repetition()
    {
        var me = await App.AddPersonAsync();
        await TellAsync(me, [.. Enumerable.Range(0, 23).Select(i => $"mango {(i % 3 == 0 ? "mango" : "kiwi")} {i}")]);
        var whole = await TextsAsync(me, "mango");
        var paged = new List<string>();

        for (int? from = 0; from is { } at; )
        {
            var page = (await App.Search.FindAsync(me, "mango", null, at, 5, Cancel)).Value;
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
        var me = await App.AddPersonAsync();
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
        var me = await App.AddPersonAsync();
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
        var me = await App.AddPersonAsync();
        await TellAsync(me, "an adoption agency", "agency of adoption", "rivulet");

        Assert.Empty(await TextsAsync(me, query));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("   ")]
    [InlineData("a\0b")]
    public async Task A_query_without_sense_is_refused(string? query)
    {
        var me = await App.AddPersonAsync();

        Assert.Contains("q", Assert.IsType<Invalid>((await App.Search.FindAsync(me, query, null, 0, 50, Cancel)).Failure).Errors.Keys);
        Assert.IsType<Invalid>((await App.Search.FindAsync(me, "half \uD83D", null, 0, 50, Cancel)).Failure);
        Assert.IsType<Invalid>((await App.Search.FindAsync(me, new string('x', 201), null, 0, 50, Cancel)).Failure);
        Assert.Null((await App.Search.FindAsync(me, $" {new string('x', 200)} ", null, 0, 50, Cancel)).Failure);
    }

    [Fact]
    public async Task Searching_costs_a_fixed_number_of_statements_however_much_there_is()
    {
        var me = await App.AddPersonAsync();
        await TellAsync(me, "mango kiwi");
        var little = await CostAsync();
        for (var chat = 0; chat < 5; chat++)
            await TellAsync(me, [.. Enumerable.Range(0, 20).Select(i => $"mango kiwi {i}")]);
        var much = await CostAsync();

        Assert.Equal(little, much);

        async Task<long> CostAsync()
        {
            await FindAsync(me, "warm up");
            // The least: the database is also asked by what others left running.
            var least = long.MaxValue;
            for (var i = 0; i < 4; i++)
            {
                var before = App.Database.Statements;
                await FindAsync(me, "mango kiwi ");
                least = Math.Min(least, App.Database.Statements - before);
            }

            return least;
        }
    }
}

public sealed class SqliteSearchTests(SqliteEngine app) : SearchTests(app), IClassFixture<SqliteEngine>;

public sealed class PostgresSearchTests(PostgresEngine app) : SearchTests(app), IClassFixture<PostgresEngine>;

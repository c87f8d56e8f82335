using Kith.Engine.Conversations;
using Kith.Engine.Memory.Facts;
using Kith.Engine.Memory.Search;
using Kith.Engine.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.Tests.Memory.Search;

/// <summary>What is found worth recalling, on each database.</summary>
public abstract class MemorySearchTests(EngineApp app)
{
    /// <summary>One for all searches of a test: the newer something is, the better it fits.</summary>
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Messages_facts_and_summaries_are_found_together_or_by_kind()
    {
        var me = await app.AddPersonAsync();
        var chat = await TellAsync(me, "I ate a mango today");
        var fact = await LearnAsync(me, "Likes mangoes.", (await app.ReadAsync(me, chat))[0].Message.Id);
        await SumUpAsync(me, chat, "They talked about mango season.");

        var all = await FindAsync(me, "Which mango?");

        Assert.Equal(
            [
                (MemoryKinds.Fact, fact),
                (MemoryKinds.Message, (await app.ReadAsync(me, chat))[0].Message.Id),
                (MemoryKinds.Summary, chat.Id),
            ],
            all.Select(hit => (hit.Kind, hit.Id)).Order()
        );
        foreach (var hit in all)
            Assert.Equal(hit, Assert.Single(await FindAsync(me, "Which mango?", hit.Kind)) with { Why = hit.Why });
        Assert.Equal((await app.ReadAsync(me, chat))[0].Message.Id, all.Single(hit => hit.Kind == MemoryKinds.Fact).MessageId);
        // The search of messages is still one of messages.
        Assert.Equal(
            ["I ate a mango today"],
            (await app.Search.FindAsync(me, "mango", null, 0, 50, Cancel)).Value.Results.Select(found => found.View.Message.Content)
        );
    }

    [Fact]
    public async Task A_fact_or_summary_that_changes_is_found_by_what_it_says_now()
    {
        var me = await app.AddPersonAsync();
        var chat = await TellAsync(me, "hello");
        var fact = await LearnAsync(me, "Likes mangoes.", (await app.ReadAsync(me, chat))[0].Message.Id);
        await SumUpAsync(me, chat, "About mangoes.");

        await WriteAsync(async session =>
        {
            await session.ExecuteAsync("UPDATE facts SET text = 'Likes papayas.' WHERE id = @fact", new { fact });
            await SearchIndex.IndexFactAsync(session, me.PrincipalId, fact, "Likes papayas.");
        });
        await SumUpAsync(me, chat, "About papayas.");

        Assert.Empty(await FindAsync(me, "mangoes"));
        Assert.Equal(["About papayas.", "Likes papayas."], (await FindAsync(me, "papaya")).Select(hit => hit.Text).Order());
    }

    [Fact]
    public async Task A_message_is_found_by_the_words_around_it()
    {
        var me = await app.AddPersonAsync();
        await TellAsync(me, "hello", "Which instrument do you play?", "The cello, since school", "nice", "far", "farther");

        var found = await FindAsync(me, "instrument play");

        // What the person answered, before what they were asked.
        Assert.Equal(["The cello, since school", "Which instrument do you play?"], found.Take(2).Select(hit => hit.Text));
        Assert.DoesNotContain("farther", found.Select(hit => hit.Text));
    }

    [Fact]
    public async Task Around_a_message_is_what_stands_beside_it_on_the_active_branch()
    {
        var me = await app.AddPersonAsync();
        var chat = await TellAsync(me, "first", "Which instrument?", "the cello", "on the old branch");
        await app.Database.WriteAsync(
            session => session.ExecuteAsync("UPDATE messages SET on_path = 0 WHERE conversation_id = @Id AND depth > 1", chat),
            Cancel
        );

        Assert.Equal(["Which instrument?", "first"], (await FindAsync(me, "instrument")).Select(hit => hit.Text));
    }

    [Fact]
    public async Task What_else_a_word_may_be_called_is_found_after_the_word_itself()
    {
        var me = await app.AddPersonAsync();
        await TellAsync(me, "We adopted a puppy");
        await TellAsync(me, "We adopted a dog");
        await TellAsync(me, "We painted a wall");

        Assert.Equal(["We adopted a dog", "We adopted a puppy"], (await FindAsync(me, "the adopted dog")).Select(hit => hit.Text));
    }

    [Fact]
    public async Task What_was_said_on_the_day_a_question_names_comes_first()
    {
        var me = await app.AddPersonAsync();
        var now = new DateTimeOffset(2026, 11, 21, 2, 0, 0, TimeSpan.Zero);
        // In Los Angeles it is still the 20th: yesterday was the 19th.
        foreach (var (text, hours) in new[] { ("dinner was ramen", -70), ("dinner was pizza", -22), ("dinner was curry", -50) })
        {
            var chat = await TellAsync(me, text);
            await SetTimeAsync(chat, now.AddHours(hours));
        }

        var zone = TimeZoneInfo.FindSystemTimeZoneById("America/Los_Angeles");
        var query = new MemoryQuery("What was for dinner yesterday?", 10, Kinds: null, ConversationId: null, now, zone);
        var found = (await app.MemorySearch.SearchAsync(me, query, Cancel)).Value;

        Assert.Equal("dinner was pizza", found[0].Text);
        Assert.Contains("date", found[0].Why);
        Assert.Equal("dinner was ramen", found[^1].Text);
    }

    [Fact]
    public async Task The_speaker_a_question_names_comes_first()
    {
        var me = await app.AddPersonAsync();
        var chat = await TellAsync(me, "Hey Caroline, the pottery class was great", "I signed up for a pottery class");
        var messages = await app.ReadAsync(me, chat);
        await WriteAsync(async session =>
        {
            foreach (var (message, name) in messages.Zip(["Melanie", "Caroline"]))
            {
                await session.ExecuteAsync(
                    "INSERT INTO imported_messages (message_id, external_id, name) VALUES (@Id, @name, @name)",
                    new { message.Message.Id, name }
                );
            }
        });

        var found = await FindAsync(me, "Which class did Caroline sign up for?");

        Assert.Equal(("I signed up for a pottery class", "Caroline"), (found[0].Text, found[0].ExternalId));
        Assert.Contains("speaker", found[0].Why);
    }

    [Fact]
    public async Task Only_ones_own_is_found_and_nothing_of_a_chat_whose_memory_is_off()
    {
        var (me, other) = (await app.AddPersonAsync(), await app.AddPersonAsync());
        var theirs = await TellAsync(other, "the canary sings");
        await SumUpAsync(other, theirs, "About a canary.");
        await LearnAsync(other, "Has a canary.", (await app.ReadAsync(other, theirs))[0].Message.Id);
        Assert.Equal(3, (await FindAsync(other, "canary")).Count);

        Assert.Empty(await FindAsync(me, "canary"));
        var query = new MemoryQuery("canary", 10, Kinds: null, theirs.Id, _now);
        Assert.IsType<NotFound>((await app.MemorySearch.SearchAsync(me, query, Cancel)).Failure);
        await app.Database.WriteAsync(
            session => session.ExecuteAsync("UPDATE conversations SET memory_enabled = 0 WHERE id = @Id", theirs),
            Cancel
        );

        Assert.Equal([MemoryKinds.Fact], (await FindAsync(other, "canary")).Select(hit => hit.Kind));
    }

    [Fact]
    public async Task A_chat_can_be_asked_for_and_limits_and_kinds_are_checked()
    {
        var me = await app.AddPersonAsync();
        var chat = await TellAsync(me, "a mango");
        await TellAsync(me, "another mango", "a mango again");
        var query = new MemoryQuery("mango", 1, Kinds: null, ConversationId: null, _now);

        Assert.Single((await app.MemorySearch.SearchAsync(me, query, Cancel)).Value);
        var within = (await app.MemorySearch.SearchAsync(me, query with { ConversationId = chat.Id, Limit = 10 }, Cancel)).Value;
        Assert.Equal("a mango", Assert.Single(within).Text);
        Assert.IsType<Invalid>((await app.MemorySearch.SearchAsync(me, query with { Kinds = ["moods"] }, Cancel)).Failure);
        Assert.IsType<Invalid>((await app.MemorySearch.SearchAsync(me, query with { Query = " " }, Cancel)).Failure);
        Assert.Empty((await app.MemorySearch.SearchAsync(me, query with { Query = "?!" }, Cancel)).Value);
    }

    [Fact]
    public async Task A_fact_whose_message_left_the_active_branch_is_not_found()
    {
        var me = await app.AddPersonAsync();
        var chat = await TellAsync(me, "I keep bees");
        await LearnAsync(me, "Keeps bees.", (await app.ReadAsync(me, chat))[0].Message.Id);
        Assert.Equal(2, (await FindAsync(me, "bees")).Count);

        await app.Database.WriteAsync(
            session => session.ExecuteAsync("UPDATE messages SET on_path = 0 WHERE conversation_id = @Id", chat),
            Cancel
        );

        Assert.Empty(await FindAsync(me, "bees"));
    }

    [Fact]
    public async Task Erasing_a_person_leaves_nothing_of_facts_and_summaries()
    {
        await app.Index.CatchUpAsync(Cancel);
        var before = await CountAsync();
        var me = await app.AddPersonAsync();
        var chat = await TellAsync(me, "a mango");
        await LearnAsync(me, "Likes mangoes.", (await app.ReadAsync(me, chat))[0].Message.Id);
        await SumUpAsync(me, chat, "About mangoes.");
        Assert.True(await CountAsync() > before);

        await app.Database.WriteAsync(async session => await app.Belongings.EraseAsync(session, me.PrincipalId), Cancel);

        Assert.Equal(before, await CountAsync());
    }

    [Fact]
    public async Task A_search_costs_a_bounded_number_of_statements_however_much_there_is()
    {
        var me = await app.AddPersonAsync();
        await TellAsync(me, "mango kiwi");
        var little = await CostAsync();
        for (var chat = 0; chat < 5; chat++)
            await TellAsync(me, [.. Enumerable.Range(0, 20).Select(i => $"mango kiwi {i}")]);

        Assert.Equal(little, await CostAsync());

        async Task<long> CostAsync()
        {
            await FindAsync(me, "warm up");
            // The least: the database is also asked by what others left running.
            var least = long.MaxValue;
            for (var i = 0; i < 4; i++)
            {
                var before = app.Database.Statements;
                await FindAsync(me, "mango kiwi");
                least = Math.Min(least, app.Database.Statements - before);
            }

            return least;
        }
    }

    private Task<long> CountAsync() =>
        app.Database.ReadAsync(
            session => session.CountAsync("SELECT (SELECT count(*) FROM search_documents) + (SELECT count(*) FROM search_postings)"),
            Cancel
        );

    private Task SetTimeAsync(Conversation chat, DateTimeOffset at) =>
        app.Database.WriteAsync(
            session =>
                session.ExecuteAsync(
                    "UPDATE messages SET created_at = @at WHERE conversation_id = @Id",
                    new { chat.Id, at = at.ToUnixTimeMilliseconds() }
                ),
            Cancel
        );

    private async Task<IReadOnlyList<MemoryHit>> FindAsync(Caller caller, string query, params string[] kinds) =>
        (
            await app.MemorySearch.SearchAsync(
                caller,
                new MemoryQuery(query, 10, kinds.Length == 0 ? null : kinds, ConversationId: null, _now),
                Cancel
            )
        ).Value;

    private async Task<Conversation> TellAsync(Caller caller, params string[] texts)
    {
        var chat = await Corpus.AddAsync(app, caller, texts);
        await app.Index.CatchUpAsync(Cancel);
        return chat;
    }

    /// <summary>A fact that holds, and its id.</summary>
    private async Task<string> LearnAsync(Caller caller, string text, string sourceId)
    {
        var id = app.Database.Clock.NewId();
        await WriteAsync(async session =>
        {
            await session.ExecuteAsync(
                """
                INSERT INTO facts (id, principal_id, kind, subject, text, salience, sensitivity, pinned, pending, origin, created_at, updated_at)
                VALUES (@id, @PrincipalId, 'like', 'me', @text, 0.5, 'normal', 0, 0, @origin, 0, 0)
                """,
                new
                {
                    id,
                    caller.PrincipalId,
                    text,
                    origin = FactOrigins.Rules,
                }
            );
            await session.ExecuteAsync("INSERT INTO fact_sources (fact_id, message_id) VALUES (@id, @sourceId)", new { id, sourceId });
            await SearchIndex.IndexFactAsync(session, caller.PrincipalId, id, text);
        });
        return id;
    }

    private Task SumUpAsync(Caller caller, Conversation chat, string text) =>
        WriteAsync(async session =>
        {
            await session.ExecuteAsync(
                """
                INSERT INTO summaries (conversation_id, text, through_message_id, through_depth, updated_at)
                SELECT @Id, @text, id, depth, 0 FROM messages WHERE conversation_id = @Id AND on_path = 1 AND depth = 0
                ON CONFLICT (conversation_id) DO UPDATE SET text = excluded.text
                """,
                new { chat.Id, text }
            );
            await SearchIndex.IndexSummaryAsync(session, caller.PrincipalId, chat.Id, text);
        });

    private Task WriteAsync(Func<WriteSession, Task> write) =>
        app.Database.WriteAsync<Result<Done>>(
            async session =>
            {
                await write(session);
                return default(Done);
            },
            Cancel
        );
}

public sealed class SqliteMemorySearchTests(SqliteEngine app) : MemorySearchTests(app), IClassFixture<SqliteEngine>;

public sealed class PostgresMemorySearchTests(PostgresEngine app) : MemorySearchTests(app), IClassFixture<PostgresEngine>;

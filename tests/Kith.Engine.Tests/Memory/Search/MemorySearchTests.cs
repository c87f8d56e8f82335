using Kith.Engine.Conversations;
using Kith.Engine.Memory.Facts;
using Kith.Engine.Memory.Search;
using Kith.Engine.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.Tests.Memory.Search;

/// <summary>What is found worth recalling, on each database.</summary>
public abstract class MemorySearchTests(EngineApp app)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Messages_facts_and_summaries_are_found_together_or_by_kind()
    {
        var me = await app.AddPersonAsync();
        var chat = await TellAsync(me, "I ate a mango today", "Lovely");
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

    private async Task<IReadOnlyList<MemoryHit>> FindAsync(Caller caller, string query, params string[] kinds) =>
        (
            await app.MemorySearch.SearchAsync(
                caller,
                new MemoryQuery(query, 10, kinds.Length == 0 ? null : kinds, ConversationId: null, app.Database.Clock.GetUtcNow()),
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
                VALUES (@Id, @text, '', 0, 0) ON CONFLICT (conversation_id) DO UPDATE SET text = excluded.text
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

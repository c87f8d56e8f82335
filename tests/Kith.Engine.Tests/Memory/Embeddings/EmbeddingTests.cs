using Kith.Engine.Conversations;
using Kith.Engine.Memory;
using Kith.Engine.Memory.Embeddings;
using Kith.Engine.Memory.Facts;
using Kith.Engine.Memory.Search;
using Kith.Engine.Tests.Memory.Facts;
using Kith.Engine.Users;

namespace Kith.Engine.Tests.Memory.Embeddings;

/// <summary>What becomes of vectors, and what they find, on each database.</summary>
public abstract class EmbeddingTests(EngineApp app)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_means_the_same_is_found_without_a_word_in_common()
    {
        await using var engine = await EmbeddingEngine.StartAsync(app);
        var me = await Mind.AddAsync(app);
        var chat = await engine.TellAsync(me.Caller, "Our attorney telephoned", "Good news?", "The garden blooms again");
        await me.TellAsync(new FactInput("Plays the fiddle."));
        await SumUpAsync(me.Caller, chat, "They bought an automobile.");
        await engine.CatchUpAsync();

        Assert.Equal("", string.Join(' ', (await FindByWordsAsync(me.Caller, "solicitor")).Select(hit => hit.Text)));
        foreach (
            var (query, kind, text) in new[]
            {
                ("solicitor", MemoryKinds.Message, "Our attorney telephoned"),
                ("violin?", MemoryKinds.Fact, "Plays the fiddle."),
                ("a vehicle", MemoryKinds.Summary, "They bought an automobile."),
            }
        )
        {
            var hit = Assert.Single(await engine.FindAsync(me.Caller, query));
            Assert.Equal((kind, text), (hit.Kind, hit.Text));
            Assert.Equal(["meaning"], hit.Why.Where(why => why is "meaning" or "words"));
            Assert.InRange(hit.Score, 0.01, 1);
            Assert.Equal([hit.Id], (await engine.FindAsync(me.Caller, query, kind)).Select(found => found.Id));
            Assert.Empty(await engine.FindAsync(me.Caller, query, kind == MemoryKinds.Fact ? MemoryKinds.Message : MemoryKinds.Fact));
        }

        Assert.Equal(
            "Our attorney telephoned",
            Assert.Single(await engine.FindAsync(me.Caller, "solicitor", conversationId: chat.Id)).Text
        );
        var other = await engine.TellAsync(me.Caller, "Nothing of the kind");
        Assert.Empty(await engine.FindAsync(me.Caller, "solicitor", conversationId: other.Id));
        Assert.Empty(await engine.FindAsync(await app.AddPersonAsync(), "solicitor"));
    }

    [Fact]
    public async Task Both_legs_are_one_list_and_without_vectors_nothing_changes()
    {
        await using var engine = await EmbeddingEngine.StartAsync(app);
        var me = await app.AddPersonAsync();
        await using (var without = await EmbeddingEngine.StartAsync(app))
        {
            await Told(without);
            var byWords = await FindByWordsAsync(me, "the lawyer and the garden");
            var same = await engine.FindAsync(me, "the lawyer and the garden");
            Assert.Equal(byWords.Select(hit => (hit.Id, Math.Round(hit.Score, 3))), same.Select(hit => (hit.Id, Math.Round(hit.Score, 3))));
            Assert.All(same, hit => Assert.Contains("words", hit.Why));
            // It was not asked for nothing.
            Assert.Equal(0, engine.Requests);
        }

        await engine.CatchUpAsync();
        var both = await engine.FindAsync(me, "the lawyer and the garden");

        Assert.Equal("The lawyer in the garden", both[0].Text);
        Assert.Equal(["words", "meaning"], both[0].Why.Where(why => why is "words" or "meaning"));
        Assert.Contains("An attorney, gardens", both.Select(hit => hit.Text));
        Assert.Equal(both.Select(hit => hit.Score).OrderDescending(), both.Select(hit => hit.Score));
        Assert.Equal(both.Select(hit => hit.Id).Distinct(), both.Select(hit => hit.Id));

        async Task Told(EmbeddingEngine by)
        {
            await by.TellAsync(me, "The lawyer in the garden");
            await by.TellAsync(me, "An attorney, gardens");
            await by.TellAsync(me, "The garden of a neighbour of ours");
        }
    }

    [Fact]
    public async Task A_turn_recalls_by_meaning_too()
    {
        await using var engine = await EmbeddingEngine.StartAsync(app);
        var me = await app.AddPersonAsync();
        await engine.TellAsync(me, "Our attorney is Rao");
        app.Model.Reset();

        await engine.TalkAsync(me, await app.StartChatAsync(me), "A solicitor?");

        Assert.Contains(
            "Our attorney is Rao",
            string.Join('\n', (await app.Model.NextCallAsync()).Messages.Select(message => message.Text)),
            StringComparison.Ordinal
        );
        var asked = engine.Requests;
        await engine.TalkAsync(me, await app.StartChatAsync(me), "Hi, good morning!");
        Assert.Equal(asked, engine.Requests);
    }

    [Fact]
    public async Task A_model_that_does_not_answer_is_waited_for_a_second_and_words_find_what_they_find()
    {
        var me = await app.AddPersonAsync();
        await using var engine = await EmbeddingEngine.StartAsync(app);
        await engine.TellAsync(me, "The lawyer telephoned");
        var clock = new FakeClock();
        await using var silent = await EmbeddingEngine.StartAsync(app, engine.Model.Name, script: "never", clock: clock);

        var search = silent.FindAsync(me, "lawyer");
        var request = await silent.Server.NextRequestAsync(Cancel);
        clock.Advance(MeaningReader.Limit - TimeSpan.FromMilliseconds(1));
        Assert.False(search.IsCompleted);
        clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(["words"], Assert.Single(await search).Why.Where(why => why is "words" or "meaning"));
        await request.Aborted.WaitAsync(Cancel);
    }

    [Fact]
    public async Task A_model_that_fails_is_left_alone_after_a_few_times()
    {
        var me = await app.AddPersonAsync();
        await using var engine = await EmbeddingEngine.StartAsync(app);
        await engine.TellAsync(me, "The lawyer telephoned");
        await using var broken = await EmbeddingEngine.StartAsync(app, engine.Model.Name, script: "status:500");

        for (var i = 0; i < 8; i++)
            Assert.Single(await broken.FindAsync(me, "lawyer"));

        Assert.Equal(5, broken.Requests);
    }

    [Fact]
    public async Task What_is_edited_deleted_or_forgotten_has_no_vector_any_more()
    {
        await using var engine = await EmbeddingEngine.StartAsync(app);
        var me = await Mind.AddAsync(app);
        var chat = await me.StartChatAsync();
        var said = await app.TalkAsync(me.Caller, chat, "Our attorney telephoned");
        await me.TellAsync(new FactInput("Plays the fiddle."));
        await engine.CatchUpAsync();
        Assert.Equal("Hello there! | Our attorney telephoned | Plays the fiddle.", await engine.EmbeddedAsync(me.Caller));

        await me.ChangeAsync("Plays the fiddle.", new FactInput("Owns an automobile."));
        await app.EditAsync(me.Caller, chat, said.UserMessage.Message.Id, "Something quite different");
        await engine.CatchUpAsync();
        Assert.Equal("", await engine.TextsAsync(me.Caller, "violin"));
        Assert.Equal("Owns an automobile.", await engine.TextsAsync(me.Caller, "vehicle"));
        // On the other branch: it has a vector, and isn't recalled until it is active again.
        Assert.Equal("", await engine.TextsAsync(me.Caller, "solicitor"));
        await app.SelectAsync(me.Caller, chat, said.UserMessage.Message.Id);
        Assert.Equal("Our attorney telephoned", await engine.TextsAsync(me.Caller, "solicitor"));

        await me.ForgetAsync("Owns an automobile.");
        await app.DeleteAsync(me.Caller, chat, said.UserMessage.Message.Id);
        Assert.Equal("", await engine.TextsAsync(me.Caller, "vehicle"));
        Assert.Equal("", await engine.TextsAsync(me.Caller, "solicitor"));
        await app.Conversations.DeleteAsync(me.Caller, chat.Id, Cancel);
        Assert.Equal("", await engine.EmbeddedAsync(me.Caller));
        Assert.Equal(0, (await StampAsync(engine, me.Caller)).Count);
    }

    [Fact]
    public async Task Where_memory_is_off_nothing_is_embedded()
    {
        await using var engine = await EmbeddingEngine.StartAsync(app);
        var me = await app.AddPersonAsync();
        var (on, off) = (await app.StartChatAsync(me), await app.StartChatAsync(me, new NewConversation(MemoryEnabled: false)));
        app.Model.Reset();
        await app.TalkAsync(me, on, "Wombats everywhere");
        await app.TalkAsync(me, off, "Quokkas everywhere");
        await engine.CatchUpAsync();
        Assert.Equal("Hello there! | Wombats everywhere", await engine.EmbeddedAsync(me));
        Assert.DoesNotContain("Quokkas", engine.Told, StringComparison.Ordinal);

        await SwitchAsync(on, false);
        await SwitchAsync(off, true);
        await engine.CatchUpAsync();
        Assert.Equal("Hello there! | Quokkas everywhere", await engine.EmbeddedAsync(me));

        await SwitchAllAsync(false);
        await engine.CatchUpAsync();
        Assert.Equal("", await engine.EmbeddedAsync(me));
        await SwitchAllAsync(true);
        await engine.CatchUpAsync();
        Assert.Equal("Hello there! | Quokkas everywhere", await engine.EmbeddedAsync(me));

        Task SwitchAsync(Conversation chat, bool isOn) =>
            app.Conversations.ChangeAsync(me, chat.Id, new ConversationChange(null, null, null, null, isOn), Cancel);
        Task SwitchAllAsync(bool isOn) =>
            app.Profiles.PutAsync(me, new ProfileChange(null, null, null, isOn, null, null), replace: false, Cancel);
    }

    [Fact]
    public async Task What_waits_for_a_yes_has_a_vector_after_it()
    {
        await using var engine = await EmbeddingEngine.StartAsync(app);
        var me = await Mind.AddAsync(app);
        await me.SayAsync(await me.StartChatAsync(), Mind.Secret("Takes insulin."));
        await engine.CatchUpAsync();
        Assert.DoesNotContain("insulin", engine.Told, StringComparison.Ordinal);

        await me.ChangeAsync("Takes insulin.", new FactInput(Pending: false));
        await engine.CatchUpAsync();

        Assert.Contains("Takes insulin.", await engine.EmbeddedAsync(me.Caller), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_guest_said_is_the_users_to_find_and_goes_with_a_guest_who_goes()
    {
        await using var engine = await EmbeddingEngine.StartAsync(app);
        var (guest, user, gone) = (await app.AddGuestAsync(), await app.AddPersonAsync(), await app.AddGuestAsync());
        await engine.TellAsync(guest, "Our attorney telephoned");
        await engine.TellAsync(user, "The fiddle is broken");
        await engine.TellAsync(gone, "The automobile too");
        // The user's vectors are known, and those of the guest are older.
        Assert.Equal("The fiddle is broken", await engine.TextsAsync(user, "violin"));
        var asked = engine.Requests;

        await app.ClaimAsync(guest, user);
        await app.Database.WriteAsync(session => app.Belongings.EraseAsync(session, gone.PrincipalId), Cancel);
        await engine.CatchUpAsync();

        Assert.Equal(asked, engine.Requests);
        Assert.Equal("Our attorney telephoned | The fiddle is broken", await engine.EmbeddedAsync(user));
        Assert.Equal("Our attorney telephoned", await engine.TextsAsync(user, "solicitor"));
        Assert.Equal(
            0,
            await app.Database.ReadAsync(
                session =>
                    session.CountAsync(
                        "SELECT count(*) FROM embeddings WHERE NOT EXISTS (SELECT 1 FROM search_owners WHERE number = owner)"
                    ),
                Cancel
            )
        );
    }

    [Fact]
    public async Task A_new_model_embeds_history_again_and_the_vectors_of_another_go()
    {
        await using var old = await EmbeddingEngine.StartAsync(app);
        var me = await app.AddPersonAsync();
        await old.TellAsync(me, [.. Enumerable.Range(0, 3 * Embedder.Batch / 2).Select(i => $"attorney {i}")]);
        await using var next = await EmbeddingEngine.StartAsync(app);
        Assert.Empty(await next.FindAsync(me, "solicitor"));

        await next.CatchUpAsync();

        Assert.Equal(0, (await StampAsync(old, me)).Count);
        Assert.Equal(3 * Embedder.Batch / 2, (await StampAsync(next, me)).Count);
        Assert.NotEmpty(await next.FindAsync(me, "solicitor"));
    }

    private async Task<VectorStamp> StampAsync(EmbeddingEngine engine, Caller caller) =>
        await app.Database.ReadAsync(
            async session =>
                await SearchStore.FindOwnerAsync(session, caller.PrincipalId) is { } owner
                    ? await EmbeddingStore.StampAsync(session, owner, engine.Model.Name)
                    : new VectorStamp(0, 0),
            Cancel
        );

    private async Task<IReadOnlyList<MemoryHit>> FindByWordsAsync(Caller caller, string query) =>
        (
            await app.MemorySearch.SearchAsync(
                caller,
                new MemoryQuery(query, 10, Kinds: null, ConversationId: null, app.Database.Clock.GetUtcNow()),
                Cancel
            )
        ).Value;

    private Task SumUpAsync(Caller caller, Conversation chat, string text) =>
        app.Database.WriteAsync(
            async session =>
            {
                var leaf = (await MessageStore.FindLeafAsync(session, chat.Id))!;
                await SummaryStore.PutAsync(session, chat.Id, new Summary(text, leaf.Id, leaf.Depth), now: 1);
                await SearchIndex.IndexSummaryAsync(session, caller.PrincipalId, chat.Id, text);
                return default(Done);
            },
            Cancel
        );
}

public sealed class SqliteEmbeddingTests(SqliteEngine app) : EmbeddingTests(app), IClassFixture<SqliteEngine>;

public sealed class PostgresEmbeddingTests(PostgresEngine app) : EmbeddingTests(app), IClassFixture<PostgresEngine>;

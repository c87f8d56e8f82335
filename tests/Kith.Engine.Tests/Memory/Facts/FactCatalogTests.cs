using Kith.Engine.Idempotency;
using Kith.Engine.Memory;
using Kith.Engine.Memory.Facts;
using Kith.Engine.Memory.Learning;
using static Kith.Engine.Tests.Memory.Facts.Mind;

namespace Kith.Engine.Tests.Memory.Facts;

public abstract class FactCatalogTests(EngineApp app)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_forgotten_is_not_learned_from_the_same_message_again()
    {
        var me = await Mind.AddAsync(app);
        var chat = await me.StartChatAsync();
        var message = await me.SayAsync(chat, Fact("Likes mangoes."));
        await me.ForgetAsync("Likes mangoes.");
        Assert.Empty(await me.AllAsync());

        Assert.False(await me.LearnAsync(message, Fact("Likes a mango.")));
        Assert.Empty(await me.AllAsync());
        var fork = await app.ForkAsync(me.Caller, chat, message);
        Assert.False(await me.LearnAsync((await app.ReadAsync(me.Caller, fork))[0].Message.Id, Fact("Likes mangoes.")));

        await me.SayAsync(chat, Fact("Likes mangoes."));
        Assert.Equal("Likes mangoes.", await me.LiveAsync());
    }

    [Fact]
    public async Task Forgetting_the_new_value_brings_the_old_one_back()
    {
        var me = await Mind.AddAsync(app);
        var chat = await me.StartChatAsync();
        await me.SayAsync(chat, Fact("Lives in Pune.", "home"));
        await me.SayAsync(chat, Fact("Lives in Delhi.", "home"));
        await me.ForgetAsync("Lives in Delhi.");
        Assert.Equal("Lives in Pune.", await me.LiveAsync());
    }

    [Fact]
    public async Task A_yes_makes_a_sensitive_fact_hold()
    {
        var me = await Mind.AddAsync(app);
        await me.SayAsync(await me.StartChatAsync(), Secret("Has asthma."));
        Assert.Equal("", await me.LiveAsync());
        await me.ChangeAsync("Has asthma.", new FactInput(Pending: false));
        Assert.Equal("Has asthma.", await me.LiveAsync());
        Assert.Equal(FactOrigins.Rules, (await me.OneAsync("Has asthma.")).Fact.Origin);
    }

    [Fact]
    public async Task What_the_person_puts_in_other_words_is_theirs_and_stays_so()
    {
        var me = await Mind.AddAsync(app);
        var chat = await me.StartChatAsync();
        var message = await me.SayAsync(chat, Fact("Lives in Poona.", "home"), Fact("Likes mangoes.", "taste:mangoes"));
        await me.ChangeAsync("Lives in Poona.", new FactInput("Lives in Pune."));
        await me.ChangeAsync("Likes mangoes.", new FactInput("Likes papayas."));
        Assert.False(await me.LearnAsync(message, Fact("Lives in Poona.", "home"), Fact("Likes mangoes.", "taste:mangoes")));
        Assert.Equal("Likes papayas. Lives in Pune.", await me.LiveAsync());

        await me.SayAsync(chat, Fact("Lives in Goa.", "home"), Fact("Dislikes mangoes.", "taste:mangoes"));
        Assert.Equal("Dislikes mangoes. Likes papayas. Lives in Goa.", await me.LiveAsync());
    }

    [Fact]
    public async Task Telling_what_is_known_makes_it_ones_own()
    {
        var me = await Mind.AddAsync(app);
        await me.SayAsync(await me.StartChatAsync(), Secret("Has asthma."));
        var told = await me.TellAsync(new FactInput("Has asthma!", FactKinds.Health, Pinned: true));
        Assert.Equal((FactOrigins.Person, 0, 1), (told.Fact.Origin, told.Fact.Pending, told.Fact.Pinned));
        Assert.Equal(told.Fact.Id, Assert.Single(await me.AllAsync()).Fact.Id);
        Assert.Single(told.Sources);
    }

    [Fact]
    public async Task A_key_tells_once()
    {
        var me = await Mind.AddAsync(app);
        var key = new IdempotencyKey("k", "h");
        var first = (await app.Facts.AddAsync(me.Caller, new FactInput("Likes tea."), key, Cancel)).Value;
        var again = (await app.Facts.AddAsync(me.Caller, new FactInput("Likes tea."), key, Cancel)).Value;
        Assert.True(again.IsReplay);
        Assert.Equal(first.Value.Fact.Id, again.Value.Fact.Id);
    }

    [Fact]
    public async Task The_list_is_filtered_and_paged()
    {
        var me = await Mind.AddAsync(app);
        var chat = await me.StartChatAsync();
        for (var i = 0; i < 5; i++)
            await me.SayAsync(chat, Fact($"Likes tea {i}.", kind: FactKinds.Like));
        await me.SayAsync(chat, Fact("Lives in Pune.", "home"), Secret("Has asthma."));
        await me.SayAsync(chat, Fact("Lives in Delhi.", "home"));

        Assert.Equal(
            ["Likes tea 4.", "Likes tea 3.", "Likes tea 2.", "Likes tea 1.", "Likes tea 0."],
            await ListAsync(me, new(FactKinds.Like))
        );
        Assert.Equal(["Lives in Delhi."], await ListAsync(me, new(Text: "LIV del")));
        Assert.Equal(["Lives in Delhi.", "Lives in Pune."], await ListAsync(me, new(Text: "live", WithPast: true)));
        Assert.Equal(["Has asthma."], await ListAsync(me, new(IsPending: true)));
        Assert.Equal(6, (await ListAsync(me, new(IsPending: false))).Count);
        Assert.Equal(8, (await ListAsync(me, new(WithPast: true))).Count);
        Assert.NotNull((await app.Facts.ListAsync(me.Caller, new("nonsense"), null, 10, Cancel)).Failure);
    }

    [Fact]
    public async Task Everything_is_forgotten_at_once_and_never_learned_again()
    {
        var (me, other) = (await Mind.AddAsync(app), await Mind.AddAsync(app));
        var chat = await me.StartChatAsync();
        var message = await me.SayAsync(chat, Fact("Likes tea."), Secret("Has asthma."));
        await me.LearnAsync(message, new Learned([], new LearnedMood("happy", 1)));
        await me.TellAsync(new FactInput("Sings."));
        await app.Profiles.PutAsync(
            me.Caller,
            new ProfileChange("Medhavi", null, System.Text.Json.JsonElement.Parse("""{"job": "nurse"}"""), null, "Asia/Kolkata", null),
            replace: false,
            Cancel
        );
        await other.SayAsync(await other.StartChatAsync(), Fact("Likes tea."));

        Assert.Null((await app.Forgetter.ForgetAllAsync(me.Caller, Cancel)).Failure);

        Assert.Empty(await me.AllAsync());
        Assert.Empty(await me.MoodsAsync());
        var profile = await app.Profiles.GetAsync(me.Caller, Cancel);
        Assert.Equal(("Medhavi", "{}", "Asia/Kolkata"), (profile.Name, profile.ImportantFacts, profile.Timezone));
        Assert.False(await me.LearnAsync(message, new Learned([Fact("Likes tea."), Secret("Has asthma.")], new LearnedMood("happy", 1))));
        Assert.Equal(2, (await app.ReadAsync(me.Caller, chat)).Count);
        Assert.Equal("Likes tea.", await other.LiveAsync());
    }

    [Fact]
    public async Task A_mood_can_be_corrected_confirmed_and_forgotten()
    {
        var me = await Mind.AddAsync(app);
        var message = await me.SayAsync(await me.StartChatAsync());
        await me.LearnAsync(message, new Learned([], new LearnedMood("sad", -0.5)));
        var id = Assert.Single(await me.MoodsAsync()).Id;

        var mood = (await app.Moods.ChangeAsync(me.Caller, id, "tired", -0.2, pending: false, Cancel)).Value;
        Assert.Equal(("tired", -0.2, 0), (mood.Label, mood.Valence, mood.Pending));
        Assert.NotNull((await app.Moods.ChangeAsync(me.Caller, id, null, 1.5, null, Cancel)).Failure);
        Assert.Null((await app.Moods.ForgetAsync(me.Caller, id, Cancel)).Failure);
        Assert.False(await me.LearnAsync(message, new Learned([], new LearnedMood("sad", -0.5))));
        Assert.Empty(await me.MoodsAsync());
    }

    [Fact]
    public async Task No_more_than_so_many_are_kept()
    {
        var me = await Mind.AddAsync(app);
        var chat = await me.StartChatAsync();
        await app.Database.WriteAsync(
            session =>
                session.ExecuteAsync(
                    """
                    INSERT INTO facts (id, principal_id, kind, subject, text, salience, sensitivity, pinned, pending, origin, created_at, updated_at)
                    WITH RECURSIVE numbers (n) AS (SELECT CAST(1 AS bigint) UNION ALL SELECT n + 1 FROM numbers WHERE n < 20000)
                    SELECT @PrincipalId || CAST(n AS text), @PrincipalId, 'other', 'me', 'Fact ' || CAST(n AS text), 0.5, 'normal', 0, 0, 'person', n, n
                    FROM numbers
                    """,
                    new { me.Caller.PrincipalId }
                ),
            Cancel
        );

        Assert.IsType<MemoryFull>((await app.Facts.AddAsync(me.Caller, new FactInput("One more."), key: null, Cancel)).Failure);
        Assert.False(await me.LearnAsync(await me.SayAsync(chat), Fact("One more.")));
        await me.ForgetAsync("Fact 7");
        await me.TellAsync(new FactInput("One more."));
    }

    private async Task<List<string>> ListAsync(Mind me, FactQuery query)
    {
        var texts = new List<string>();
        for ((long, string)? after = null; ; )
        {
            var page = (await app.Facts.ListAsync(me.Caller, query, after, 2, Cancel)).Value;
            texts.AddRange(page.Select(known => known.Fact.Text));
            if (page.Count < 2)
                return texts;
            after = (page[1].Fact.CreatedAt, page[1].Fact.Id);
        }
    }
}

public sealed class SqliteFactCatalogTests(SqliteEngine app) : FactCatalogTests(app), IClassFixture<SqliteEngine>;

public sealed class PostgresFactCatalogTests(PostgresEngine app) : FactCatalogTests(app), IClassFixture<PostgresEngine>;

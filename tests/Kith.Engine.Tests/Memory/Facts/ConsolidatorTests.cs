using Kith.Engine.Memory;
using Kith.Engine.Memory.Facts;
using Kith.Engine.Memory.Learning;
using static Kith.Engine.Tests.Memory.Facts.Mind;

namespace Kith.Engine.Tests.Memory.Facts;

public abstract class ConsolidatorTests(EngineApp app)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_said_again_becomes_no_second_fact_but_one_that_matters_more()
    {
        var me = await Mind.AddAsync(app);
        var chat = await me.StartChatAsync();
        var first = await me.SayAsync(chat, Fact("Likes mangoes.", kind: FactKinds.Like));
        var second = await me.SayAsync(chat, Fact("Likes the MANGO!", kind: FactKinds.Like));

        var known = Assert.Single(await me.AllAsync());
        Assert.Equal("Likes mangoes.", known.Fact.Text);
        Assert.Equal([first, second], known.Sources);
        Assert.True(known.Fact.Salience is > 0.5 and < 0.6, $"{known.Fact.Salience}");
        Assert.Equal(FactOrigins.Rules, known.Fact.Origin);
        Assert.False(await me.LearnAsync(second, Fact("Likes mangoes.", kind: FactKinds.Like)));
    }

    [Theory]
    [InlineData("Likes mangoes.", "Does not like mangoes.")]
    [InlineData("Works before noon.", "Works after noon.")]
    [InlineData("Was a nurse.", "Is a nurse.")]
    [InlineData("喜欢芒果", "不喜欢芒果")]
    public async Task What_differs_in_what_it_means_is_another_fact(string one, string other)
    {
        var me = await Mind.AddAsync(app);
        await me.SayAsync(await me.StartChatAsync(), Fact(one), Fact(other));
        Assert.Equal(2, (await me.AllAsync()).Count);
    }

    [Fact]
    public async Task The_same_of_somebody_else_is_another_fact()
    {
        var me = await Mind.AddAsync(app);
        await me.SayAsync(await me.StartChatAsync(), Fact("Likes tea."), Fact("Likes tea.") with { Subject = "sister" });
        Assert.Equal(["me", "sister"], (await me.AllAsync()).Select(known => known.Fact.Subject).Order());
    }

    [Fact]
    public async Task A_new_value_supersedes_the_old_one_which_stays_true_for_its_time()
    {
        var me = await Mind.AddAsync(app);
        var chat = await me.StartChatAsync();
        await me.SayAsync(chat, Fact("Lives in Pune.", "home"));
        await me.SayAsync(chat, Fact("Lives in Delhi.", "home"));
        await me.SayAsync(chat, Fact("Lives in Goa.", "home"));

        Assert.Equal("Lives in Goa.", await me.LiveAsync());
        var (pune, delhi, goa) = (
            await me.OneAsync("Lives in Pune."),
            await me.OneAsync("Lives in Delhi."),
            await me.OneAsync("Lives in Goa.")
        );
        Assert.Equal((delhi.Fact.Id, goa.Fact.Id, null), (pune.SupersededBy, delhi.SupersededBy, goa.SupersededBy));
        Assert.Equal(await SaidAtAsync(delhi.Sources[0]), pune.ValidUntil);
        Assert.Equal(await SaidAtAsync(goa.Sources[0]), delhi.ValidUntil);
        Assert.Null(goa.ValidUntil);
    }

    [Fact]
    public async Task A_day_that_was_named_divides_the_two()
    {
        var me = await Mind.AddAsync(app);
        var chat = await me.StartChatAsync();
        var march = DateTimeOffset.UtcNow.AddDays(100);
        await me.SayAsync(chat, Fact("Lives in Pune.", "home"));
        await me.SayAsync(chat, Fact("Moves to Delhi.", "home") with { ValidFrom = march });

        Assert.Equal("Lives in Pune. Moves to Delhi.", await me.LiveAsync());
        Assert.Equal(march.ToUnixTimeMilliseconds(), (await me.OneAsync("Lives in Pune.")).ValidUntil);
    }

    [Fact]
    public async Task Going_back_to_an_old_value_makes_it_a_fact_with_a_time_of_its_own()
    {
        var me = await Mind.AddAsync(app);
        var chat = await me.StartChatAsync();
        await me.SayAsync(chat, Fact("Lives in Pune.", "home"));
        await me.SayAsync(chat, Fact("Lives in Delhi.", "home"));
        await me.SayAsync(chat, Fact("Lives in Pune.", "home"));

        Assert.Equal("Lives in Pune.", await me.LiveAsync());
        Assert.Equal(["Lives in Pune.", "Lives in Delhi.", "Lives in Pune."], (await me.AllAsync()).Select(known => known.Fact.Text));
        Assert.Equal([null, true, true], (await me.AllAsync()).Select(known => known.ValidUntil is null ? null : (bool?)true));
    }

    [Fact]
    public async Task What_is_over_ends_and_can_begin_again()
    {
        var me = await Mind.AddAsync(app);
        var chat = await me.StartChatAsync();
        await me.SayAsync(chat, Fact("Works as a nurse in Pune.", "job"), Fact("Likes tea."));
        var over = await me.SayAsync(chat, Fact("Works as a nurse.", "job", isOver: true), Fact("Plays chess.", isOver: true));

        Assert.Equal("Likes tea.", await me.LiveAsync());
        var job = await me.OneAsync("Works as a nurse in Pune.");
        Assert.Equal(await SaidAtAsync(over), job.ValidUntil);
        Assert.DoesNotContain(over, job.Sources);
        Assert.Equal(2, (await me.AllAsync()).Count);

        await me.SayAsync(chat, Fact("Works as a nurse in Pune.", "job"));
        Assert.Equal("Likes tea. Works as a nurse in Pune.", await me.LiveAsync());
    }

    [Fact]
    public async Task What_is_learned_out_of_order_is_put_in_order()
    {
        var me = await Mind.AddAsync(app);
        var chat = await me.StartChatAsync();
        var older = await me.SayAsync(chat);
        await me.SayAsync(chat, Fact("Lives in Delhi.", "home"));
        await me.LearnAsync(older, Fact("Lives in Pune.", "home"));

        Assert.Equal("Lives in Delhi.", await me.LiveAsync());
    }

    [Fact]
    public async Task The_same_learned_twice_at_once_is_one_fact()
    {
        var me = await Mind.AddAsync(app);
        var messages = new List<string>();
        foreach (
            var chat in new[] { await me.StartChatAsync(), await me.StartChatAsync(), await me.StartChatAsync(), await me.StartChatAsync() }
        )
            messages.Add(await me.SayAsync(chat));

        await Task.WhenAll(
            messages
                .Concat(messages)
                .Select(id => Task.Run(() => me.LearnAsync(id, Fact("Likes tea."), Fact("Lives in Pune.", "home")), Cancel))
        );

        Assert.Equal("Likes tea. Lives in Pune.", await me.LiveAsync());
        Assert.All(await me.AllAsync(), known => Assert.Equal(4, known.Sources.Count));
    }

    [Fact]
    public async Task What_is_sensitive_is_kept_as_the_person_wants()
    {
        var me = await Mind.AddAsync(app);
        var chat = await me.StartChatAsync();
        await SetAsync(me, SensitiveMemories.Off);
        await me.LearnAsync(await me.SayAsync(chat, Secret("Has asthma.")), new Learned([], new LearnedMood("sad", -0.7)));
        Assert.Empty(await me.AllAsync());
        Assert.Empty(await MoodsAsync(me));

        await SetAsync(me, SensitiveMemories.Ask);
        await me.LearnAsync(await me.SayAsync(chat, Secret("Has asthma.")), new Learned([], new LearnedMood("sad", -0.7)));
        Assert.Equal(1, (await me.OneAsync("Has asthma.")).Fact.Pending);
        Assert.Equal(1, Assert.Single(await MoodsAsync(me)).Pending);
        Assert.Equal("", await me.LiveAsync());

        await SetAsync(me, SensitiveMemories.On);
        await me.SayAsync(chat, Secret("Is diabetic."));
        await me.SayAsync(chat, Fact("Believes in ghosts.", kind: FactKinds.Belief));
        Assert.Equal("Believes in ghosts. Is diabetic.", await me.LiveAsync());
        Assert.Equal(Sensitivities.Sensitive, (await me.OneAsync("Believes in ghosts.")).Fact.Sensitivity);
    }

    [Fact]
    public async Task What_is_sensitive_about_others_is_not_kept()
    {
        var me = await Mind.AddAsync(app);
        var chat = await me.StartChatAsync();
        await SetAsync(me, SensitiveMemories.On);
        await me.SayAsync(chat, Fact("Their dad has diabetes.", kind: FactKinds.Health) with { Subject = "dad" });
        await me.SayAsync(chat, Secret("Their friend Tina is in debt.") with { Subject = "Tina" });
        await me.SayAsync(chat, Fact("Their dog Rex is blind.", kind: FactKinds.Pet) with { Subject = "Rex" });
        Assert.Equal("Their dog Rex is blind.", await me.LiveAsync());
    }

    [Fact]
    public async Task A_fact_that_waits_for_a_yes_supersedes_nothing()
    {
        var me = await Mind.AddAsync(app);
        var chat = await me.StartChatAsync();
        await me.SayAsync(chat, Fact("Lives in Pune.", "home"));
        await me.SayAsync(chat, Fact("Lives in a clinic.", "home") with { Sensitivity = Sensitivities.Sensitive });
        Assert.Equal("Lives in Pune.", await me.LiveAsync());
    }

    [Fact]
    public async Task Nothing_is_learned_while_memory_is_off()
    {
        var me = await Mind.AddAsync(app);
        var (on, off) = (await me.StartChatAsync(), await app.StartChatAsync(me.Caller, new(MemoryEnabled: false)));
        await me.SayAsync(off, Fact("Lives in Pune."));
        Assert.Empty(await me.AllAsync());

        await PutAsync(me, new ProfileChange(null, null, null, MemoryEnabled: false, null, null));
        await me.SayAsync(on, Fact("Lives in Pune."));
        Assert.Empty(await me.AllAsync());
    }

    [Fact]
    public async Task What_no_fact_can_be_is_left_out()
    {
        var me = await Mind.AddAsync(app);
        await me.SayAsync(
            await me.StartChatAsync(),
            Fact(new string('x', 1_001)),
            Fact(" "),
            Fact("Half a character \ud83d."),
            Fact("Likes tea.", kind: "nonsense") with
            {
                Salience = double.NaN,
                Subject = new string('s', 65),
                Sensitivity = "?",
            }
        );
        var known = Assert.Single(await me.AllAsync());
        Assert.Equal(("other", "me", 0.5, "normal"), (known.Fact.Kind, known.Fact.Subject, known.Fact.Salience, known.Fact.Sensitivity));
    }

    [Fact]
    public async Task A_message_has_one_mood()
    {
        var me = await Mind.AddAsync(app);
        await SetAsync(me, SensitiveMemories.On);
        var message = await me.SayAsync(await me.StartChatAsync());
        Assert.True(await me.LearnAsync(message, new Learned([], new LearnedMood("happy", 7))));
        Assert.False(await me.LearnAsync(message, new Learned([], new LearnedMood("sad", -1))));
        var mood = Assert.Single(await MoodsAsync(me));
        Assert.Equal(("happy", 1.0, message), (mood.Label, mood.Valence, mood.MessageId));
    }

    private Task<IReadOnlyList<Mood>> MoodsAsync(Mind me) => app.Moods.ListAsync(me.Caller, null, null, null, null, 10, Cancel);

    private Task SetAsync(Mind me, string sensitive) => PutAsync(me, new ProfileChange(null, null, null, null, null, null, sensitive));

    private async Task PutAsync(Mind me, ProfileChange change) =>
        Assert.Null((await app.Profiles.PutAsync(me.Caller, change, replace: false, Cancel)).Failure);

    private Task<long> SaidAtAsync(string messageId) =>
        app.Database.ReadAsync(
            session => session.CountAsync("SELECT created_at FROM messages WHERE id = @messageId", new { messageId }),
            Cancel
        );
}

public sealed class SqliteConsolidatorTests(SqliteEngine app) : ConsolidatorTests(app), IClassFixture<SqliteEngine>;

public sealed class PostgresConsolidatorTests(PostgresEngine app) : ConsolidatorTests(app), IClassFixture<PostgresEngine>;

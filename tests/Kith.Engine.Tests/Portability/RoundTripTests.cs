using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kith.Engine.Agents;
using Kith.Engine.Conversations;
using Kith.Engine.Memory;
using Kith.Engine.Memory.Facts;
using Kith.Engine.Memory.Learning;
using Kith.Engine.Memory.Search;
using Kith.Engine.Portability;
using Kith.Engine.Tests.Memory.Facts;
using Kith.Engine.Users;

namespace Kith.Engine.Tests.Portability;

/// <summary>What somebody has, out of one account and into another, is the same there: for accounts made at random, on each database.</summary>
public abstract class RoundTripTests(EngineApp app)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Out_and_in_and_out_is_the_same_and_back_again_adds_nothing(int seed)
    {
        app.Model.Reset();
        var (me, other) = (await Mind.AddAsync(app), await app.AddPersonAsync());
        await new MadeAccount(app, me, seed).FillAsync();
        var mine = await ExportAsync(me.Caller);

        var there = await ImportAsync(other, mine);
        var theirs = await ExportAsync(other);
        var again = await ImportAsync(other, mine);
        var back = await ImportAsync(me.Caller, theirs);
        var self = await ImportAsync(me.Caller, mine);

        Assert.Null(there.Stopped);
        Assert.Equal(Canonical(mine), Canonical(theirs));
        var export = JsonNode.Parse(mine)!;
        Assert.Equal((Count("agents"), Count("facts"), Count("moods")), (there.Added.Agents, there.Added.Facts, there.Added.Moods));
        foreach (var report in new[] { again, back, self })
        {
            Assert.Null(report.Stopped);
            Assert.Equal(new ImportedMemory(0, 0, 0), report.Added);
            Assert.All(report.Conversations, one => Assert.Equal((0L, null), (one.Added, one.Note)));
        }

        Assert.Equal(WithoutTime(theirs), WithoutTime(await ExportAsync(other)));
        Assert.Equal(WithoutTime(mine), WithoutTime(await ExportAsync(me.Caller)));
        Assert.Equal(
            0,
            await app.Database.ReadAsync(
                session =>
                    session.CountAsync(
                        """
                        SELECT count(*) FROM messages_to_learn q JOIN conversations c ON c.id = q.conversation_id
                        WHERE c.owner_id = @PrincipalId
                        """,
                        other
                    ),
                Cancel
            )
        );

        int Count(string list) => export[list]!.AsArray().Count;
    }

    [Fact]
    public async Task What_was_forgotten_or_deleted_here_does_not_come_back_with_the_next_import()
    {
        app.Model.Reset();
        var (me, other) = (await Mind.AddAsync(app), await Mind.AddAsync(app));
        var chat = await me.StartChatAsync();
        await me.LearnAsync(await me.SayAsync(chat, Mind.Fact("Likes tea.")), new Learned([], new LearnedMood("calm", 1)));
        await me.TellAsync(new FactInput("Plays chess."));
        var export = await ExportAsync(me.Caller);
        await ImportAsync(other.Caller, export);

        await other.ForgetAsync("Likes tea.");
        await app.Moods.ForgetAsync(other.Caller, Assert.Single(await other.MoodsAsync()).Id, Cancel);
        var again = await ImportAsync(other.Caller, export);

        Assert.Equal(new ImportedMemory(0, 0, 0), again.Added);
        Assert.Equal(["Plays chess."], (await other.AllAsync()).Select(known => known.Fact.Text));
        Assert.Empty(await other.MoodsAsync());
    }

    [Fact]
    public async Task Facts_whose_messages_did_not_come_are_the_persons_own_and_are_found()
    {
        var me = await Mind.AddAsync(app);
        var report = await ImportAsync(
            me.Caller,
            """
            {"conversations":[],"facts":[
              {"id":"f1","text":"Keeps ocelots.","origin":"model","sources":["m1"],"valid_from":"1951-02-03","sensitivity":"local_only"},
              {"id":"f2","text":"Nobody says so.","origin":"rules","sources":["m2"],"suspended":true}]}
            """
        );

        Assert.Null(report.Stopped);
        Assert.Equal(1, report.Added.Facts);
        var known = Assert.Single(await me.AllAsync());
        Assert.Equal(("Keeps ocelots.", FactOrigins.Person, "local_only"), (known.Fact.Text, known.Fact.Origin, known.Fact.Sensitivity));
        Assert.Equal(-596_764_800_000, known.Fact.ValidFrom);
        var query = new MemoryQuery("ocelots", 5, Kinds: null, ConversationId: null, DateTimeOffset.UtcNow);
        Assert.Equal(known.Fact.Id, Assert.Single((await app.MemorySearch.SearchAsync(me.Caller, query, Cancel)).Value).Id);
    }

    [Theory]
    [InlineData("""{"facts":{},"conversations":[]}""", "facts")]
    [InlineData("""{"facts":[7],"conversations":[]}""", "facts[0]")]
    [InlineData("""{"facts":[{"text":7}],"conversations":[]}""", "facts[0].text")]
    [InlineData("""{"facts":[{"text":"A.","salience":1e400}],"conversations":[]}""", "facts[0].salience")]
    [InlineData("""{"facts":[{"text":"A.","kind":"gossip"}],"conversations":[]}""", "facts[0].kind")]
    [InlineData("""{"facts":[{"text":"A.","sources":[{}]}],"conversations":[]}""", "facts[0].sources[0]")]
    [InlineData("""{"facts":[{"text":"A.","valid_until":true}],"conversations":[]}""", "facts[0].valid_until")]
    [InlineData("""{"facts":[{"text":"A.","valid_from":-9e13}],"conversations":[]}""", "facts[0].valid_from")]
    [InlineData("""{"moods":[{"label":"calm","valence":2}],"conversations":[]}""", "moods[0].valence")]
    [InlineData("""{"moods":[{"valence":1}],"conversations":[]}""", "moods[0].label")]
    [InlineData("""{"agents":[{"name":"A","temperature":"hot"}],"conversations":[]}""", "agents[0].temperature")]
    [InlineData("""{"profile":{"preferences":[]},"conversations":[]}""", "profile.preferences")]
    [InlineData("""{"conversations":[{"messages":[],"branches":[{"role":"user"}]}]}""", "conversations[0].branches[0].content")]
    public async Task What_is_wrong_is_refused_by_its_place_and_leaves_nothing_of_the_person(string document, string place)
    {
        var me = await Mind.AddAsync(app);

        var refused = Assert.IsType<Invalid>((await ImportAsync(me.Caller, document)).Stopped);

        Assert.Equal([place], refused.Errors.Keys);
        Assert.Empty(await me.AllAsync());
    }

    [Fact]
    public async Task Ids_of_somebody_elses_things_are_nobodys_here()
    {
        app.Model.Reset();
        var (me, victim) = (await Mind.AddAsync(app), await Mind.AddAsync(app));
        var chat = await victim.StartChatAsync();
        var said = await victim.SayAsync(chat, Mind.Fact("Keeps a secret."));
        var secret = await victim.OneAsync("Keeps a secret.");

        var report = await ImportAsync(
            me.Caller,
            $$"""
            {"facts":[{"id":"{{secret.Fact.Id}}","text":"Mine.","sources":["{{said}}"],"origin":"model"}],
             "conversations":[{"id":"{{chat.Id}}","agent":"{{chat.AgentId}}","messages":[{"id":"{{said}}","role":"user","content":"Hello"}],
               "branches":[{"id":"b","parent":"{{said}}","role":"assistant","content":"Elsewhere"}]}]}
            """
        );

        Assert.Null(report.Stopped);
        Assert.NotEqual(chat.Id, Assert.Single(report.Conversations).Id);
        var mine = Assert.Single(await me.AllAsync());
        Assert.DoesNotContain(said, mine.Sources);
        Assert.Single(mine.Sources);
        Assert.Equal("Keeps a secret.", Assert.Single(await victim.AllAsync()).Fact.Text);
        Assert.Equal(2, (await app.ReadAsync(victim.Caller, chat)).Count);
    }

    private async Task<string> ExportAsync(Caller caller)
    {
        using var stream = new MemoryStream();
        await app.Exporter.WriteAsync(caller, stream, Cancel);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private Task<ImportReport> ImportAsync(Caller caller, string document) =>
        app.Importer.ImportAsync(caller, new MemoryStream(Encoding.UTF8.GetBytes(document)), progress: null, Cancel);

    private static string WithoutTime(string export)
    {
        var node = JsonNode.Parse(export)!.AsObject();
        node.Remove("exported_at");
        return node.ToJsonString();
    }

    /// <summary>
    /// The export with what each id names in the place of the id, and lists in an order that doesn't depend on ids. Without the times of
    /// messages, of which no two are the same where they are imported, and of agents, which are made there.
    /// </summary>
    private static string Canonical(string export)
    {
        var node = JsonNode.Parse(export)!.AsObject();
        node.Remove("exported_at");
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var one in Objects(node).Where(one => one["id"] is not null).ToList())
        {
            if (one["role"] is not null || one["slug"] is not null)
                one.Remove("created_at");
            names[one["id"]!.GetValue<string>()] = (
                one["text"] ?? one["content"] ?? one["name"] ?? one["title"] ?? one["label"]
            )!.ToString();
        }

        return Sorted(node);

        string Sorted(JsonNode? value) =>
            value switch
            {
                JsonObject one =>
                    $"{{{string.Join(',', one.Where(pair => pair.Key is not ("id" or "external_id")).Select(pair => $"{pair.Key}:{Sorted(pair.Value)}"))}}}",
                JsonArray all => $"[{string.Join(",\n", all.Select(Sorted).Order(StringComparer.Ordinal))}]",
                JsonValue text when text.GetValueKind() == JsonValueKind.String => names.GetValueOrDefault(text.GetValue<string>())
                    ?? text.ToString(),
                _ => value?.ToJsonString() ?? "null",
            };
    }

    private static IEnumerable<JsonObject> Objects(JsonNode? node) =>
        node switch
        {
            JsonObject one => one.SelectMany(pair => Objects(pair.Value)).Prepend(one),
            JsonArray all => all.SelectMany(Objects),
            _ => [],
        };
}

/// <summary>An account with a little of everything, made by what people do.</summary>
internal sealed class MadeAccount(EngineApp app, Mind me, int seed)
{
    private readonly Random _random = new(seed);
    private int _texts;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async Task FillAsync()
    {
        var preferences = JsonSerializer.SerializeToElement(new { music = Text(), n = new[] { 1, 2 } });
        var change = new ProfileChange("Medhavi", preferences, null, null, "Asia/Kolkata", Onboarded: true, SensitiveMemories.On);
        await app.Profiles.PutAsync(me.Caller, change, replace: false, Cancel);
        var agents = new List<string> { "aira", "friendly-assistant" };
        for (var i = _random.Next(3); i >= 0; i--)
        {
            var input = new AgentInput(null, Text("Agent"), Text(), Text(), null, 0.7, 100, null, -0.5, 7, "alto");
            agents.Add((await app.Agents.CreateAsync(me.Caller, input, key: null, Cancel)).Value.Value.Id);
        }

        for (var i = 0; i < 4; i++)
            await TalkAsync(agents[_random.Next(agents.Count)]);
        for (var i = _random.Next(4); i >= 0; i--)
            await me.TellAsync(
                new FactInput(
                    Text(),
                    "like",
                    Salience: 0.25,
                    Sensitivity: "local_only",
                    Pinned: i == 0,
                    ValidFrom: "1951-02-03",
                    ValidUntil: "2090-01-01"
                )
            );
    }

    private async Task TalkAsync(string agent)
    {
        var start = new NewConversation(Title: Text("Chat"), Agent: agent, MemoryEnabled: true);
        var chat = await app.StartChatAsync(me.Caller, start);
        var said = new List<string>();
        for (var turn = 0; turn < 3 + _random.Next(3); turn++)
        {
            app.Model.Answer = ScriptedModel.Say(Text("Answer"));
            var ended = await app.TalkAsync(me.Caller, chat, Text("Question"));
            said.Add(ended.UserMessage.Message.Id);
            await LearnAsync(ended.UserMessage.Message.Id);
            if (_random.Next(3) == 0)
            {
                app.Model.Answer = ScriptedModel.Say(Text("Other answer"));
                await app.AnswerAgainAsync(me.Caller, chat, ended.AiMessage.Message.Id);
            }
        }

        if (_random.Next(2) == 0)
        {
            app.Model.Answer = ScriptedModel.Say(Text("Elsewhere"));
            var edited = await app.EditAsync(me.Caller, chat, said[_random.Next(said.Count)], Text("Edited"));
            await LearnAsync(edited.UserMessage.Message.Id);
        }

        var path = await app.ReadAsync(me.Caller, chat);
        var through = path[_random.Next(path.Count)].Message;
        await app.Database.WriteAsync(
            session => SummaryStore.PutAsync(session, chat.Id, new Summary(Text("Summary"), through.Id, through.Depth), 1),
            Cancel
        );
        if (_random.Next(3) == 0)
            await app.Conversations.EndAsync(me.Caller, chat.Id, Cancel);
        await app.Conversations.ChangeAsync(
            me.Caller,
            chat.Id,
            new ConversationChange(null, Text("Prompt"), Archived: _random.Next(2) == 0, Pinned: _random.Next(2) == 0, null),
            Cancel
        );
    }

    private async Task LearnAsync(string messageId)
    {
        var mood = _random.Next(2) == 0 ? new LearnedMood(Text("mood"), _random.NextDouble()) : null;
        var fact = _random.Next(4) switch
        {
            0 => Mind.Fact(Text("Lives in"), "home"),
            1 => Mind.Fact("Likes tea.", "taste:tea", isOver: _random.Next(3) == 0),
            2 => Mind.Secret(Text("Has")),
            _ => Mind.Fact(Text("Knows")),
        };
        await me.LearnAsync(messageId, new Learned([fact], mood));
    }

    private string Text(string about = "word") => $"{about} no {seed * 1000 + ++_texts} \"é\" 🥭";
}

public sealed class SqliteRoundTripTests(SqliteEngine app) : RoundTripTests(app), IClassFixture<SqliteEngine>;

public sealed class PostgresRoundTripTests(PostgresEngine app) : RoundTripTests(app), IClassFixture<PostgresEngine>;

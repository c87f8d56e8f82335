using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kith.Engine.Agents;
using Kith.Engine.Conversations;
using Kith.Engine.Memory;
using Kith.Engine.Portability;
using Kith.Engine.Users;

namespace Kith.Engine.Tests.Portability;

/// <summary>Everything out, and in again, on each database.</summary>
public abstract class ExportTests
{
    private readonly EngineApp _app;

    protected ExportTests(EngineApp app)
    {
        _app = app;
        app.Model.Reset();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everything_of_mine_is_in_it_and_nothing_of_others()
    {
        var (me, other) = (await _app.AddPersonAsync(), await _app.AddPersonAsync());
        await _app.TalkAsync(other, await _app.StartChatAsync(other), "canary-of-another");
        var chat = await SetUpAsync(me);

        var export = JsonNode.Parse(await ExportAsync(me))!;

        Assert.DoesNotContain("canary", export.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(3, export["conversations"]!.AsArray().Count);
        var mine = export["conversations"]!.AsArray().Single(one => one!["id"]!.GetValue<string>() == chat.Id)!;
        Assert.Equal(("Fruit", "aira"), (mine["title"]!.GetValue<string>(), mine["agent"]!.GetValue<string>()));
        Assert.Equal(
            ["user: Which mango is best?", "assistant: Alphonso \u0007or 🥭."],
            mine["messages"]!.AsArray().Select(one => $"{one!["role"]}: {one["content"]}")
        );
        var imported = export["conversations"]!.AsArray().Single(one => one!["external_id"]?.GetValue<string>() == "talk-1")!;
        Assert.Equal("D1:1", imported["messages"]![0]!["external_id"]!.GetValue<string>());
        Assert.Equal("Caroline", imported["messages"]![0]!["name"]!.GetValue<string>());
        Assert.Equal("Asia/Kolkata", export["profile"]!["timezone"]!.GetValue<string>());
        Assert.Equal("jazz", export["profile"]!["preferences"]!["music"]!.GetValue<string>());
        Assert.Equal("Cook", Assert.Single(export["agents"]!.AsArray())!["name"]!.GetValue<string>());
        Assert.Empty(export["facts"]!.AsArray());
        Assert.Empty(export["moods"]!.AsArray());
    }

    [Fact]
    public async Task Chats_with_people_are_in_it_as_far_as_one_sees_them_and_are_not_imported()
    {
        var (me, other, blocked) = (await _app.AddPersonAsync("ann"), await _app.AddPersonAsync("bob"), await _app.AddPersonAsync("carol"));
        var chat = await _app.MeetAsync(me, other);
        var said = await _app.TellAsync(other, chat, "Hello, Ann.");
        await _app.TellAsync(me, chat, "Hello, Bob.", replyTo: said.Message.Id);
        for (var i = 0; i < 120; i++)
            await _app.TellAsync(other, chat, $"And {i}.");
        await _app.MeetAsync(me, blocked);
        var connection = (await _app.Connections.ListAsync(me, status: null, after: null, 1, Cancel)).Value[0];
        Assert.Null((await _app.Connections.BlockAsync(me, connection.Id, Cancel)).Failure);
        await _app.TellAsync(blocked, connection.ChatId!, "Nobody hears this.");

        var text = await ExportAsync(me);

        var chats = JsonNode.Parse(text)!["people_chats"]!.AsArray();
        Assert.Equal([chat, connection.ChatId], chats.Select(one => one!["id"]!.GetValue<string>()));
        Assert.Equal(["ann", "bob"], chats[0]!["members"]!.AsArray().Select(member => member!["display_name"]!.GetValue<string>()).Order());
        var messages = chats[0]!["messages"]!.AsArray();
        Assert.Equal(Enumerable.Range(1, 122), messages.Select(message => message!["seq"]!.GetValue<int>()));
        Assert.Equal(
            ("bob", "Hello, Ann."),
            (messages[0]!["sender"]!["display_name"]!.GetValue<string>(), messages[0]!["content"]!.GetValue<string>())
        );
        Assert.Equal(said.Message.Id, messages[1]!["reply_to"]!.GetValue<string>());
        Assert.Empty(chats[1]!["messages"]!.AsArray());

        var report = await ImportAsync(await _app.AddPersonAsync(), text);
        Assert.Null(report.Stopped);
        Assert.Equal("people_chats: 2 chats with people stay where they were had.", Assert.Single(report.LeftOut).Detail);
        Assert.Equal(2, JsonNode.Parse(await ExportAsync(me))!["people_chats"]!.AsArray().Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Imported_where_it_came_from_it_adds_nothing(bool chatify)
    {
        var me = await _app.AddPersonAsync();
        await SetUpAsync(me);
        var export = await ExportAsync(me, chatify);

        var report = await ImportAsync(me, export);

        Assert.Null(report.Stopped);
        Assert.All(report.Conversations, one => Assert.Equal((0, null), (one.Added, one.Note)));
        Assert.Equal(WithoutTime(export), WithoutTime(await ExportAsync(me, chatify)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Imported_by_somebody_else_it_is_the_same_and_back_again_adds_nothing(bool chatify)
    {
        var (me, other) = (await _app.AddPersonAsync(), await _app.AddPersonAsync());
        await SetUpAsync(me);
        var mine = await ExportAsync(me, chatify);

        var there = await ImportAsync(other, mine);
        var theirs = await ExportAsync(other, chatify);
        var back = await ImportAsync(me, theirs);
        var again = await ImportAsync(other, theirs);

        Assert.Null(there.Stopped);
        Assert.All(there.Conversations, one => Assert.Equal(one.Messages, one.Added));
        Assert.Equal(Texts(mine), Texts(theirs));
        Assert.Equal(there.Conversations.Select(one => one.Messages).Order(), back.Conversations.Select(one => one.Messages).Order());
        Assert.All(back.Conversations.Concat(again.Conversations), one => Assert.Equal((0, null), (one.Added, one.Note)));
    }

    [Fact]
    public async Task What_was_said_there_since_comes_back()
    {
        var (me, other) = (await _app.AddPersonAsync(), await _app.AddPersonAsync());
        var chat = await SetUpAsync(me);
        var there = await ImportAsync(other, await ExportAsync(me));
        var copy = there.Conversations.Single(one => one.ExternalId == null && one.Id != chat.Id && one.Messages == 2);
        await _app.TalkAsync(other, (await _app.Conversations.OpenAsync(other, copy.Id, Cancel)).Value, "And lychees?");

        var back = await ImportAsync(me, await ExportAsync(other));

        Assert.Equal(2, back.Conversations.Sum(one => one.Added));
        Assert.Equal(2, Assert.Single(back.Conversations, one => one.Id == chat.Id).Added);
        Assert.Equal(
            ["Which mango is best?", "And lychees?"],
            (await _app.ReadAsync(me, chat)).Where(v => v.Message.Role == Roles.User).Select(v => v.Message.Content)
        );
    }

    [Fact]
    public async Task A_long_one_is_whole()
    {
        var me = await _app.AddPersonAsync();
        var chat = await _app.GrowChatAsync(me, 333);

        var export = JsonNode.Parse(await ExportAsync(me))!;

        Assert.Equal(
            Enumerable.Range(0, 333).Select(i => $"{chat.Id}-{i}"),
            export["conversations"]![0]!["messages"]!.AsArray().Select(one => one!["id"]!.GetValue<string>())
        );
    }

    /// <summary>A chat that began here, one that was imported, and an empty one; an agent, a profile.</summary>
    private async Task<Conversation> SetUpAsync(Caller me)
    {
        var chat = await _app.StartChatAsync(me, new NewConversation(Title: "Fruit"));
        _app.Model.Answer = ScriptedModel.Say("Alphonso \u0007or ", "🥭.");
        await _app.TalkAsync(me, chat, "Which mango is best?");
        _app.Model.Reset();
        var agent = new AgentInput(null, "Cook", "You cook.", null, null, null, null, null, null, null, null);
        var cook = (await _app.Agents.CreateAsync(me, agent, key: null, Cancel)).Value.Value;
        await _app.StartChatAsync(me, new NewConversation(Title: "Empty", Agent: cook.Id));
        await ImportAsync(
            me,
            """
            {"conversations":[{"external_id":"talk-1","title":"T","messages":[
              {"role":"user","content":"Hi \"you\"\r\n\tthere","created_at":"2023-05-08T13:56:00Z","external_id":"D1:1","name":"Caroline"},
              {"role":"assistant","content":"Hey"},{"role":"user","content":"Bye"}]}]}
            """
        );
        var preferences = JsonSerializer.SerializeToElement(new { music = "jazz" });
        await _app.Profiles.PutAsync(me, new ProfileChange(null, preferences, null, null, "Asia/Kolkata", null), replace: false, Cancel);
        return chat;
    }

    private async Task<string> ExportAsync(Caller caller, bool chatify = false)
    {
        using var stream = new MemoryStream();
        await (chatify ? _app.Exporter.WriteChatifyAsync(caller, stream, Cancel) : _app.Exporter.WriteAsync(caller, stream, Cancel));
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private Task<ImportReport> ImportAsync(Caller caller, string document) =>
        _app.Importer.ImportAsync(caller, new MemoryStream(Encoding.UTF8.GetBytes(document)), progress: null, Cancel);

    private static string WithoutTime(string export)
    {
        var node = JsonNode.Parse(export)!;
        node.AsObject().Remove("exported_at");
        return node.ToJsonString();
    }

    /// <summary>Who said what in each conversation in which anything was said, and when it began: an answer that came in the same millisecond comes after.</summary>
    private static List<string> Texts(string export)
    {
        var node = JsonNode.Parse(export)!;
        var chats = node["conversations"]?.AsArray().ToList() ?? [.. node["userSessions"]!.AsObject().Select(pair => pair.Value)];
        return
        [
            .. chats
                .Select(chat => (chat!["messages"] ?? chat["conversation_history"])!.AsArray())
                .Where(messages => messages.Count > 0)
                .Select(messages =>
                    $"{messages[0]!["created_at"] ?? messages[0]!["timestamp"]}: "
                    + string.Join('\n', messages.Select(one => $"{one!["role"]}|{TextRules.Clean(one["content"]!.GetValue<string>())}"))
                ),
        ];
    }
}

public sealed class SqliteExportTests(SqliteEngine app) : ExportTests(app), IClassFixture<SqliteEngine>;

public sealed class PostgresExportTests(PostgresEngine app) : ExportTests(app), IClassFixture<PostgresEngine>;

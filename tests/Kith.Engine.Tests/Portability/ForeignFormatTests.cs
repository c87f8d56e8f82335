using System.Text;
using Kith.Engine.Conversations;
using Kith.Engine.Portability;
using Kith.Engine.Users;

namespace Kith.Engine.Tests.Portability;

/// <summary>What other systems write of their conversations.</summary>
public sealed class ForeignFormatTests(SqliteEngine app) : IClassFixture<SqliteEngine>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ChatGPTs_conversations_come_with_the_branch_that_was_last_seen_and_what_was_said_on_it()
    {
        var me = await app.AddPersonAsync();

        var report = await ImportAsync(me, Read("chatgpt.json"));

        Assert.Null(report.Stopped);
        Assert.Equal(
            [("6633a1e0-0000-8000-8000-000000000001", 4L), ("6633a1e0-0000-8000-8000-000000000003", 2)],
            report.Conversations.Select(one => (one.ExternalId!, one.Messages))
        );
        var (trip, messages) = await OpenAsync(me, report, 0);
        Assert.Equal(("Trip to Goa", "aira", 1L), (trip.Title, trip.AgentId, trip.Archived));
        Assert.Equal(
            [
                "user: Where should I stay in Goa?",
                "assistant: Palolem is quiet.\nAnjuna is not.",
                "user: And what is this beach called?\nIt is near Palolem.",
                "assistant: Patnem.",
            ],
            messages.Select(message => $"{message.Role}: {message.Content}")
        );
        Assert.Equal(1714658400123, trip.CreatedAt);
        Assert.Equal([1714658401250, 1714658412000, 1714658500000, 1714658500001], messages.Select(message => message.CreatedAt));
        var (untitled, hello) = await OpenAsync(me, report, 1);
        Assert.Equal("Say hello", untitled.Title);
        Assert.Equal([1714800000000, 1714800000001], hello.Select(message => message.CreatedAt));
        Assert.Equal(0, (await ImportAsync(me, Read("chatgpt.json"))).Conversations.Sum(one => one.Added));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"current_node\":null,")]
    [InlineData("\"current_node\":\"lost\",")]
    public async Task Of_a_tree_without_a_current_node_or_with_a_circle_the_newest_leaf_is_followed_once(string current)
    {
        var me = await app.AddPersonAsync();
        const string node =
            """{"message":{"author":{"role":"user"},"content":{"content_type":"text","parts":["TEXT"]}},"parent":"PARENT"}""";
        string Node(string text, string parent) => node.Replace("TEXT", text).Replace("PARENT", parent);

        var report = await ImportAsync(
            me,
            $$"""[{{{current}}"mapping":{"a":{{Node("one", "b")}},"b":{{Node("two", "a")}},"c":{{Node("three", "a")}},"d":7} }]"""
        );

        Assert.Null(report.Stopped);
        var (_, messages) = await OpenAsync(me, report, 0);
        Assert.Equal(["two", "one", "three"], messages.Select(message => message.Content));
    }

    [Fact]
    public async Task Of_a_ChatGPT_message_that_is_longer_than_any_here_the_beginning_is_kept()
    {
        var me = await app.AddPersonAsync();
        var text = new string('é', ImportLimits.MessageBytes / 2 + 10);

        var report = await ImportAsync(
            me,
            """[{"mapping":{"a":{"message":{"author":{"role":"user"},"content":{"content_type":"text","parts":["TEXT"]}}}}}]""".Replace(
                "TEXT",
                text
            )
        );

        var (_, messages) = await OpenAsync(me, report, 0);
        Assert.InRange(Encoding.UTF8.GetByteCount(messages[0].Content), ImportLimits.MessageBytes - 3, ImportLimits.MessageBytes);
        Assert.EndsWith("é…", messages[0].Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Chatify_database_comes_with_its_sessions_and_their_personalities()
    {
        var me = await app.AddPersonAsync();

        var report = await ImportAsync(me, Read("chatify.json"));

        Assert.Null(report.Stopped);
        Assert.Equal(
            [("550e8400-e29b-41d4-a716-446655440000", 4L), ("661f9500-e29b-41d4-a716-446655440001", 1)],
            report.Conversations.Select(one => (one.ExternalId!, one.Messages))
        );
        var (friendly, messages) = await OpenAsync(me, report, 0);
        Assert.Equal(
            ("friendly-assistant", "You are friendly...", Conversation.Ended, "Hi"),
            (friendly.AgentId, friendly.Prompt, friendly.Status, friendly.Title)
        );
        var at = DateTimeOffset.Parse("2025-10-02T10:30:10Z").ToUnixTimeMilliseconds();
        Assert.Equal([at, at + 1500, at + 1501, at + 1502], messages.Select(message => message.CreatedAt));
        Assert.Equal("I'm Alex! Nice to meet you 😊", messages[3].Content);
        var (pirate, ahoy) = await OpenAsync(me, report, 1);
        Assert.Equal(("aira", "You are a pirate.", Conversation.Active), (pirate.AgentId, pirate.Prompt, pirate.Status));
        Assert.Equal(("Ahoy", 1759401001000), (ahoy[0].Content, ahoy[0].CreatedAt));
        Assert.Equal(0, (await ImportAsync(me, Read("chatify.json"))).Conversations.Sum(one => one.Added));
    }

    [Theory]
    [InlineData("chatgpt.json", 2)]
    [InlineData("chatify.json", 1)]
    public async Task Cut_off_anywhere_they_are_refused_and_leave_whole_conversations(string name, long messagesOfLast)
    {
        var me = await app.AddPersonAsync();
        var bytes = Encoding.UTF8.GetBytes(Read(name).TrimEnd());

        for (var length = 0; length < bytes.Length; length += 7)
        {
            var report = await app.Importer.ImportAsync(me, new MemoryStream(bytes, 0, length), progress: null, Cancel);
            Assert.IsType<Invalid>(report.Stopped);
        }

        var chats = (await app.Conversations.ListAsync(me, agentKey: null, after: null, limit: 200, Cancel)).Value;
        Assert.InRange(chats.Count, 1, 2);
        Assert.All(chats, chat => Assert.True(chat.MessageCount == 4 || chat.MessageCount == messagesOfLast));
    }

    /// <summary>Half a surrogate pair is no text, and no database keeps a null character.</summary>
    [Theory]
    [InlineData("""{"conversations":[{"\ud800":1,"messages":[]}]}""", "conversations[0]")]
    [InlineData("""[{"mapping":{"a\uDC00":{"message":{}}}}]""", "[0]")]
    [InlineData("""{"templates":{"\ud800":{}},"userSessions":{}}""", "templates")]
    [InlineData("""{"userSessions":{"a\u0000":{"conversation_history":[{"role":"user","content":"Hi"}]}}}""", "userSessions.a\0")]
    public async Task Names_that_cannot_be_kept_are_refused(string document, string where)
    {
        var report = await ImportAsync(await app.AddPersonAsync(), document);

        Assert.Equal(where, Assert.Single(Assert.IsType<Invalid>(report.Stopped).Errors).Key);
        Assert.Empty(report.Conversations);
    }

    [Fact]
    public async Task Names_and_texts_may_be_escaped()
    {
        var me = await app.AddPersonAsync();

        var report = await ImportAsync(
            me,
            """{"conversations":[{"\ud83d\ude00":1,"messages":[{"role":"user","cont\u0065nt":"\ud83d\ude00"}]}]}"""
        );

        Assert.Null(report.Stopped);
        Assert.Equal("😀", Assert.Single((await OpenAsync(me, report, 0)).Item2).Content);
    }

    private Task<ImportReport> ImportAsync(Caller caller, string document) =>
        app.Importer.ImportAsync(caller, new MemoryStream(Encoding.UTF8.GetBytes(document)), progress: null, Cancel);

    private async Task<(Conversation, IReadOnlyList<Message>)> OpenAsync(Caller caller, ImportReport report, int place)
    {
        var chat = (await app.Conversations.OpenAsync(caller, report.Conversations[place].Id, Cancel)).Value;
        return (chat, [.. (await app.ReadAsync(caller, chat)).Select(view => view.Message)]);
    }

    private static string Read(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Portability", "Documents", name));
}

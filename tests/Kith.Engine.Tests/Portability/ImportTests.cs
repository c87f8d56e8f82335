using System.Text;
using System.Text.Json.Nodes;
using Kith.Engine.Conversations;
using Kith.Engine.Events;
using Kith.Engine.Memory;
using Kith.Engine.Portability;
using Kith.Engine.Users;

namespace Kith.Engine.Tests.Portability;

/// <summary>Importing through the engine, on each database.</summary>
public abstract class ImportTests
{
    private readonly EngineApp _app;

    protected ImportTests(EngineApp app)
    {
        _app = app;
        app.Model.Reset();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_conversation_comes_with_its_messages_in_order_and_is_found_at_once()
    {
        var me = await _app.AddPersonAsync();
        var report = await ImportAsync(
            me,
            """
            {"made_by":"somebody","conversations":[{"external_id":"talk-1","title":"Fruit","mood":{"any":["thing"]},"messages":[
              {"role":"system","content":"Be kind."},
              {"role":"user","content":"Which mango is the best?","created_at":"2024-05-08T13:56:00Z","external_id":"D1:1","name":"Medhavi"},
              {"role":"assistant","content":"Alphonso.","created_at":"2024-05-08T13:56:00Z"},
              {"role":"user","content":"Thanks\r\nindeed","created_at":"2024-05-08T13:55:00"}]}]}
            """
        );

        Assert.Null(report.Stopped);
        var imported = Assert.Single(report.Conversations);
        Assert.Equal(("talk-1", 3L, 3L, null), (imported.ExternalId, imported.Messages, imported.Added, imported.Note));
        var chat = (await _app.Conversations.OpenAsync(me, imported.Id, Cancel)).Value;
        Assert.Equal(("Fruit", 3L, 2L), (chat.Title, chat.MessageCount, chat.UserMessageCount));
        var messages = (await _app.ReadAsync(me, chat)).Select(view => view.Message).ToList();
        Assert.Equal(["Which mango is the best?", "Alphonso.", "Thanks\nindeed"], messages.Select(message => message.Content));
        Assert.Equal([null, messages[0].Id, messages[1].Id], messages.Select(message => message.ParentId));
        Assert.Equal([me.PrincipalId, null, me.PrincipalId], messages.Select(message => message.SenderId));
        var at = DateTimeOffset.Parse("2024-05-08T13:56:00Z").ToUnixTimeMilliseconds();
        Assert.Equal([at, at + 1, at + 2], messages.Select(message => message.CreatedAt));
        Assert.Equal((at, at + 2), (chat.CreatedAt, chat.LastActivity));
        var found = (await _app.Search.FindAsync(me, "mangoes", null, 0, 10, Cancel)).Value.Results;
        Assert.Equal(messages[0].Id, Assert.Single(found).View.Message.Id);
    }

    [Fact]
    public async Task Five_thousand_messages_come_in_one_call_and_once()
    {
        var me = await _app.AddPersonAsync();
        var document = Document(Enumerable.Range(0, 5).Select(i => Talk($"talk-{i}", 1000)));

        var first = await ImportAsync(me, document);
        var statements = _app.Database.Statements;
        var second = await ImportAsync(me, document);
        statements = _app.Database.Statements - statements;

        Assert.Equal(5000, first.Conversations.Sum(one => one.Added));
        Assert.Equal(
            first.Conversations.Select(one => (one.Id, one.ExternalId, one.Messages)),
            second.Conversations.Select(one => (one.Id, one.ExternalId, one.Messages))
        );
        Assert.Equal(0, second.Conversations.Sum(one => one.Added));
        Assert.Equal(5, (await ListAsync(me)).Count);
        Assert.Equal(5000, (await ListAsync(me)).Sum(chat => chat.MessageCount));
        Assert.InRange(statements, 1, 20); // two a conversation, and what workers do meanwhile
        Assert.Equal(0, await _app.Database.ReadAsync(session => session.CountAsync("SELECT count(*) FROM messages_to_index"), Cancel));
    }

    [Fact]
    public async Task What_grew_since_is_appended()
    {
        var me = await _app.AddPersonAsync();
        var first = Assert.Single((await ImportAsync(me, Document([Talk("talk", 3)]))).Conversations);

        var grown = Assert.Single((await ImportAsync(me, Document([Talk("talk", 500)]))).Conversations);
        var older = Assert.Single((await ImportAsync(me, Document([Talk("talk", 2)]))).Conversations);

        Assert.Equal((first.Id, 500L, 497L, null), (grown.Id, grown.Messages, grown.Added, grown.Note));
        Assert.Equal((first.Id, 2L, 0L, null), (older.Id, older.Messages, older.Added, older.Note));
        var chat = Assert.Single(await ListAsync(me));
        Assert.Equal((500L, 250L), (chat.MessageCount, chat.UserMessageCount));
        await AssertPathAsync(me, chat, 500);
        Assert.Equal(chat.LastActivity, (await LastAsync(me, chat)).CreatedAt);
    }

    [Fact]
    public async Task What_says_something_else_or_went_on_here_is_left_as_it_is()
    {
        var me = await _app.AddPersonAsync();
        await ImportAsync(me, Document([Talk("a", 3), Talk("b", 3), Talk("c", 4)]));
        var chats = (await ListAsync(me)).ToDictionary(chat => chat.Id);
        var ids = (await ImportAsync(me, Document([Talk("a", 3), Talk("b", 3), Talk("c", 4)]))).Conversations;
        await _app.TalkAsync(me, chats[ids[1].Id], "On from here.");
        await _app.DeleteAsync(me, chats[ids[2].Id], (await LastAsync(me, chats[ids[2].Id])).Id);

        var again = await ImportAsync(me, Document([Talk("a", 4, "other"), Talk("b", 4), Talk("c", 4)]));
        var more = await ImportAsync(me, Document([Talk("c", 5)]));

        Assert.Equal(ids.Select(one => one.Id), again.Conversations.Select(one => one.Id));
        Assert.All(again.Conversations.Concat(more.Conversations), one => Assert.Equal(0, one.Added));
        Assert.Contains("something else", again.Conversations[0].Note, StringComparison.Ordinal);
        Assert.Contains("went on here", again.Conversations[1].Note, StringComparison.Ordinal);
        Assert.Null(again.Conversations[2].Note); // what was deleted doesn't come back
        Assert.Contains("went on here", more.Conversations[0].Note, StringComparison.Ordinal);
        var counts = await Task.WhenAll(ids.Select(async one => (await _app.OpenAsync(me, chats[one.Id])).MessageCount));
        Assert.Equal([3L, 5, 3], counts);
    }

    [Fact]
    public async Task Without_an_id_it_is_known_by_what_it_says_and_when()
    {
        var me = await _app.AddPersonAsync();
        const string hello = """{"messages":[{"role":"user","content":"Good morning","created_at":"2024-01-01T08:00:00Z"}]}""";
        var tomorrow = hello.Replace("01-01", "01-02", StringComparison.Ordinal);

        var first = await ImportAsync(me, $$"""{"conversations":[{{hello}},{{hello}},{{tomorrow}}]}""");
        var again = await ImportAsync(me, $$"""{"conversations":[{{tomorrow}},{{hello}}]}""");

        Assert.Equal([1L, 0, 1], first.Conversations.Select(one => one.Added));
        Assert.Equal(first.Conversations[0].Id, first.Conversations[1].Id);
        Assert.Equal([first.Conversations[2].Id, first.Conversations[0].Id], again.Conversations.Select(one => one.Id));
        Assert.Equal(2, (await ListAsync(me)).Count);
    }

    [Fact]
    public async Task A_document_cut_off_anywhere_is_refused_and_leaves_no_half_conversation()
    {
        var me = await _app.AddPersonAsync();
        const string document = """
            {"version":[1,{"a":"é"}],"conversations":[
            {"external_id":"one","title":"É","messages":[{"role":"user","content":"a \u00e9 b"},{"role":"assistant","content":"yes"}]},
            {"external_id":"two","messages":[{"role":"user","content":"🥭"},{"role":"assistant","content":"no","created_at":1700000000.5}]}],"n":1.5e3}
            """;
        var bytes = Encoding.UTF8.GetBytes(document);

        for (var length = 0; length < bytes.Length; length++)
        {
            var report = await _app.Importer.ImportAsync(me, new MemoryStream(bytes, 0, length), progress: null, Cancel);
            Assert.IsType<Invalid>(report.Stopped);
            Assert.All(await ListAsync(me), chat => Assert.Equal(2, chat.MessageCount));
        }

        var whole = await _app.Importer.ImportAsync(me, new MemoryStream(bytes), progress: null, Cancel);
        Assert.Null(whole.Stopped);
        Assert.Equal(0, whole.Conversations.Sum(one => one.Added));
        Assert.Equal(2, (await ListAsync(me)).Count);
    }

    [Fact]
    public async Task It_is_the_same_however_its_bytes_arrive()
    {
        var me = await _app.AddPersonAsync();
        var document = Encoding.UTF8.GetBytes('\uFEFF' + Document([Talk("one", 3, "🥭 é \" \\"), Talk("two", 3)]));

        var report = await _app.Importer.ImportAsync(me, new OddStream(document, bytesAtOnce: 1), progress: null, Cancel);

        Assert.Null(report.Stopped);
        Assert.Equal([3L, 3], report.Conversations.Select(one => one.Added));
        Assert.StartsWith(
            "🥭 é \" \\ 0",
            (await _app.ReadAsync(me, (await ListAsync(me))[^1]))[0].Message.Content,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task It_reads_no_further_than_it_has_to()
    {
        // 50 MB: half of it something unknown, half conversations of a megabyte each.
        var me = await _app.AddPersonAsync();
        var long1 = new string('x', 500_000);
        var talk = $$"""{"messages":[{"role":"user","content":"{{long1}}"},{"role":"assistant","content":"{{long1}}"}],"external_id":""";
        var stream = new MadeStream(Pieces);
        var (ahead, done) = (0L, 0L);
        stream.BeforeRead = () => ahead = Math.Max(ahead, stream.BytesRead - Math.Max(done, stream.Unknown));

        var report = await _app.Importer.ImportAsync(
            me,
            stream,
            progress =>
            {
                done = progress.Bytes;
                return ValueTask.CompletedTask;
            },
            Cancel
        );

        Assert.Null(report.Stopped);
        Assert.Equal(25, report.Conversations.Count);
        Assert.InRange(stream.BytesRead, 50_000_000, 60_000_000);
        // One conversation, in a buffer that doubles.
        Assert.InRange(ahead, 1_000_000, 2_200_000);

        IEnumerable<string> Pieces(MadeStream made)
        {
            yield return """{"unknown":[""";
            for (var i = 0; i < 50; i++)
                yield return $$"""{"a":"{{long1}}"},""";
            yield return "0],";
            made.Unknown = made.BytesRead;
            yield return "\"conversations\":[";
            for (var i = 0; i < 25; i++)
                yield return $"{(i > 0 ? "," : "")}{talk}{i}}}";
            yield return "]}";
        }
    }

    [Fact]
    public async Task A_conversation_of_more_than_32_megabytes_is_left_out_and_the_rest_comes_but_a_longer_message_than_may_be_is_refused()
    {
        var me = await _app.AddPersonAsync();
        var big = new string('x', ImportLimits.MessageBytes + 1);
        var huge = Talk("huge", 0);
        huge["messages"] = new JsonArray([.. Enumerable.Range(0, 17).Select(_ => new JsonObject { ["role"] = "user", ["content"] = big })]);

        var report = await ImportAsync(me, Document([Talk("before", 3), huge, Talk("after", 3)]));
        Assert.Null(report.Stopped);
        Assert.Equal(["conversations[1]"], report.LeftOut.Select(one => one.Where));
        Assert.Equal(["before", "after"], report.Conversations.Select(one => one.ExternalId));
        // A single text of that size can't be passed over.
        var endless = $$"""{"conversations":[{"messages":[{"role":"user","content":"{{new string('x', 33 << 20)}}"}]}]}""";
        Assert.IsType<ConversationTooLarge>((await ImportAsync(me, endless)).Stopped);
        var refused = Assert.IsType<Invalid>((await ImportAsync(me, Document([Talk("big", 2, big)]))).Stopped);
        Assert.Contains("conversations[0].messages[0].content", refused.Errors.Keys);
        Assert.Null((await ImportAsync(me, Document([Talk("long", 2, string.Concat(Enumerable.Repeat("word ", 80_000)))]))).Stopped);
    }

    [Fact]
    public async Task Two_imports_of_the_same_at_once_bring_it_once()
    {
        var me = await _app.AddPersonAsync();
        var document = Document(Enumerable.Range(0, 4).Select(i => Talk($"talk-{i}", 450)));

        var reports = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => ImportAsync(me, document), Cancel)));

        Assert.All(
            reports,
            report => Assert.Equal(reports[0].Conversations.Select(one => one.Id), report.Conversations.Select(one => one.Id))
        );
        Assert.Equal(1800, reports.Sum(report => report.Conversations.Sum(one => one.Added)));
        var chats = await ListAsync(me);
        Assert.Equal(4, chats.Count);
        foreach (var chat in chats)
            await AssertPathAsync(me, chat, 450);
    }

    [Fact]
    public async Task Killed_in_the_middle_it_goes_on_when_it_comes_again()
    {
        var me = await _app.AddPersonAsync();
        var document = Document([Talk("short", 3), Talk("long", 1000), Talk("last", 3)]);
        using var kill = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var commits = 0;
        using (_app.Channels.Subscribe(EventLog.AnyChannel, _ => Kill()))
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
                _app.Importer.ImportAsync(me, new MemoryStream(Encoding.UTF8.GetBytes(document)), progress: null, kill.Token)
            );
        var before = (await ListAsync(me)).Sum(chat => chat.MessageCount);

        var again = await ImportAsync(me, document);

        Assert.InRange(before, 4, 1002);
        Assert.Equal(1006 - before, again.Conversations.Sum(one => one.Added));
        foreach (var chat in await ListAsync(me))
            await AssertPathAsync(me, chat, (int)chat.MessageCount);
        Assert.Equal([3L, 3, 1000], (await ListAsync(me)).Select(chat => chat.MessageCount).Order());

        void Kill()
        {
            if (Interlocked.Increment(ref commits) == 3)
                kill.Cancel();
        }
    }

    [Fact]
    public async Task What_the_person_said_is_to_be_learned_from_unless_memory_is_off()
    {
        var (me, other) = (await _app.AddPersonAsync(), await _app.AddPersonAsync());
        await _app.Profiles.PutAsync(other, new ProfileChange(null, null, null, MemoryEnabled: false, null, null), replace: false, Cancel);

        var mine = (await ImportAsync(me, Document([Talk("talk", 401)]))).Conversations[0];
        var theirs = (await ImportAsync(other, Document([Talk("talk", 401)]))).Conversations[0];

        Assert.Equal((201L, 0L), (await CountToLearnAsync(mine.Id), await CountToLearnAsync(theirs.Id)));
        await _app.Database.WriteAsync(session => session.ExecuteAsync("DELETE FROM messages_to_learn"), Cancel);
        await ImportAsync(me, Document([Talk("talk", 403)]));
        Assert.Equal(1, await CountToLearnAsync(mine.Id));
    }

    [Fact]
    public async Task What_was_imported_but_not_indexed_is_found_when_it_comes_again()
    {
        var me = await _app.AddPersonAsync();
        var document = Document([Talk("talk", 60, "rambutan")]);
        using var kill = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        using (_app.Channels.Subscribe(EventLog.AnyChannel, _ => kill.Cancel()))
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
                _app.Importer.ImportAsync(me, new MemoryStream(Encoding.UTF8.GetBytes(document)), progress: null, kill.Token)
            );

        var again = await ImportAsync(me, document);

        Assert.Equal(0, Assert.Single(again.Conversations).Added);
        Assert.NotEmpty((await _app.Search.FindAsync(me, "rambutan", null, 0, 10, Cancel)).Value.Results);
    }

    [Fact]
    public async Task Guests_bring_nothing()
    {
        var guest = await _app.AddGuestAsync();

        Assert.Equal("forbidden", (await ImportAsync(guest, Document([Talk("talk", 2)]))).Stopped?.Code);
        Assert.Empty(await ListAsync(guest));
    }

    private Task<ImportReport> ImportAsync(Caller caller, string document) =>
        _app.Importer.ImportAsync(caller, new MemoryStream(Encoding.UTF8.GetBytes(document)), progress: null, Cancel);

    private async Task<IReadOnlyList<Conversation>> ListAsync(Caller caller) =>
        (await _app.Conversations.ListAsync(caller, agentKey: null, after: null, limit: 200, Cancel)).Value;

    private Task<long> CountToLearnAsync(string id) =>
        _app.Database.ReadAsync(
            session => session.CountAsync("SELECT count(*) FROM messages_to_learn WHERE conversation_id = @id", new { id }),
            Cancel
        );

    private async Task<Message> LastAsync(Caller caller, Conversation chat) =>
        (await _app.History.PageAsync(caller, chat.Id, cursor: null, newestFirst: true, limit: 1, Cancel)).Value[0].Message;

    /// <summary>The messages of a talk, each after the one before.</summary>
    private async Task AssertPathAsync(Caller caller, Conversation chat, int count)
    {
        var path = (await _app.History.PageAsync(caller, chat.Id, cursor: null, newestFirst: false, limit: 2000, Cancel)).Value;
        var messages = path.Select(view => view.Message).ToList();
        Assert.Equal(
            Enumerable.Range(0, count).Select(i => $"message {i} "),
            messages.Select(m => m.Content[..(m.Content.IndexOf("about", StringComparison.Ordinal))])
        );
        Assert.Equal(messages.SkipLast(1).Select(m => m.Id).Prepend(null), messages.Select(m => m.ParentId));
        Assert.True(messages.Zip(messages.Skip(1)).All(pair => pair.First.CreatedAt < pair.Second.CreatedAt));
    }

    private static string Document(IEnumerable<JsonNode> conversations) =>
        new JsonObject { ["conversations"] = new JsonArray([.. conversations]) }.ToJsonString();

    private static JsonObject Talk(string? externalId, int messages, string text = "message") =>
        new()
        {
            ["external_id"] = externalId,
            ["title"] = "A talk",
            ["messages"] = new JsonArray([
                .. Enumerable
                    .Range(0, messages)
                    .Select(i => new JsonObject
                    {
                        ["role"] = i % 2 == 0 ? "user" : "assistant",
                        ["content"] = $"{text} {i} about papayas, ships and the weather in town number {i % 97}",
                    }),
            ]),
        };
}

public sealed class SqliteImportTests(SqliteEngine app) : ImportTests(app), IClassFixture<SqliteEngine>;

public sealed class PostgresImportTests(PostgresEngine app) : ImportTests(app), IClassFixture<PostgresEngine>;

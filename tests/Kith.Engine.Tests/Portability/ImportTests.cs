using System.Text;
using System.Text.Json.Nodes;
using Kith.Engine.Conversations;
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
        Assert.InRange(statements, 1, 10); // two a conversation
        Assert.Equal(0, await _app.Database.ReadAsync(session => session.CountAsync("SELECT count(*) FROM messages_to_index"), Cancel));
    }

    private Task<ImportReport> ImportAsync(Caller caller, string document) =>
        _app.Importer.ImportAsync(caller, new MemoryStream(Encoding.UTF8.GetBytes(document)), progress: null, Cancel);

    private async Task<IReadOnlyList<Conversation>> ListAsync(Caller caller) =>
        (await _app.Conversations.ListAsync(caller, agentKey: null, after: null, limit: 200, Cancel)).Value;

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

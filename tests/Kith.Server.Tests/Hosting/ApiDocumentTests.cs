using System.Text.Json.Nodes;

namespace Kith.Server.Tests.Hosting;

/// <summary>
/// What the document says that nobody sees in the types alone. Whether it is true is tried by the client <c>reference.mjs</c>, which sends
/// every request of the collection in <c>postman/</c>.
/// </summary>
public sealed class ApiDocumentTests
{
    [Fact]
    public async Task Every_operation_has_a_name_of_its_own_a_summary_a_tag_that_is_described_and_an_answer()
    {
        await using var app = await KithApp.StartAsync();
        var document = await ReadAsync(app);
        var tags = document["tags"]!.AsArray().Select(tag => tag!["name"]!.GetValue<string>()).ToHashSet(StringComparer.Ordinal);

        var operations = Operations(document).ToList();

        Assert.True(operations.Count > 70);
        Assert.Equal(operations.Count, operations.Select(one => one["operationId"]!.GetValue<string>()).Distinct().Count());
        Assert.All(operations, one => Assert.NotEmpty(one["summary"]!.GetValue<string>()));
        Assert.All(operations, one => Assert.Contains(one["tags"]!.AsArray().Single()!.GetValue<string>(), tags));
        Assert.All(operations, one => Assert.Single(one["responses"]!.AsObject(), answer => answer.Key[0] == '2'));
        Assert.All(
            operations.SelectMany(one => one["parameters"]?.AsArray() ?? []),
            parameter => Assert.NotEmpty(parameter!["description"]!.GetValue<string>())
        );
    }

    [Theory]
    [InlineData("createChat", "application/problem+json", "Problem", "422")]
    [InlineData("sendMessage", "application/problem+json", "Problem", "409")]
    [InlineData("createChatbotSession", "application/json", "ChatbotError", "404")]
    [InlineData("createChatCompletion", "application/json", "ErrorAnswer", "502")]
    public async Task Errors_have_the_form_of_their_surface(string operation, string type, string schema, string status)
    {
        await using var app = await KithApp.StartAsync();
        var responses = Find(await ReadAsync(app), operation)["responses"]!.AsObject();

        foreach (var code in (string[])["400", "401", "413", "415", "429", "500", "503", status])
            Assert.Equal($"#/components/schemas/{schema}", responses[code]!["content"]![type]!["schema"]!["$ref"]!.GetValue<string>());
        Assert.Contains("rate_limited", responses["429"]!["description"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_are_those_a_route_takes()
    {
        await using var app = await KithApp.StartAsync();
        var document = await ReadAsync(app);

        Assert.Equal("bearer", document["components"]!["securitySchemes"]!["api_key"]!["scheme"]!.GetValue<string>());
        Assert.Equal("sessionid", document["components"]!["securitySchemes"]!["cookie"]!["name"]!.GetValue<string>());
        Assert.Equal([], Schemes("logIn"));
        Assert.Equal(["access_token", "api_key", "cookie"], Schemes("createChat"));
        Assert.Equal(["access_token", "cookie"], Schemes("createApiKey"));
        Assert.Equal(["", "access_token", "api_key", "cookie"], Schemes("createChatbotSession"));

        IEnumerable<string> Schemes(string operation) =>
            Find(document, operation)["security"]!.AsArray().Select(one => string.Join(',', one!.AsObject().Select(scheme => scheme.Key)));
    }

    [Fact]
    public async Task Members_are_required_nullable_and_typed_as_the_wire_has_them()
    {
        await using var app = await KithApp.StartAsync();
        var schemas = (await ReadAsync(app))["components"]!["schemas"]!;

        Assert.Equal("""["null","string"]""", TypeOf("Chat", "title"));
        Assert.Equal("\"string\"", TypeOf("Chat", "created_at"));
        Assert.Equal("""["null","string"]""", TypeOf("Chat", "ended_at"));
        Assert.Equal("""["active","ended"]""", schemas["Chat"]!["properties"]!["status"]!["enum"]!.ToJsonString());
        Assert.Equal("""["chat","read","admin"]""", schemas["ApiKey"]!["properties"]!["scopes"]!["items"]!["enum"]!.ToJsonString());
        // The engine says what is missing, so the type may be null; the wire may not.
        Assert.Equal("\"string\"", TypeOf("SendMessageBody", "content"));
        Assert.Equal(["content"], Required("SendMessageBody"));
        // Ids may come as numbers.
        Assert.Equal("""["null","integer","string"]""", TypeOf("SendMessageBody", "client_id"));
        // Not written when null.
        Assert.DoesNotContain("turn_id", Required("Problem"));
        Assert.Equal("\"string\"", TypeOf("Problem", "turn_id"));
        // Written though nobody can set it, and what else is in a thing that nobody can make.
        Assert.Contains("source_messages", Required("FactWithSources"));
        Assert.Equal("\"array\"", TypeOf("FactWithSources", "source_messages"));
        Assert.Contains("id", Required("FactWithSources"));
        Assert.Equal("\"object\"", TypeOf("Profile", "preferences"));

        string TypeOf(string schema, string member) => schemas[schema]!["properties"]![member]!["type"]!.ToJsonString();
        IEnumerable<string> Required(string schema) => schemas[schema]!["required"]!.AsArray().Select(name => name!.GetValue<string>());
    }

    [Fact]
    public async Task What_has_to_come_in_a_body_may_not_be_null()
    {
        await using var app = await KithApp.StartAsync();
        var schemas = (await ReadAsync(app))["components"]!["schemas"]!.AsObject();

        var odd =
            from schema in schemas
            where schema.Key.EndsWith("Body", StringComparison.Ordinal)
            from name in schema.Value!["required"]?.AsArray() ?? []
            let type = schema.Value["properties"]![name!.GetValue<string>()]!["type"]
            where type is JsonArray types && types.Any(one => one!.GetValue<string>() == "null")
            select $"{schema.Key}.{name}";

        // A record's parameter without a default has to come, and then null should not do.
        Assert.Empty(odd);
    }

    [Fact]
    public async Task Streams_tell_their_events()
    {
        await using var app = await KithApp.StartAsync();

        var answer = Find(await ReadAsync(app), "sendMessage")["responses"]!["200"]!["content"]!;

        Assert.Equal("#/components/schemas/Turn", answer["application/json"]!["schema"]!["$ref"]!.GetValue<string>());
        var events = answer["text/event-stream"]!["schema"]!["anyOf"]!.AsArray();
        Assert.Equal(
            ["message", "recall", "token", "done", "error"],
            events.Select(one => one!["properties"]!["event"]!["enum"]![0]!.GetValue<string>())
        );
        Assert.Equal("#/components/schemas/TurnTokenEvent", events[2]!["properties"]!["data"]!["$ref"]!.GetValue<string>());
    }

    private static async Task<JsonNode> ReadAsync(KithApp app) => (await app.Anonymous.GetAsync("/api/openapi.json")).Expect(200).Json;

    private static JsonNode Find(JsonNode document, string operation) =>
        Operations(document).Single(one => one["operationId"]!.GetValue<string>() == operation);

    private static IEnumerable<JsonNode> Operations(JsonNode document) =>
        from path in document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select operation.Value;
}

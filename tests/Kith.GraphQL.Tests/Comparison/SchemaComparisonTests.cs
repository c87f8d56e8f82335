using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kith.GraphQL.Tests.Comparison;

/// <summary>What a schema says of itself is what the reference says of the same schema.</summary>
public sealed class SchemaComparisonTests
{
    [Fact]
    public async Task Graphiqls_own_query_is_within_the_limits_and_answered_alike()
    {
        var answer = await AskAsync();
        var executor = new GraphQLExecutor(TestSchema.Instance);
        var query = answer.GetProperty("query").GetString()!;
        var result = await executor.ExecuteAsync(new GraphQLRequest(query), new GraphQLContext(), TestContext.Current.CancellationToken);

        Assert.Empty(result.Errors);
        var expected = Normalise(answer.GetProperty("introspection"));
        var actual = Normalise(Json.Of(result).GetProperty("data"));
        Assert.Equal(expected.ToJsonString(), actual.ToJsonString());
    }

    [Fact]
    public async Task The_printed_schema_is_read_and_printed_alike()
    {
        var answer = await AskAsync();

        var expected = Blocks(answer.GetProperty("printed").GetString()!);
        Assert.Equal(expected, Blocks(TestSchema.Instance.Print()));
        Assert.Contains("union Actor = User | Bot", string.Concat(expected));
    }

    private static async Task<JsonElement> AskAsync()
    {
        ReferenceComparison.RequireReference();
        return (await ReferenceComparison.Reference.AskAsync([ReferenceComparison.Schema()], TestContext.Current.CancellationToken))[0];
    }

    /// <summary>Definitions come in another order.</summary>
    private static List<string> Blocks(string sdl) => [.. sdl.Trim().Split("\n\n").Order(StringComparer.Ordinal)];

    /// <summary>
    /// Sorts what has no order, and leaves out what is each implementation's own: its words for what every schema has, and the types of
    /// introspection, of which the reference has those of another edition.
    /// </summary>
    private static JsonObject Normalise(JsonElement data)
    {
        var schema = JsonNode.Parse(data.GetRawText())!["__schema"]!.AsObject();
        var types = schema["types"]!
            .AsArray()
            .Select(type => type!.DeepClone().AsObject())
            .Where(type => !NameOf(type).StartsWith("__", StringComparison.Ordinal));
        schema["types"] = new JsonArray([.. types.OrderBy(NameOf, StringComparer.Ordinal).Select(NormaliseType)]);
        var directives = schema["directives"]!.AsArray().Select(directive => directive!.DeepClone().AsObject());
        schema["directives"] = new JsonArray([
            .. directives.Where(d => NameOf(d) != "deprecated").OrderBy(NameOf, StringComparer.Ordinal).Select(WithoutDescriptions),
        ]);
        return schema;
    }

    private static JsonNode NormaliseType(JsonObject type)
    {
        if (type["possibleTypes"] is JsonArray possible)
            type["possibleTypes"] = new JsonArray([
                .. possible.Select(t => t!.DeepClone().AsObject()).OrderBy(NameOf, StringComparer.Ordinal),
            ]);
        return NameOf(type) is "Int" or "Float" or "String" or "Boolean" or "ID" ? WithoutDescriptions(type) : type;
    }

    private static JsonNode WithoutDescriptions(JsonObject node)
    {
        node.Remove("description");
        // Of directives, where only the reference has it.
        node.Remove("isDeprecated");
        node.Remove("deprecationReason");
        if (node["args"] is JsonArray arguments)
        {
            foreach (var argument in arguments)
                argument!.AsObject().Remove("description");
        }
        return node;
    }

    private static string NameOf(JsonObject node) => node["name"]!.GetValue<string>();
}

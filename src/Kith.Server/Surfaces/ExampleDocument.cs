using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Kith.Server.Surfaces;

/// <summary>
/// Tells the API's document examples: what the Postman collection sends, and what it was answered when it was made. The collection is part
/// of the program; how it is made says <c>postman/README.md</c>.
/// </summary>
internal static class ExampleDocument
{
    private const string Resource = "kith.postman_collection.json";

    private static readonly Lazy<ILookup<string, JsonNode>> s_answers = new(Read);

    public static void Describe(OpenApiOptions options) =>
        options.AddOperationTransformer(
            (operation, _, _) =>
            {
                foreach (var answer in s_answers.Value[operation.OperationId ?? ""])
                    Add(operation, answer);
                return Task.CompletedTask;
            }
        );

    private static void Add(OpenApiOperation operation, JsonNode answer)
    {
        if (
            Text(answer["originalRequest"]?["body"]?["raw"]) is { } sent
            && operation.RequestBody?.Content?.TryGetValue("application/json", out var takes) == true
        )
            takes.Example ??= JsonNode.Parse(sent);
        if (
            answer["header"]!.AsArray() is [{ } header]
            && operation.Responses?.TryGetValue($"{answer["code"]}", out var response) == true
            && response.Content?.TryGetValue(Text(header["value"])!, out var gives) == true
        )
            gives.Example ??= ExampleOf(Text(header["value"])!, Text(answer["body"])!);
    }

    /// <summary>Of a stream one event: one that has an id, if there is such.</summary>
    private static JsonNode? ExampleOf(string type, string body)
    {
        if (type != StreamDocument.MediaType)
            return JsonNode.Parse(body);
        var events = body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        var example = new JsonObject();
        foreach (var line in (Array.Find(events, one => one.Contains("\nid:", StringComparison.Ordinal)) ?? events[0]).Split('\n'))
            if (line.Split(": ", 2) is [var name, var value])
                example[name] = name == "data" ? JsonNode.Parse(value) : value;
        return example;
    }

    /// <summary>Recorded answers by their operation: an item's id is that of its operation, and a number if it isn't the first.</summary>
    private static ILookup<string, JsonNode> Read()
    {
        using var stream = typeof(ExampleDocument).Assembly.GetManifestResourceStream(Resource)!;
        return (
            from folder in JsonNode.Parse(stream)!["item"]!.AsArray()
            from item in folder["item"]!.AsArray()
            from answer in item["response"]!.AsArray()
            select (Operation: Text(item["id"])!.Split(':')[0], Answer: answer)
        ).ToLookup(one => one.Operation, one => one.Answer, StringComparer.Ordinal);
    }

    private static string? Text(JsonNode? node) => node?.GetValue<string>();
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Kith.GraphQL.Language;
using Kith.GraphQL.Validation;

namespace Kith.GraphQL.Tests.Comparison;

/// <summary>Asks both, this executor and the reference, and fails if they differ in what isn't in <see cref="Differences"/>.</summary>
internal static class ReferenceComparison
{
    /// <summary>npm's graphql.</summary>
    public static readonly ReferenceProcess Reference = new("reference/verdicts.mjs", "graphql");

    private static readonly QueryLimits s_unlimited = new(1_000, int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>Prints and returns how many requests were of which kind.</summary>
    public static async Task<IReadOnlyDictionary<string, int>> CompareAsync(IReadOnlyList<TestRequest> requests, ITestOutputHelper output)
    {
        RequireReference();
        var answers = await Reference.AskAsync([Schema(), .. requests.Select(AsJson)], Cancelled);

        var failures = new List<string>();
        var count = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < requests.Count; i++)
        {
            var expected = Verdict.Of(answers[i + 1]);
            var actual = await VerdictOfAsync(requests[i]);
            foreach (var trait in expected.Traits)
                count[trait] = count.GetValueOrDefault(trait) + 1;
            if (Differences.Find(requests[i].Query, expected, actual) is not { } difference)
                continue;
            count[difference] = count.GetValueOrDefault(difference) + 1;
            if (!Differences.IsKnown(difference))
                failures.Add($"{difference}\n{requests[i].Query}\n{requests[i].Variables}\nreference: {expected}\nhere:      {actual}");
        }
        output.WriteLine($"{requests.Count, 6}  requests");
        foreach (var (trait, times) in count)
            output.WriteLine($"{times, 6}  {trait}");
        Assert.True(failures.Count == 0, $"{failures.Count} differ:\n{string.Join("\n\n", failures.Take(5))}");
        return count;
    }

    public static JsonObject Schema() => new() { ["sdl"] = TestSchema.Instance.Print() };

    public static void RequireReference() =>
        Assert.SkipUnless(Reference.IsInstalled, "Needs: node eng/build-web.mjs --packages-only tests/Kith.GraphQL.Tests/reference");

    private static JsonObject AsJson(TestRequest request) =>
        new()
        {
            ["query"] = request.Query,
            ["operationName"] = request.OperationName,
            ["variables"] = JsonNode.Parse(request.Variables),
        };

    private static async Task<Verdict> VerdictOfAsync(TestRequest request)
    {
        Document document;
        try
        {
            document = Parser.Parse(request.Query, int.MaxValue);
        }
        catch (SyntaxException)
        {
            return Verdict.Unparsed;
        }
        var errors = DocumentValidator.Validate(TestSchema.Instance, document, s_unlimited);
        var rules = errors.Select(error => error.Rule.ToString()).Distinct().ToList();
        if (rules.Count > 0)
            return new Verdict(true, rules, []);
        var executor = new GraphQLExecutor(TestSchema.Instance, s_unlimited);
        var asked = new GraphQLRequest(request.Query, request.OperationName, JsonElement.Parse(request.Variables));
        var results = new List<string>();
        await foreach (var result in executor.SubscribeAsync(asked, new GraphQLContext(), Cancelled))
            results.Add(Verdict.Plain(Json.Of(result)));
        return new Verdict(true, [], results);
    }
}

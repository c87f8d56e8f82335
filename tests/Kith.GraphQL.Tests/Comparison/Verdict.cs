using System.Text.Json;

namespace Kith.GraphQL.Tests.Comparison;

/// <summary>What an implementation says of a request. A result is its data and the paths of its errors, as text.</summary>
internal sealed record Verdict(bool IsParsed, IReadOnlyList<string> Rules, IReadOnlyList<string> Results)
{
    public static Verdict Unparsed { get; } = new(false, [], []);

    /// <summary>What kind of document it was, for the counts that are printed.</summary>
    public IEnumerable<string> Traits
    {
        get
        {
            if (!IsParsed)
                yield return "not parsed";
            else if (Rules.Count > 0)
                yield return "not valid";
            else if (Results.Any(result => result.StartsWith("false", StringComparison.Ordinal)))
                yield return "refused";
            else
                yield return Results.Any(result => !result.EndsWith("[]", StringComparison.Ordinal)) ? "executed with errors" : "executed";
            foreach (var rule in Rules)
                yield return $"  fails {rule}";
        }
    }

    public static Verdict Of(JsonElement answer)
    {
        if (!answer.GetProperty("parsed").GetBoolean())
            return Unparsed;
        var rules = answer.GetProperty("rules").EnumerateArray().Select(rule => rule.GetString()!).ToList();
        var results = answer.GetProperty("results").EnumerateArray();
        return new Verdict(
            true,
            rules,
            [
                .. results.Select(r =>
                    Text(r.GetProperty("hasData").GetBoolean(), r.GetProperty("data"), r.GetProperty("paths").EnumerateArray())
                ),
            ]
        );
    }

    /// <summary>Of a response.</summary>
    public static string Plain(JsonElement result)
    {
        var hasData = result.TryGetProperty("data", out var data);
        var errors = result.TryGetProperty("errors", out var list) ? list.EnumerateArray() : default;
        return Text(hasData, data, errors.Select(error => error.TryGetProperty("path", out var path) ? path : JsonElement.Parse("null")));
    }

    public override string ToString() => $"parsed: {IsParsed}, rules: {string.Join(" ", Rules)}, results: {string.Join("; ", Results)}";

    private static string Text(bool hasData, JsonElement data, IEnumerable<JsonElement> paths) =>
        // Of a request that wasn't executed only that counts: one implementation names all that is wrong, the other the first.
        hasData ? $"true {data.GetRawText()} [{string.Join(",", paths.Select(path => path.GetRawText()))}]" : "false";
}

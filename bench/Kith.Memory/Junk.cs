using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Kith.Load.Clients;
using Kith.Load.Figures;
using Kith.Load.Scenarios;
using Kith.Load.Servers;

namespace Kith.Memory;

/// <summary>
/// What is learned from the conversations of LoCoMo without a model: how many facts, and how many of them stand on nothing the person said
/// or say the same as another. Whether a fact is true nobody counts but a reader: some are printed with what they were learned from.
/// </summary>
internal static class Junk
{
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(10);

    public static Command Command()
    {
        var command = new Command("junk", "What is learned from LoCoMo by rules, and what of it is unfounded or said twice");
        var stage = new StageArguments(command);
        var data = Recall.DataOption(command);
        var shown = StageArguments.Number("--shown", 30, "Facts to print, drawn at random, with their sources");
        command.Options.Add(shown);
        command.SetAction(
            (result, cancellationToken) =>
                RunAsync(
                    stage.Read(result),
                    Path.GetFullPath(result.GetValue(data)!, Builds.Root),
                    result.GetValue(shown),
                    cancellationToken
                )
        );
        return command;
    }

    private static async Task RunAsync(StageOptions options, string data, int shown, CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(options, cancellationToken);
        var server = await stage.StartKithAsync("tokens:16", cancellationToken);
        using var http = Crowd.NewHttp();
        http.Timeout = s_longest;
        var people = new List<KithPerson>();
        foreach (var history in History.ReadLocomo(Path.Combine(data, "locomo-dev.json")))
        {
            people.Add(await KithPerson.RegisterAsync(http, server.Address, cancellationToken));
            var body = new JsonObject { ["conversations"] = history.Conversations };
            await people[^1].SendAsync(HttpMethod.Post, "/api/import/", body, cancellationToken);
        }

        await WaitUntilLearnedAsync(stage, cancellationToken);
        var table = new Table("LoCoMo", "facts", "pending", "unfounded", "said twice", "junk %");
        var all = new List<Known>();
        foreach (var (i, person) in people.Index())
        {
            var facts = await ListAsync(person, cancellationToken);
            AddRow(table, $"conversation {i + 1}", facts);
            all.AddRange(facts);
        }

        AddRow(table, "all", all);
        table.Print();
        // The same ones each time, so that two runs can be compared.
        var drawn = all.OrderBy(known => known.Text, StringComparer.Ordinal).ToArray();
        new Random(1).Shuffle(drawn);
        foreach (var known in drawn.Take(shown))
            Console.WriteLine($"{known.Kind}: {known.Text}\n    {string.Join("\n    ", known.Sources.Select(source => source.Text))}");
    }

    private static async Task WaitUntilLearnedAsync(Stage stage, CancellationToken cancellationToken)
    {
        await using var database = await Sql.OpenAsync(stage, cancellationToken);
        var started = Stopwatch.GetTimestamp();
        while (await database.NumberAsync("SELECT count(*) FROM messages_to_learn", cancellationToken) is > 0 and var left)
        {
            if (Stopwatch.GetElapsedTime(started) > s_longest)
                throw new InvalidOperationException($"{left} messages are not learned from yet.");
            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
        }
    }

    /// <summary>All that hold, and those that wait for a yes.</summary>
    private static async Task<List<Known>> ListAsync(KithPerson person, CancellationToken cancellationToken)
    {
        var facts = new List<Known>();
        string? cursor = "";
        while (cursor is not null)
        {
            var page = await person.SendAsync(HttpMethod.Get, $"/api/memory/facts/?limit=200&cursor={cursor}", null, cancellationToken);
            foreach (var fact in page["results"]!.AsArray())
            {
                var opened = await person.SendAsync(HttpMethod.Get, $"/api/memory/facts/{fact!["id"]}/", null, cancellationToken);
                facts.Add(Known.Of(opened));
            }

            cursor = (string?)page["next_cursor"];
        }

        return facts;
    }

    private static void AddRow(Table table, string name, List<Known> facts)
    {
        var unfounded = facts.Count(known => !known.Sources.Any(source => source.Role == "user"));
        var twice = facts.Count - facts.DistinctBy(known => known.Said).Count();
        table.Add(
            name,
            facts.Count,
            facts.Count(known => known.IsPending),
            unfounded,
            twice,
            100.0 * (unfounded + twice) / Math.Max(1, facts.Count)
        );
    }

    /// <param name="Said">The same for two that say the same of the same one.</param>
    private sealed record Known(string Kind, string Text, string Said, bool IsPending, IReadOnlyList<(string Role, string Text)> Sources)
    {
        public static Known Of(JsonNode fact)
        {
            var words = ((string)fact["text"]!).ToLowerInvariant().Split([' ', '.', ','], StringSplitOptions.RemoveEmptyEntries);
            return new Known(
                (string)fact["kind"]!,
                (string)fact["text"]!,
                $"{fact["kind"]} {fact["subject"]} {string.Join(' ', words.Order(StringComparer.Ordinal))}",
                (bool)fact["pending"]!,
                [.. fact["source_messages"]!.AsArray().Select(message => ((string)message!["role"]!, (string)message["content"]!))]
            );
        }
    }
}

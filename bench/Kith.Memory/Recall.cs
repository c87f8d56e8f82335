using System.CommandLine;
using System.Text.Json.Nodes;
using Kith.Load.Clients;
using Kith.Load.Figures;
using Kith.Load.Scenarios;
using Kith.Load.Servers;

namespace Kith.Memory;

/// <summary>
/// What the search of memory finds: each history is imported as one person's, through the public API, and each question asked of it. Recall
/// at k is the share of a question's evidence among the first k results, averaged over questions.
/// </summary>
internal static class Recall
{
    private const int Sessions = 5;

    private static readonly int[] s_depths = [5, 10, 25, 50];

    public static Command Command()
    {
        var command = new Command("recall", "LoCoMo and LongMemEval: the share of the evidence among the first results");
        var stage = new StageArguments(command);
        var data = DataOption(command);
        var misses = new Option<bool>("--misses") { Description = "Tell the questions whose evidence isn't all among the first ten" };
        command.Options.Add(misses);
        command.SetAction(
            (result, cancellationToken) => RunAsync(stage.Read(result), result.GetValue(data)!, result.GetValue(misses), cancellationToken)
        );
        return command;
    }

    public static Option<string> DataOption(Command command)
    {
        var data = new Option<string>("--data")
        {
            Description = "The folder of locomo-dev.json and longmemeval-dev.json, from the root of the source tree",
            DefaultValueFactory = _ => "../shared/data",
        };
        command.Options.Add(data);
        return data;
    }

    private static async Task RunAsync(StageOptions options, string data, bool misses, CancellationToken cancellationToken)
    {
        var folder = Path.GetFullPath(data, Builds.Root);
        await using var stage = await Stage.OpenAsync(options, cancellationToken);
        var server = await stage.StartKithAsync("tokens:16", cancellationToken);
        using var http = Crowd.NewHttp();
        http.Timeout = TimeSpan.FromMinutes(10);
        await MeasureAsync(
            "LoCoMo",
            History.ReadLocomo(Path.Combine(folder, "locomo-dev.json")),
            http,
            server.Address,
            misses,
            cancellationToken
        );
        await MeasureAsync(
            "LongMemEval",
            History.ReadLongMemEval(Path.Combine(folder, "longmemeval-dev.json")),
            http,
            server.Address,
            misses,
            cancellationToken
        );
    }

    private static async Task MeasureAsync(
        string name,
        IReadOnlyList<History> histories,
        HttpClient http,
        Uri address,
        bool misses,
        CancellationToken cancellationToken
    )
    {
        var asked = new List<Asked>();
        foreach (var history in histories)
        {
            var person = await KithPerson.RegisterAsync(http, address, cancellationToken);
            // What is learned meanwhile would change how rare words are a little, now more and now less.
            var profile = new JsonObject { ["memory_enabled"] = false };
            await person.SendAsync(HttpMethod.Patch, "/api/user-profile/", profile, cancellationToken);
            await person.SendAsync(
                HttpMethod.Post,
                "/api/import/",
                new JsonObject { ["conversations"] = history.Conversations },
                cancellationToken
            );
            foreach (var question in history.Questions)
                asked.Add(await AskAsync(person, question, cancellationToken));
        }

        Print(name, asked);
        foreach (var one in asked.Where(one => misses && one.Recall(10) < 1))
            Console.WriteLine($"{one.Recall(10):P0} {one.Question.Category} {one.Question.Text}");
    }

    private static async Task<Asked> AskAsync(KithPerson person, Question question, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["query"] = question.Text,
            ["limit"] = s_depths[^1],
            ["kinds"] = new JsonArray("message"),
        };
        var found = await person.SendAsync(HttpMethod.Post, "/api/memory/search/", body, cancellationToken);
        return new Asked(question, [.. found["results"]!.AsArray().Select(result => (string)result!["external_id"]!)]);
    }

    private static void Print(string name, List<Asked> asked)
    {
        var table = new Table(name, "questions", "@5", "@10", "@25", "@50", $"all sessions @{Sessions}");
        foreach (var group in asked.GroupBy(one => one.Question.Category).OrderBy(group => group.Key, StringComparer.Ordinal))
            Add(table, group.Key, [.. group]);
        Add(table, "all", asked);
        table.Print();
    }

    private static void Add(Table table, string name, IReadOnlyList<Asked> asked) =>
        table.Add([
            name,
            asked.Count,
            .. s_depths.Select(depth => (object)(100 * asked.Average(one => one.Recall(depth)))),
            100 * asked.Average(one => one.HasSessions() ? 1.0 : 0),
        ]);

    /// <param name="Found">External ids, best first.</param>
    private sealed record Asked(Question Question, IReadOnlyList<string> Found)
    {
        public double Recall(int depth) => (double)Found.Take(depth).Count(Question.Evidence.Contains) / Question.Evidence.Count;

        /// <summary>Whether all sessions of the evidence are among the first ones found.</summary>
        public bool HasSessions() =>
            Question.Evidence.Select(History.SessionOf).ToHashSet().IsSubsetOf(Found.Select(History.SessionOf).Distinct().Take(Sessions));
    }
}

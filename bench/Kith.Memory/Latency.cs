using System.CommandLine;
using System.Data.Common;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Kith.Load.Clients;
using Kith.Load.Figures;
using Kith.Load.Scenarios;
using Kith.Load.Servers;

namespace Kith.Memory;

/// <summary>
/// How long a search of memory takes, by how much one person has, and how much all have together. The messages are words drawn at random,
/// as often as they come in LoCoMo; the questions are LoCoMo's.
/// </summary>
internal static class Latency
{
    private const int PerConversation = 100;
    private const int PerImport = 5_000;
    private const int WordsEach = 20;

    public static Command Command()
    {
        var command = new Command("latency", "A search by how many memories there are, of one person and of all");
        var stage = new StageArguments(command);
        var data = Recall.DataOption(command);
        var sizes = new Option<int[]>("--memories")
        {
            Description = "Of one person",
            DefaultValueFactory = _ => [1_000, 10_000, 100_000],
            AllowMultipleArgumentsPerToken = true,
        };
        var copies = StageArguments.Number("--copies", 9, "How many others then have as much as the last one has");
        var rounds = StageArguments.Number("--rounds", 500, "Searches of each, after a fifth as many to warm up");
        command.Options.Add(sizes);
        command.Options.Add(copies);
        command.Options.Add(rounds);
        command.SetAction(
            (result, cancellationToken) =>
                RunAsync(
                    stage.Read(result),
                    Path.GetFullPath(result.GetValue(data)!, Builds.Root),
                    result.GetValue(sizes)!,
                    result.GetValue(copies),
                    result.GetValue(rounds),
                    cancellationToken
                )
        );
        return command;
    }

    private static async Task RunAsync(
        StageOptions options,
        string data,
        int[] sizes,
        int copies,
        int rounds,
        CancellationToken cancellationToken
    )
    {
        var histories = History.ReadLocomo(Path.Combine(data, "locomo-dev.json"));
        string[] questions = [.. histories.SelectMany(history => history.Questions).Select(question => question.Text)];
        string[] words =
        [
            .. histories
                .SelectMany(history => history.Conversations)
                .SelectMany(conversation => conversation!["messages"]!.AsArray())
                .SelectMany(message => ((string)message!["content"]!).Split(' ', StringSplitOptions.RemoveEmptyEntries)),
        ];
        await using var stage = await Stage.OpenAsync(options, cancellationToken);
        var server = await stage.StartKithAsync("tokens:16", cancellationToken);
        using var http = Crowd.NewHttp();
        http.Timeout = TimeSpan.FromHours(1);
        var table = new Table("memories of one", "of all", "p50 ms", "p95", "p99", "CPU ms each");
        var all = 0L;
        KithPerson person = null!;
        foreach (var size in sizes)
        {
            person = await KithPerson.RegisterAsync(http, server.Address, cancellationToken);
            await FillAsync(person, size, words, cancellationToken);
            table.Add([size, all += size, .. await MeasureAsync(server, person, questions, rounds, cancellationToken)]);
        }

        table.Print();
        if (copies > 0)
        {
            await using var database = await Sql.OpenAsync(stage, cancellationToken);
            for (var copy = 1; copy <= copies; copy++)
                await CopyAsync(database, person.ChatId, copy, cancellationToken);
            table = new Table("memories of one", "of all", "p50 ms", "p95", "p99", "CPU ms each");
            table.Add([
                sizes[^1],
                all + (long)copies * sizes[^1],
                .. await MeasureAsync(server, person, questions, rounds, cancellationToken),
            ]);
            table.Print();
        }
    }

    private static async Task FillAsync(KithPerson person, int count, string[] words, CancellationToken cancellationToken)
    {
        // Nothing is learned from the imported messages: what is measured is the search.
        var profile = new JsonObject { ["memory_enabled"] = false };
        await person.SendAsync(HttpMethod.Patch, "/api/user-profile/", profile, cancellationToken);
        var random = new Random(count);
        for (var done = 0; done < count; done += PerImport)
        {
            var conversations = Enumerable
                .Range(0, (Math.Min(PerImport, count - done) + PerConversation - 1) / PerConversation)
                .Select(i => Conversation($"{done + i * PerConversation}", random, words));
            await person.SendAsync(
                HttpMethod.Post,
                "/api/import/",
                new JsonObject { ["conversations"] = new JsonArray([.. conversations]) },
                cancellationToken
            );
        }
    }

    private static JsonObject Conversation(string id, Random random, string[] words) =>
        new()
        {
            ["title"] = id,
            ["external_id"] = id,
            ["messages"] = new JsonArray([
                .. Enumerable
                    .Range(0, PerConversation)
                    .Select(i => new JsonObject
                    {
                        ["role"] = i % 2 == 0 ? "user" : "assistant",
                        ["content"] = string.Join(' ', random.GetItems(words, WordsEach)),
                    }),
            ]),
        };

    private static async Task<object[]> MeasureAsync(
        ChildServer server,
        KithPerson person,
        string[] questions,
        int rounds,
        CancellationToken cancellationToken
    )
    {
        var times = new List<TimeSpan>();
        var before = server.Figures().CpuSeconds;
        for (var round = -rounds / 5; round < rounds; round++)
        {
            if (round == 0)
                before = server.Figures().CpuSeconds;
            var body = new JsonObject { ["query"] = questions[(round + rounds) % questions.Length] };
            var start = Stopwatch.GetTimestamp();
            await person.SendAsync(HttpMethod.Post, "/api/memory/search/", body, cancellationToken);
            if (round >= 0)
                times.Add(Stopwatch.GetElapsedTime(start));
        }

        var sample = Sample.Milliseconds(times);
        return [sample.Median, sample.At(0.95), sample.At(0.99), 1000 * (server.Figures().CpuSeconds - before) / rounds];
    }

    /// <summary>Somebody else who has the same, put into the database.</summary>
    /// <param name="chatId">A chat of the one who is copied.</param>
    private static async Task CopyAsync(DbConnection database, string chatId, int copy, CancellationToken cancellationToken)
    {
        var prefix = $"copy-{copy}-";
        const string Owner = "(SELECT owner_id FROM conversations WHERE id = @chat)";
        const string Number = $"(SELECT number FROM search_owners WHERE principal_id = {Owner})";
        const string NewNumber = $"(SELECT number FROM search_owners WHERE principal_id = @prefix || {Owner})";
        var step = await database.NumberAsync("SELECT max(number) FROM search_documents", cancellationToken);
        var mine = $"conversation_id IN (SELECT id FROM conversations WHERE owner_id = {Owner})";
        foreach (
            var (table, changed, where) in new (string, Dictionary<string, string>, string)[]
            {
                ("principals", Prefixed("id"), $"id = {Owner}"),
                ("conversations", Prefixed("id", "owner_id"), $"owner_id = {Owner}"),
                ("messages", Prefixed("id", "conversation_id", "parent_id"), mine),
                (
                    "search_owners",
                    new() { ["number"] = "(SELECT max(number) + 1 FROM search_owners)", ["principal_id"] = "@prefix || principal_id" },
                    $"principal_id = {Owner}"
                ),
                (
                    "search_documents",
                    new()
                    {
                        ["number"] = "number + @step",
                        ["owner"] = NewNumber,
                        ["message_id"] = "@prefix || message_id",
                    },
                    $"owner = {Number}"
                ),
                ("search_postings", new() { ["document"] = "document + @step", ["owner"] = NewNumber }, $"owner = {Number}"),
            }
        )
        {
            var columns = await database.ColumnsAsync(table, cancellationToken);
            await database.ExecuteAsync(
                $"""
                INSERT INTO {table} ({string.Join(", ", columns)})
                SELECT {string.Join(", ", columns.Select(column => changed.GetValueOrDefault(column, column)))} FROM {table} WHERE {where}
                """,
                cancellationToken,
                ("@chat", chatId),
                ("@prefix", prefix),
                ("@step", step)
            );
        }
    }

    private static Dictionary<string, string> Prefixed(params string[] columns) =>
        columns.ToDictionary(column => column, column => $"@prefix || {column}");
}

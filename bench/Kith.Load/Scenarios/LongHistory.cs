using System.CommandLine;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Kith.Load.Clients;
using Kith.Load.Figures;
using Kith.Load.Servers;

namespace Kith.Load.Scenarios;

/// <summary>
/// What bringing in, taking out and erasing a long history costs: how long it takes, how much memory, and how long somebody else waits who
/// changes something again and again.
/// </summary>
internal static class LongHistory
{
    private const int PerImport = 5_000;
    private const int WordsEach = 20;

    public static Command Command()
    {
        var command = new Command("history", "Importing, exporting and erasing 100,000 messages: time, memory, how long others wait");
        var stage = new StageArguments(command);
        var messages = StageArguments.Number("--messages", 100_000, "Of the chat, and of the account");
        command.Options.Add(messages);
        command.SetAction((result, cancellationToken) => RunAsync(stage.Read(result), result.GetValue(messages), cancellationToken));
        return command;
    }

    private static async Task RunAsync(StageOptions options, int messages, CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(options, cancellationToken);
        var server = await stage.StartKithAsync("tokens:16", cancellationToken);
        await using var database = await Sql.OpenAsync(stage, cancellationToken);
        using var http = Crowd.NewHttp();
        http.Timeout = TimeSpan.FromMinutes(10);
        var other = await KithPerson.EnterAsync(http, server.Address, cancellationToken);
        var password = $"{Guid.NewGuid()}";
        var person = await KithPerson.RegisterAsync(http, server.Address, cancellationToken, password);
        // Nothing is learned meanwhile.
        var profile = new JsonObject { ["memory_enabled"] = false };
        await person.SendAsync(HttpMethod.Patch, "/api/user-profile/", profile, cancellationToken);
        var table = new Table(
            "what",
            "answered after s",
            "no row left after s",
            "memory MB",
            "others' changes",
            "wait p50 ms",
            "p95",
            "most"
        );

        await AddAsync("nothing", () => Task.Delay(5_000, cancellationToken));
        await AddAsync($"import of {PerImport}", () => ImportAsync(person, "first", PerImport, cancellationToken));
        await AddAsync($"import of {messages - PerImport} more", () => ImportAsync(person, "first", messages, cancellationToken));
        await AddAsync("export", () => ExportAsync(person, cancellationToken));
        var chats = await person.SendAsync(HttpMethod.Get, "/api/ai/chats/?limit=1", body: null, cancellationToken);
        var chat = $"/api/ai/chats/{chats["results"]![0]!["id"]}/";
        await AddAsync("deleting a chat of all of them", () => DeleteAsync(person, chat, body: null, cancellationToken), isErasure: true);
        for (var done = 0; done < messages; done += PerImport)
            await ImportAsync(person, $"second {done}", PerImport, cancellationToken);
        var confirmed = new JsonObject { ["password"] = password };
        await AddAsync("erasing the account", () => DeleteAsync(person, "/api/auth/me", confirmed, cancellationToken), isErasure: true);
        table.Print();

        async Task AddAsync(string what, Func<Task> work, bool isErasure = false)
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var waits = ChangeAsync(other, over.Token);
            var memory = WatchAsync(server, over.Token);
            var start = Stopwatch.GetTimestamp();
            await work();
            var answered = Stopwatch.GetElapsedTime(start).TotalSeconds;
            while (isErasure && await CountAsync(database, cancellationToken) > 0)
                await Task.Delay(100, cancellationToken);
            var gone = Stopwatch.GetElapsedTime(start).TotalSeconds;
            await over.CancelAsync();
            var sample = Sample.Milliseconds(await waits);
            table.Add(
                what,
                answered,
                isErasure ? gone : double.NaN,
                await memory,
                sample.Count,
                sample.Median,
                sample.At(0.95),
                sample.Most
            );
        }
    }

    /// <summary>The first messages of a conversation; those that came before are known.</summary>
    private static async Task ImportAsync(KithPerson person, string id, int count, CancellationToken cancellationToken)
    {
        var messages = Enumerable
            .Range(0, count)
            .Select(i => new JsonObject { ["role"] = i % 2 == 0 ? "user" : "assistant", ["content"] = Text(i) });
        var conversation = new JsonObject { ["external_id"] = id, ["messages"] = new JsonArray([.. messages]) };
        await person.SendAsync(
            HttpMethod.Post,
            "/api/import/",
            new JsonObject { ["conversations"] = new JsonArray(conversation) },
            cancellationToken
        );
    }

    /// <summary>Words as often as in a language: few often, many seldom.</summary>
    private static string Text(int seed)
    {
        var random = new Random(seed);
        return string.Join(' ', Enumerable.Range(0, WordsEach).Select(_ => $"word{(int)Math.Exp(random.NextDouble() * 9.9)}"));
    }

    private static async Task ExportAsync(KithPerson person, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(person.Address, "/api/export/"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", person.Token);
        using var response = await person.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        response.EnsureSuccessStatusCode();
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        await body.CopyToAsync(Stream.Null, cancellationToken);
    }

    private static async Task DeleteAsync(KithPerson person, string path, JsonNode? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, new Uri(person.Address, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", person.Token);
        if (body is not null)
            request.Content = JsonContent.Create(body);
        using var response = await person.Http.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    private static Task<long> CountAsync(System.Data.Common.DbConnection database, CancellationToken cancellationToken) =>
        database.NumberAsync(
            "SELECT count(*) FROM (SELECT 1 FROM messages UNION ALL SELECT 1 FROM search_postings LIMIT 1) one",
            cancellationToken
        );

    /// <summary>One change after the other; how long each took.</summary>
    private static async Task<List<TimeSpan>> ChangeAsync(KithPerson other, CancellationToken over)
    {
        var times = new List<TimeSpan>();
        while (!over.IsCancellationRequested)
        {
            var start = Stopwatch.GetTimestamp();
            var change = new JsonObject { ["title"] = $"Title {times.Count}" };
            await other.SendAsync(HttpMethod.Patch, $"/api/ai/chats/{other.ChatId}/", change, CancellationToken.None);
            times.Add(Stopwatch.GetElapsedTime(start));
            await Task.Delay(5, CancellationToken.None);
        }

        return times;
    }

    /// <summary>The most memory that the server had, in MB.</summary>
    private static async Task<double> WatchAsync(ChildServer server, CancellationToken over)
    {
        var most = 0L;
        while (!over.IsCancellationRequested)
        {
            most = Math.Max(most, server.Figures().ResidentBytes);
            await Task.Delay(100, CancellationToken.None);
        }

        return most / 1e6;
    }
}

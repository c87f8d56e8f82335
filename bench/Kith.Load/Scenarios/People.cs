using System.Collections.Concurrent;
using System.CommandLine;
using System.Diagnostics;
using Kith.Load.Clients;
using Kith.Load.Servers;
using Kith.Tests.Shared.Talk;

namespace Kith.Load.Scenarios;

/// <summary>
/// People talk with each other, on connections that break again and again, and the server is killed now and then. In the end everyone has
/// been told everything once and in the same order, nothing acknowledged is lost, nothing refused is there, the logs have no gaps, and
/// nobody has seen a word of two others who talk at the same time.
/// </summary>
internal static class People
{
    /// <summary>Nobody asks it anything.</summary>
    private const string Model = "tokens:1:0";

    public static Command Command()
    {
        var command = new Command("people", "people who talk with each other while connections break: everyone is told all of it, once");
        var stage = new StageArguments(command);
        var people = StageArguments.Number("--people", 5, "Who talk with each other: two in their chat, more in a group");
        var messages = StageArguments.Number("--messages", 10_000, "What they say together");
        var kills = StageArguments.Number("--kills", 3, "How often the server is killed meanwhile");
        var seed = StageArguments.Number("--seed", 1, "What they do follows from it, not when they do it");
        foreach (var option in new Option[] { people, messages, kills, seed })
            command.Options.Add(option);
        command.SetAction(
            (result, cancellationToken) =>
                RunAsync(
                    stage.Read(result),
                    (result.GetValue(people), result.GetValue(messages), result.GetValue(kills), result.GetValue(seed)),
                    cancellationToken
                )
        );
        return command;
    }

    private static async Task<int> RunAsync(
        StageOptions options,
        (int People, int Messages, int Kills, int Seed) run,
        CancellationToken cancellationToken
    )
    {
        await using var stage = await Stage.OpenAsync(options, cancellationToken);
        using var http = Crowd.NewHttp();
        var child = await stage.StartKithAsync(Model, cancellationToken);
        var server = new TalkServer(http, child.Address);
        var faults = new ConcurrentQueue<string>();
        var (ours, theirs) = ($"canary{Guid.NewGuid():N}", $"canary{Guid.NewGuid():N}");
        var room = await TalkRoom.GatherAsync(server, run.People, [ours, theirs], run.Seed, faults, cancellationToken);
        var others = await TalkRoom.GatherAsync(server, 2, [theirs, ours], run.Seed + 1_000, faults, cancellationToken);

        var started = Stopwatch.GetTimestamp();
        var talking = Task.WhenAll(room.TalkAsync(run.Messages, cancellationToken), others.TalkAsync(run.Messages / 10, cancellationToken));
        for (var kill = 1; kill <= run.Kills; kill++)
        {
            await WaitAsync(room, run.Messages * kill / (run.Kills + 1), talking, cancellationToken);
            await child.KillAsync();
            child = await stage.StartKithAsync(Model, cancellationToken);
            server.Address = child.Address;
        }

        await talking;
        var took = Stopwatch.GetElapsedTime(started);
        await room.CheckAsync(cancellationToken);
        await others.CheckAsync(cancellationToken);
        await CheckLogsAsync(stage, [.. room.Talkers, .. others.Talkers], faults, cancellationToken);
        Print(run, stage, room, took, faults);
        return faults.IsEmpty ? 0 : 1;
    }

    private static async Task WaitAsync(TalkRoom room, int said, Task talking, CancellationToken cancellationToken)
    {
        while (room.Talkers.Sum(talker => talker.Said) < said && !talking.IsCompleted)
            await Task.Delay(10, cancellationToken);
    }

    /// <summary>The numbers of each log have no gaps.</summary>
    private static async Task CheckLogsAsync(
        Stage stage,
        IEnumerable<Talker> talkers,
        ConcurrentQueue<string> faults,
        CancellationToken cancellationToken
    )
    {
        await using var database = await Sql.OpenAsync(stage, cancellationToken);
        foreach (var talker in talkers)
        {
            var gaps = await database.NumberAsync(
                "SELECT max(seq) - min(seq) + 1 - count(*) FROM events WHERE principal_id = @principal",
                cancellationToken,
                ("principal", talker.UserId)
            );
            if (gaps != 0)
                faults.Enqueue($"the log of {talker.UserId} has {gaps} gaps");
        }
    }

    private static void Print(
        (int People, int Messages, int Kills, int Seed) run,
        Stage stage,
        TalkRoom room,
        TimeSpan took,
        ConcurrentQueue<string> faults
    )
    {
        Console.WriteLine(
            $"{(stage.IsPostgres ? "PostgreSQL" : "SQLite")}: {run.People} people said {room.Talkers.Sum(talker => talker.Acknowledged.Count)} things "
                + $"in {took.TotalSeconds:0.0} s ({run.Messages / took.TotalSeconds:0} a second) on {room.Talkers.Sum(talker => talker.Connections)} connections, "
                + $"{room.Talkers.Sum(talker => talker.Deleted.Count)} deleted; {run.Kills} kills; {faults.Count} faults"
        );
        foreach (var fault in faults.Take(20))
            Console.WriteLine($"  {(fault.Length > 400 ? fault[..400] : fault)}");
    }
}

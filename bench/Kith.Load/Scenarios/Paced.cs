using System.Collections.Concurrent;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Kith.Load.Clients;
using Kith.Load.Figures;
using Kith.Load.Servers;

namespace Kith.Load.Scenarios;

/// <summary>
/// Many answers written at the pace of a model: what the server costs, and how much later a token arrives than the model sent it. The model
/// sends the time as the token, on the clock of this machine, which this process reads too.
/// </summary>
internal static class Paced
{
    public static Command Command()
    {
        var command = new Command("paced", "Many streams at a model's pace: processor time and added delay");
        var stage = new StageArguments(command);
        var rounds = new RoundArguments(command, people: 200, rounds: 3, seconds: 10);
        var tokens = StageArguments.Number("--tokens", 64, "Of a reply");
        var pace = StageArguments.Number("--pace", 20, "Milliseconds between two tokens");
        command.Options.Add(tokens);
        command.Options.Add(pace);
        command.SetAction(
            (result, cancellationToken) =>
                RunAsync(
                    stage.Read(result),
                    rounds.Read(result),
                    result.GetValue(tokens),
                    TimeSpan.FromMilliseconds(result.GetValue(pace)),
                    cancellationToken
                )
        );
        return command;
    }

    private static async Task RunAsync(
        StageOptions options,
        RoundOptions rounds,
        int tokens,
        TimeSpan pace,
        CancellationToken cancellationToken
    )
    {
        await using var stage = await Stage.OpenAsync(options, cancellationToken);
        var model = $"stamps:{tokens}:{pace.TotalMilliseconds}";
        await using var sides = await Sides.OpenAsync(stage, rounds, model, DoorKind.Ws, cancellationToken);
        var delays = sides.All.ToDictionary(side => side.Target, _ => new ConcurrentQueue<double>());
        foreach (var side in sides.All)
        {
            foreach (var door in side.Crowd.Doors)
                door.Seen = (_, _, stamp) => delays[side.Target].Enqueue(Delay(stamp));
        }

        await sides.RunAsync(stage, rounds, spread: pace * tokens, cancellationToken);
        Print(sides, delays.ToDictionary(pair => pair.Key, pair => new Sample(pair.Value)));
    }

    /// <summary>Milliseconds since the model sent it.</summary>
    private static double Delay(string stamp) =>
        Stopwatch.GetElapsedTime(long.Parse(stamp, NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture)).TotalMilliseconds;

    private static void Print(Sides sides, Dictionary<Target, Sample> delays)
    {
        var table = new Table(
            "",
            "CPU cores",
            "CPU s per 1,000",
            "token after, p50 ms",
            "p95",
            "p99",
            "first token after, p50 ms",
            "p95",
            "p99",
            "RSS MB"
        );
        foreach (var side in sides.All)
        {
            var (delay, first) = (delays[side.Target], FirstTokens(side));
            table.Add(
                $"{side.Target}, {side.Crowd.Doors.Count} streams".ToLowerInvariant(),
                new Sample(side.Rounds.Select(round => round.Cores)).Median,
                new Sample(side.Rounds.Select(round => round.CpuPerThousand)).Median,
                delay.Median,
                delay.At(0.95),
                delay.At(0.99),
                first.Median,
                first.At(0.95),
                first.At(0.99),
                side.Rounds[^1].ResidentBytes / 1e6
            );
        }

        table.Print();
        Console.WriteLine("token after: since the model sent it; first token after: since the message was sent.");
        sides.PrintRatios("CPU per turn", round => round.CpuPerThousand);
        foreach (var other in sides.All.Skip(1))
        {
            PrintLater($"a token than through {other.Target}", delays[sides.All[0].Target], delays[other.Target]);
            PrintLater($"the first token than through {other.Target}", FirstTokens(sides.All[0]), FirstTokens(other));
        }
    }

    private static void PrintLater(string what, Sample one, Sample other) =>
        Console.WriteLine($"later {what}: p50 {one.Median - other.Median:N2} ms, p95 {one.At(0.95) - other.At(0.95):N2} ms");

    private static Sample FirstTokens(Side side) => Sample.Milliseconds(side.Turns.Select(turn => turn.FirstToken));
}

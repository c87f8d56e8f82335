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
        var streams = StageArguments.Number("--streams", 200, "Written at the same time");
        var tokens = StageArguments.Number("--tokens", 64, "Of a reply");
        var pace = StageArguments.Number("--pace", 20, "Milliseconds between two tokens");
        var rounds = StageArguments.Number("--rounds", 3, "For each target");
        var seconds = StageArguments.Number("--seconds", 10, "Of a round");
        foreach (var option in new Option[] { streams, tokens, pace, rounds, seconds })
            command.Options.Add(option);
        command.SetAction(
            (result, cancellationToken) =>
                RunAsync(
                    stage.Read(result),
                    result.GetValue(streams),
                    result.GetValue(tokens),
                    TimeSpan.FromMilliseconds(result.GetValue(pace)),
                    result.GetValue(rounds),
                    TimeSpan.FromSeconds(result.GetValue(seconds)),
                    cancellationToken
                )
        );
        return command;
    }

    private static async Task RunAsync(
        StageOptions options,
        int streams,
        int tokens,
        TimeSpan pace,
        int rounds,
        TimeSpan time,
        CancellationToken cancellationToken
    )
    {
        await using var stage = await Stage.OpenAsync(options, cancellationToken);
        var sides = new List<Side>();
        foreach (var target in new[] { Target.Kith, Target.Relay })
        {
            var server = await stage.StartAsync(target, $"stamps:{tokens}:{pace.TotalMilliseconds}", cancellationToken);
            var crowd = await Crowd.EnterAsync(server, target, DoorKind.Ws, streams, cancellationToken);
            var side = new Side(target, server, crowd);
            foreach (var door in crowd.Doors)
                door.Seen = (_, index, content) => (index == 0 ? side.FirstDelays : side.Delays).Enqueue(Delay(content));
            sides.Add(side);
        }

        for (var round = -1; round < rounds; round++) // the first warms up
        {
            foreach (var side in sides)
            {
                var result = await Round.RunAsync(stage, side.Server, side.Crowd, time, spread: pace * tokens, cancellationToken);
                if (round < 0)
                    side.Forget();
                else
                    side.Rounds.Add(result);
            }
        }

        foreach (var side in sides)
            await side.Crowd.DisposeAsync();
        Print(sides, streams);
    }

    /// <summary>Milliseconds since the model sent it.</summary>
    private static double Delay(string stamp) =>
        Stopwatch.GetElapsedTime(long.Parse(stamp, NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture)).TotalMilliseconds;

    private static void Print(List<Side> sides, int streams)
    {
        var table = new Table(
            "",
            "CPU cores",
            "CPU s per 1,000 turns",
            "token later by, p50 ms",
            "p95",
            "p99",
            "first token after, p50 ms",
            "p95",
            "RSS MB"
        );
        foreach (var side in sides)
        {
            var delays = new Sample(side.FirstDelays.Concat(side.Delays));
            var first = Sample.Milliseconds(side.Rounds.SelectMany(round => round.Turns).Select(turn => turn.FirstToken));
            table.Add(
                $"{side.Target}, {streams} streams".ToLowerInvariant(),
                new Sample(side.Rounds.Select(round => round.CpuSeconds / round.Time.TotalSeconds)).Median,
                new Sample(side.Rounds.Select(round => round.CpuPerThousand)).Median,
                delays.Median,
                delays.At(0.95),
                delays.At(0.99),
                first.Median,
                first.At(0.95),
                side.Rounds[^1].ResidentBytes / 1e6
            );
        }

        table.Print();
        var cpu = new Sample(sides[0].Rounds.Zip(sides[1].Rounds).Select(pair => pair.First.CpuPerThousand / pair.Second.CpuPerThousand));
        Console.WriteLine($"CPU kith/relay, median of {cpu.Count} pairs (range): {cpu.Median:N2} ({cpu.Least:N2} to {cpu.Most:N2})");
        var (kith, relay) = (new Sample(sides[0].Delays), new Sample(sides[1].Delays));
        var (kithFirst, relayFirst) = (FirstTokens(sides[0]), FirstTokens(sides[1]));
        Console.WriteLine(
            $"each token later than through the relay: p50 {kith.Median - relay.Median:N2} ms, p95 {kith.At(0.95) - relay.At(0.95):N2} ms"
        );
        Console.WriteLine(
            $"first token after sending, later than through the relay: p50 {kithFirst.Median - relayFirst.Median:N2} ms, p95 {kithFirst.At(0.95) - relayFirst.At(0.95):N2} ms"
        );
    }

    private static Sample FirstTokens(Side side) =>
        Sample.Milliseconds(side.Rounds.SelectMany(round => round.Turns).Select(turn => turn.FirstToken));

    private sealed record Side(Target Target, ChildServer Server, Crowd Crowd)
    {
        public List<Round> Rounds { get; } = [];

        public ConcurrentQueue<double> FirstDelays { get; } = new();

        public ConcurrentQueue<double> Delays { get; } = new();

        public void Forget()
        {
            FirstDelays.Clear();
            Delays.Clear();
        }
    }
}

using System.CommandLine;
using Kith.Load.Clients;
using Kith.Load.Figures;
using Kith.Load.Servers;

namespace Kith.Load.Scenarios;

/// <summary>
/// How many turns a second: so many people in as many chats, a model that answers at once. Kith and the relay take turns in rounds, so that
/// what else the machine does meets both; ratios are of neighbours.
/// </summary>
internal static class Turns
{
    public static Command Command()
    {
        var command = new Command("turns", "Turns a second, and what one costs");
        var stage = new StageArguments(command);
        var target = new Option<string>("--target") { Description = "kith, relay or both", DefaultValueFactory = _ => "both" };
        target.AcceptOnlyFromAmong("kith", "relay", "both");
        var door = new Option<DoorKind>("--door") { Description = "ws, sse or rest; the relay has ws only" };
        var people = StageArguments.Number("--people", 32, "How many talk at the same time");
        var tokens = StageArguments.Number("--tokens", 16, "Of a reply");
        var rounds = StageArguments.Number("--rounds", 5, "For each target");
        var seconds = StageArguments.Number("--seconds", 4, "Of a round");
        foreach (var option in new Option[] { target, door, people, tokens, rounds, seconds })
            command.Options.Add(option);
        command.SetAction(
            (result, cancellationToken) =>
                RunAsync(
                    stage.Read(result),
                    result.GetValue(target) switch
                    {
                        "kith" => [Target.Kith],
                        "relay" => [Target.Relay],
                        _ => [Target.Kith, Target.Relay],
                    },
                    result.GetValue(door),
                    result.GetValue(people),
                    result.GetValue(tokens),
                    result.GetValue(rounds),
                    TimeSpan.FromSeconds(result.GetValue(seconds)),
                    cancellationToken
                )
        );
        return command;
    }

    private static async Task RunAsync(
        StageOptions options,
        Target[] targets,
        DoorKind door,
        int people,
        int tokens,
        int rounds,
        TimeSpan time,
        CancellationToken cancellationToken
    )
    {
        await using var stage = await Stage.OpenAsync(options, cancellationToken);
        var model = $"tokens:{tokens}";
        var results = new Dictionary<Target, List<Round>>();
        var crowds = new Dictionary<Target, (ChildServer Server, Crowd Crowd)>();
        foreach (var target in targets)
        {
            var server = await stage.StartAsync(target, model, cancellationToken);
            crowds[target] = (server, await Crowd.EnterAsync(server, target, door, people, cancellationToken));
            results[target] = [];
        }

        for (var round = -1; round < rounds; round++) // the first warms up
        {
            foreach (var (target, (server, crowd)) in crowds)
            {
                var result = await Round.RunAsync(stage, server, crowd, time, spread: TimeSpan.Zero, cancellationToken);
                if (round >= 0)
                    results[target].Add(result);
            }
        }

        foreach (var (_, crowd) in crowds.Values)
            await crowd.DisposeAsync();
        Print(results, door);
    }

    private static void Print(Dictionary<Target, List<Round>> results, DoorKind door)
    {
        var table = new Table("", "turns/s", "CPU s per 1,000", "model's CPU", "p50 ms", "p95 ms", "p99 ms", "first token p50", "RSS MB");
        foreach (var (target, rounds) in results)
        {
            var done = Sample.Milliseconds(rounds.SelectMany(round => round.Turns).Select(turn => turn.Done));
            var first = Sample.Milliseconds(rounds.SelectMany(round => round.Turns).Select(turn => turn.FirstToken));
            table.Add(
                $"{target}{(target == Target.Kith ? $", {door}" : "")}".ToLowerInvariant(),
                new Sample(rounds.Select(round => round.TurnsPerSecond)).Median,
                new Sample(rounds.Select(round => round.CpuPerThousand)).Median,
                new Sample(rounds.Select(round => round.ModelCpuPerThousand)).Median,
                done.Median,
                done.At(0.95),
                done.At(0.99),
                first.Median,
                rounds[^1].ResidentBytes / 1e6
            );
        }

        table.Print();
        if (results.Count < 2)
            return;
        var pairs = results[Target.Kith].Zip(results[Target.Relay]).ToList();
        var speed = new Sample(pairs.Select(pair => pair.First.TurnsPerSecond / pair.Second.TurnsPerSecond));
        var cpu = new Sample(pairs.Select(pair => pair.First.CpuPerThousand / pair.Second.CpuPerThousand));
        Console.WriteLine($"kith/relay, median of {pairs.Count} pairs (range):");
        Console.WriteLine(
            $"  turns/s {speed.Median:N2} ({speed.Least:N2} to {speed.Most:N2}), CPU {cpu.Median:N2} ({cpu.Least:N2} to {cpu.Most:N2})"
        );
    }
}

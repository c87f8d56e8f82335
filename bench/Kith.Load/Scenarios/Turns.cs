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
        var rounds = new RoundArguments(command, people: 32, rounds: 5, seconds: 4);
        var door = new Option<DoorKind>("--door") { Description = "ws, sse or rest; the relay has ws only" };
        var tokens = StageArguments.Number("--tokens", 16, "Of a reply");
        command.Options.Add(door);
        command.Options.Add(tokens);
        command.SetAction(
            (result, cancellationToken) =>
                RunAsync(stage.Read(result), rounds.Read(result), result.GetValue(door), result.GetValue(tokens), cancellationToken)
        );
        return command;
    }

    private static async Task RunAsync(
        StageOptions options,
        RoundOptions rounds,
        DoorKind door,
        int tokens,
        CancellationToken cancellationToken
    )
    {
        await using var stage = await Stage.OpenAsync(options, cancellationToken);
        await using var sides = await Sides.OpenAsync(stage, rounds, $"tokens:{tokens}", door, cancellationToken);
        await sides.RunAsync(stage, rounds, spread: TimeSpan.Zero, cancellationToken);
        Print(sides, door);
    }

    private static void Print(Sides sides, DoorKind door)
    {
        var table = new Table("", "turns/s", "CPU s per 1,000", "model's CPU", "p50 ms", "p95 ms", "p99 ms", "first token p50", "RSS MB");
        foreach (var side in sides.All)
        {
            var done = Sample.Milliseconds(side.Turns.Select(turn => turn.Done));
            table.Add(
                side.Target == Target.Relay ? "relay, ws" : $"{side.Target}, {door}".ToLowerInvariant(),
                new Sample(side.Rounds.Select(round => round.TurnsPerSecond)).Median,
                new Sample(side.Rounds.Select(round => round.CpuPerThousand)).Median,
                new Sample(side.Rounds.Select(round => round.ModelCpuPerThousand)).Median,
                done.Median,
                done.At(0.95),
                done.At(0.99),
                Sample.Milliseconds(side.Turns.Select(turn => turn.FirstToken)).Median,
                side.Rounds[^1].ResidentBytes / 1e6
            );
        }

        table.Print();
        sides.PrintRatios("turns/s", round => round.TurnsPerSecond);
        sides.PrintRatios("CPU per turn", round => round.CpuPerThousand);
    }
}

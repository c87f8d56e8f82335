using System.CommandLine;
using System.Diagnostics;
using Kith.Load.Clients;
using Kith.Load.Servers;

namespace Kith.Load.Scenarios;

/// <summary>What one server did while its crowd talked.</summary>
internal sealed record Round(IReadOnlyList<TurnTimes> Turns, TimeSpan Time, double CpuSeconds, double ModelCpuSeconds, long ResidentBytes)
{
    public double TurnsPerSecond => Turns.Count / Time.TotalSeconds;

    public double Cores => CpuSeconds / Time.TotalSeconds;

    public double CpuPerThousand => CpuSeconds * 1000 / Turns.Count;

    public double ModelCpuPerThousand => ModelCpuSeconds * 1000 / Turns.Count;

    public static async Task<Round> RunAsync(
        Stage stage,
        ChildServer server,
        Crowd crowd,
        TimeSpan time,
        TimeSpan spread,
        CancellationToken cancellationToken
    )
    {
        var (before, modelBefore, start) = (server.Figures(), stage.Model.Figures(), Stopwatch.GetTimestamp());
        var turns = await crowd.TalkAsync(time, spread, cancellationToken);
        var (after, modelAfter, elapsed) = (server.Figures(), stage.Model.Figures(), Stopwatch.GetElapsedTime(start));
        return new Round(
            turns,
            elapsed,
            after.CpuSeconds - before.CpuSeconds,
            modelAfter.CpuSeconds - modelBefore.CpuSeconds,
            after.ResidentBytes
        );
    }
}

/// <summary>How the sides of a comparison take turns.</summary>
/// <param name="WarmUp">Before anything counts, for each side: until the runtime has compiled what is hot.</param>
internal sealed record RoundOptions(Target[] Targets, int People, int Rounds, TimeSpan Time, TimeSpan WarmUp, bool Remembers);

/// <summary>The command-line options of scenarios that compare.</summary>
internal sealed class RoundArguments
{
    private readonly Option<Target[]> _targets = new("--target")
    {
        Description = "kith, relay, former (with --former FOLDER): those to compare",
        AllowMultipleArgumentsPerToken = true,
    };
    private readonly Option<int> _people;
    private readonly Option<int> _rounds;
    private readonly Option<int> _seconds;
    private readonly Option<int> _warmUp = StageArguments.Number("--warm-up", 10, "Seconds before anything counts, for each target");

    private readonly Option<bool> _forgetful = new("--forgetful")
    {
        Description = "People who switched memory off: nothing is recalled or learned",
    };

    public RoundArguments(Command command, int people, int rounds, int seconds)
    {
        _people = StageArguments.Number("--people", people, "How many talk at the same time");
        _rounds = StageArguments.Number("--rounds", rounds, "For each target");
        _seconds = StageArguments.Number("--seconds", seconds, "Of a round");
        foreach (var option in new Option[] { _targets, _people, _rounds, _seconds, _warmUp, _forgetful })
            command.Options.Add(option);
    }

    public RoundOptions Read(ParseResult result) =>
        new(
            result.GetValue(_targets) is { Length: > 0 } targets ? targets : [Target.Kith, Target.Relay],
            result.GetValue(_people),
            result.GetValue(_rounds),
            TimeSpan.FromSeconds(result.GetValue(_seconds)),
            TimeSpan.FromSeconds(result.GetValue(_warmUp)),
            !result.GetValue(_forgetful)
        );
}

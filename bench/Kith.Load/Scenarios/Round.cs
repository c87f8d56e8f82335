using System.Diagnostics;
using Kith.Load.Clients;
using Kith.Load.Servers;

namespace Kith.Load.Scenarios;

/// <summary>What one server did while its crowd talked.</summary>
internal sealed record Round(IReadOnlyList<TurnTimes> Turns, TimeSpan Time, double CpuSeconds, double ModelCpuSeconds, long ResidentBytes)
{
    public double TurnsPerSecond => Turns.Count / Time.TotalSeconds;

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

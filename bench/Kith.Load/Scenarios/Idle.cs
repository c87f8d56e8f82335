using System.CommandLine;
using Kith.Load.Clients;
using Kith.Load.Figures;
using Kith.Load.Servers;

namespace Kith.Load.Scenarios;

/// <summary>What an idle signed-in socket costs in memory. The relay's knows nobody.</summary>
internal static class Idle
{
    /// <summary>Sockets opened before anything is measured, so that what the first few bring into memory isn't counted.</summary>
    private const int WarmUp = 200;

    public static Command Command()
    {
        var command = new Command("idle", "Memory of idle sockets");
        var stage = new StageArguments(command);
        var sockets = StageArguments.Number("--sockets", 10_000, "Idle at the same time; the limit of open files is about twice as much");
        var seconds = StageArguments.Number("--seconds", 40, "To settle, before and after: a ping goes out every 20 s");
        command.Options.Add(sockets);
        command.Options.Add(seconds);
        command.SetAction(
            (result, cancellationToken) =>
                RunAsync(stage.Read(result), result.GetValue(sockets), TimeSpan.FromSeconds(result.GetValue(seconds)), cancellationToken)
        );
        return command;
    }

    private static async Task RunAsync(StageOptions options, int sockets, TimeSpan settle, CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(options, cancellationToken);
        var table = new Table("", "sockets", "RSS before, MB", "with them, MB", "KB a socket", "CPU s while idle, per minute");
        foreach (var target in new[] { Target.Kith, Target.Relay })
        {
            await using var server = await stage.StartAsync(target, "tokens:16", cancellationToken);
            var open = await OpenAsync(server, target, WarmUp, cancellationToken);
            await Task.Delay(settle, cancellationToken);
            var before = server.Figures();
            open.AddRange(await OpenAsync(server, target, sockets, cancellationToken));
            await Task.Delay(settle, cancellationToken);
            var after = server.Figures();
            await Task.Delay(settle, cancellationToken);
            var idle = server.Figures();
            foreach (var door in open)
                await door.DisposeAsync();
            table.Add(
                $"{target}".ToLowerInvariant(),
                sockets,
                before.ResidentBytes / 1e6,
                idle.ResidentBytes / 1e6,
                (idle.ResidentBytes - before.ResidentBytes) / 1024.0 / sockets,
                (idle.CpuSeconds - after.CpuSeconds) / settle.TotalMinutes
            );
        }

        table.Print();
    }

    /// <summary>Each a guest of its own, some at a time.</summary>
    private static async Task<List<SocketDoor>> OpenAsync(ChildServer server, Target target, int count, CancellationToken cancellationToken)
    {
        var doors = new List<SocketDoor>();
        foreach (var chunk in Enumerable.Range(0, count).Chunk(50))
        {
            doors.AddRange(
                await Task.WhenAll(
                    chunk.Select(_ =>
                        target == Target.Relay
                            ? SocketDoor.OpenAsync(server.Address, person: null, cancellationToken)
                            : SocketDoor.OpenAsGuestAsync(server.Address, cancellationToken)
                    )
                )
            );
        }

        foreach (var door in doors)
            door.ListenInTheBackground();
        return doors;
    }
}

using System.CommandLine;
using Kith.Load.Clients;
using Kith.Load.Figures;
using Kith.Load.Servers;

namespace Kith.Load.Scenarios;

/// <summary>
/// Whether somebody who never reads slows the others: rounds with and without, in turn. Their answers are long and told to all their sockets,
/// one of which reads nothing.
/// </summary>
internal static class SlowReader
{
    public static Command Command()
    {
        var command = new Command("slow-reader", "Others' turns with and without a socket that never reads");
        var stage = new StageArguments(command);
        var people = StageArguments.Number("--people", 8, "The others");
        var tokens = StageArguments.Number("--tokens", 2_000, "Of each answer to the one who doesn't read");
        var rounds = StageArguments.Number("--rounds", 6, "Of each kind");
        var seconds = StageArguments.Number("--seconds", 10, "Of a round: the reader is given 5 s before it is closed");
        foreach (var option in new Option[] { people, tokens, rounds, seconds })
            command.Options.Add(option);
        command.SetAction(
            (result, cancellationToken) =>
                RunAsync(
                    stage.Read(result),
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
        int people,
        int tokens,
        int rounds,
        TimeSpan time,
        CancellationToken cancellationToken
    )
    {
        await using var stage = await Stage.OpenAsync(options, cancellationToken);
        var server = await stage.StartKithAsync("tokens:16", cancellationToken);
        await using var crowd = await Crowd.EnterAsync(server, Target.Kith, DoorKind.Ws, people, remembers: true, cancellationToken);
        using var http = Crowd.NewHttp();
        var talker = await KithPerson.EnterAsync(http, server.Address, $"tokens:{tokens}", cancellationToken);
        await crowd.TalkAsync(time * 2, TimeSpan.Zero, cancellationToken);
        var (with, without, closed) = (new List<TurnTimes>(), new List<TurnTimes>(), 0);
        for (var round = 0; round < rounds; round++)
        {
            without.AddRange(await RunRoundAsync(server, crowd, talker, deaf: null, time, cancellationToken));
            await using var deaf = await SocketDoor.OpenAsync(server.Address, talker, cancellationToken, receiveBuffer: 4096);
            with.AddRange(await RunRoundAsync(server, crowd, talker, deaf, time, cancellationToken));
            closed += await deaf.IsClosedAsync() ? 1 : 0;
        }

        var table = new Table("", "turns", "p50 ms", "p95 ms", "p99 ms");
        foreach (var (name, turns) in new[] { ("all read", without), ("one never reads", with) })
        {
            var done = Sample.Milliseconds(turns.Select(turn => turn.Done));
            table.Add(name, done.Count, done.Median, done.At(0.95), done.At(0.99));
        }

        table.Print();
        Console.WriteLine($"closed as too slow: {closed} of {rounds}; RSS {server.Figures().ResidentBytes / 1e6:N0} MB");
    }

    /// <summary>The others talk while the talker, who has a socket that reads too, is told one long answer after another.</summary>
    private static async Task<List<TurnTimes>> RunRoundAsync(
        ChildServer server,
        Crowd crowd,
        KithPerson talker,
        SocketDoor? deaf,
        TimeSpan time,
        CancellationToken cancellationToken
    )
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var reading = await SocketDoor.OpenAsync(server.Address, talker, cancellationToken);
        var talking = Task.Run(
            async () =>
            {
                while (!end.IsCancellationRequested)
                    await reading.SayAsync("Tell me a long story.", CancellationToken.None);
            },
            cancellationToken
        );
        var turns = await crowd.TalkAsync(time, TimeSpan.Zero, cancellationToken);
        await end.CancelAsync();
        await talking;
        GC.KeepAlive(deaf);
        return turns;
    }
}

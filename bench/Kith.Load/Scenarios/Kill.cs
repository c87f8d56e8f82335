using System.CommandLine;
using System.Diagnostics;
using Kith.Load.Clients;
using Kith.Load.Servers;

namespace Kith.Load.Scenarios;

/// <summary>
/// Kills the server in the middle of answers, again and again, starts it on the same data, and compares what is stored with what people were
/// told. Half of them talk all the time; the others say something at once just before the kill and never hear the answer, so that much is
/// stored but not answered. All who weren't answered say it again with the same key.
/// </summary>
internal static class Kill
{
    private const int Tokens = 48;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);

    public static Command Command()
    {
        var command = new Command("kill", "kill -9 in the middle of answers: nothing acknowledged lost, nothing twice, nothing stuck");
        var stage = new StageArguments(command);
        var cycles = StageArguments.Number("--cycles", 100, "Kills at most");
        var people = StageArguments.Number("--people", 48, "Half of them talk, half say something just before the kill");
        var retries = StageArguments.Number("--retries", 1_000, "Ends after so many retries of what was stored and not answered");
        foreach (var option in new Option[] { cycles, people, retries })
            command.Options.Add(option);
        command.SetAction(
            (result, cancellationToken) =>
                RunAsync(stage.Read(result), result.GetValue(cycles), result.GetValue(people), result.GetValue(retries), cancellationToken)
        );
        return command;
    }

    private static async Task<int> RunAsync(StageOptions options, int cycles, int people, int retries, CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(options, cancellationToken);
        using var http = Crowd.NewHttp();
        var model = $"tokens:{Tokens}:{Pace.TotalMilliseconds}";
        var server = await stage.StartKithAsync(model, cancellationToken);
        var witnesses = Enumerable.Range(0, people).Select(i => new Witness($"w{i}", bySocket: i % 4 < 2, http)).ToList();
        foreach (var witness in witnesses)
            await witness.EnterAsync(server.Address, cancellationToken);
        var findings = new Findings();
        for (var cycle = 1; cycle <= cycles && findings.StoredAndRetried < retries; cycle++)
        {
            var killedAt = await TalkAndKillAsync(server, witnesses, cancellationToken);
            var startedAt = Stopwatch.GetTimestamp();
            server = await stage.StartKithAsync(model, cancellationToken);
            findings.Starts.Add(Stopwatch.GetElapsedTime(startedAt));
            await Task.WhenAll(witnesses.Select(witness => CheckAsync(witness, server, findings, killedAt, cancellationToken)));
            findings.Kills = cycle;
            if (cycle % 10 == 0)
                Console.WriteLine(
                    $"{cycle} kills, {findings.StoredAndRetried} stored, not answered and said again, {findings.Faults.Count} faults"
                );
        }

        findings.Print(witnesses.Sum(witness => witness.All.Count(said => said.IsAcknowledged)));
        return findings.Faults.IsEmpty ? 0 : 1;
    }

    /// <returns>When it was killed.</returns>
    private static async Task<long> TalkAndKillAsync(ChildServer server, List<Witness> witnesses, CancellationToken cancellationToken)
    {
        using var killed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var now = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var talking = witnesses.Select(
            (witness, i) => Task.Run(() => TalkAsync(witness, i % 2 == 0 ? null : now.Task, killed.Token), killed.Token)
        );
        var all = Task.WhenAll(talking.ToList());
        await Task.Delay(Random.Shared.Next(300, 1_500), cancellationToken);
        now.SetResult();
        await Task.Delay(Random.Shared.Next(0, 25), cancellationToken);
        await server.KillAsync();
        var at = Stopwatch.GetTimestamp();
        await killed.CancelAsync();
        await all.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return at;
    }

    private static async Task TalkAsync(Witness witness, Task? start, CancellationToken killed)
    {
        try
        {
            if (start is not null)
            {
                await start;
                await witness.SayUnheardAsync(killed);
            }

            while (!killed.IsCancellationRequested)
                await witness.SayAsync(killed);
        }
        catch (Exception e) when (Witness.IsLost(e))
        {
            // Killed, most likely. What was told before counts, and the rest is said again.
        }
    }

    private static async Task CheckAsync(
        Witness witness,
        ChildServer server,
        Findings findings,
        long killedAt,
        CancellationToken cancellationToken
    )
    {
        var started = Stopwatch.GetTimestamp();
        await witness.ReturnAsync(server.Address, cancellationToken);
        var stored = new Stored(await witness.ReadMessagesAsync(cancellationToken));
        while (stored.IsStreaming && Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(5))
        {
            await Task.Delay(100, cancellationToken);
            stored = new Stored(await witness.ReadMessagesAsync(cancellationToken));
        }

        findings.CheckStuck(witness, stored);
        findings.CheckTexts(witness, stored, killedAt);
        if (witness.All is not [.., { IsOver: false, IsRefused: false } last])
            return;
        // Told of nothing: it may be stored or not, and is said again either way.
        if (!last.IsAcknowledged)
            findings.NoteRetry(stored.Count(last) > 0);
        await RetryAsync(witness, last, findings, cancellationToken);
        findings.CheckTexts(witness, new Stored(await witness.ReadMessagesAsync(cancellationToken)), killedAt: null);
    }

    private static async Task RetryAsync(Witness witness, Said said, Findings findings, CancellationToken cancellationToken)
    {
        try
        {
            await witness.SendAsync(said, cancellationToken);
        }
        catch (Exception e) when (Witness.IsLost(e) && !cancellationToken.IsCancellationRequested)
        {
            findings.Faults.Add($"{witness.Name}: \"{said.Text}\" said again: {e.Message}");
        }
    }
}

using System.CommandLine;
using Kith.Load.Clients;
using Kith.Load.Figures;
using Kith.Load.Servers;

namespace Kith.Load.Scenarios;

/// <summary>
/// What a long answer at a model's pace costs in bytes: those that SQL statements carry for its text (each delta's checkpoint, and the whole
/// at the end), and those that reach the disk, where the least is a page.
/// </summary>
internal static class Bytes
{
    public static Command Command()
    {
        var command = new Command("bytes", "Bytes written for each byte of a long answer");
        var stage = new StageArguments(command);
        var tokens = StageArguments.Number("--tokens", 2_000, "Of the answer");
        var pace = StageArguments.Number("--pace", 20, "Milliseconds between two tokens");
        command.Options.Add(tokens);
        command.Options.Add(pace);
        command.SetAction(
            (result, cancellationToken) => RunAsync(stage.Read(result), result.GetValue(tokens), result.GetValue(pace), cancellationToken)
        );
        return command;
    }

    private static async Task RunAsync(StageOptions options, int tokens, int pace, CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(options, cancellationToken);
        var server = await stage.StartKithAsync($"tokens:{tokens}:{pace}", cancellationToken);
        using var http = Crowd.NewHttp();
        var person = await KithPerson.EnterAsync(http, server.Address, cancellationToken);
        await using var door = await SocketDoor.OpenAsync(server.Address, person, cancellationToken);
        var before = server.Figures();
        await door.SayAsync("Tell me a long story.", cancellationToken);
        var after = server.Figures();

        await using var database = await Sql.OpenAsync(stage, cancellationToken);
        var answer = await database.NumberAsync(
            "SELECT CAST(sum(length(content)) AS bigint) FROM messages WHERE role = 'assistant'",
            cancellationToken
        );
        var deltas = await database.NumberAsync("SELECT CAST(sum(length(deltas)) AS bigint) FROM turn_deltas", cancellationToken);
        var pieces = await database.NumberAsync("SELECT count(*) FROM turn_deltas", cancellationToken);
        var table = new Table(
            "answer, bytes",
            "checkpoints",
            "bytes of text written",
            "per byte kept",
            "to disk by the server, KB",
            "CPU s"
        );
        table.Add(
            answer,
            pieces,
            deltas + answer,
            (double)(deltas + answer) / answer,
            stage.IsPostgres ? "–" : (object)((after.WrittenBytes - before.WrittenBytes) / 1024),
            after.CpuSeconds - before.CpuSeconds
        );
        table.Print();
    }
}

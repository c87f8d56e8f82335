using System.CommandLine;
using System.Data.Common;
using System.Diagnostics;
using Kith.Load.Clients;
using Kith.Load.Figures;
using Kith.Load.Servers;

namespace Kith.Load.Scenarios;

/// <summary>
/// Whether a long chat is slower than a short one: opening it (the chat and its last page of messages) and the next turn, in turn in the same
/// run. The messages are copies of a real turn's, put into the database.
/// </summary>
internal static class LongChat
{
    private const int Short = 10;

    public static Command Command()
    {
        var command = new Command("long-chat", "A chat of 10 messages and one of 100,000: opening it, and the next turn");
        var stage = new StageArguments(command);
        var messages = StageArguments.Number("--messages", 100_000, "Of the long chat");
        var rounds = StageArguments.Number("--rounds", 300, "Of each kind, after a third as many to warm up");
        command.Options.Add(messages);
        command.Options.Add(rounds);
        command.SetAction(
            (result, cancellationToken) =>
                RunAsync(stage.Read(result), result.GetValue(messages), result.GetValue(rounds), cancellationToken)
        );
        return command;
    }

    private static async Task RunAsync(StageOptions options, int messages, int rounds, CancellationToken cancellationToken)
    {
        await using var stage = await Stage.OpenAsync(options, cancellationToken);
        var server = await stage.StartKithAsync("tokens:16", cancellationToken);
        using var http = Crowd.NewHttp();
        var chats = new List<Chat>();
        foreach (var length in new[] { Short, messages })
        {
            var person = await KithPerson.EnterAsync(http, server.Address, cancellationToken);
            var chat = new Chat(length, person, await SocketDoor.OpenAsync(server.Address, person, cancellationToken));
            await chat.Door.SayAsync("Hello there.", cancellationToken);
            await using var database = await Sql.OpenAsync(stage, cancellationToken);
            await FillAsync(database, chat, cancellationToken);
            chats.Add(chat);
        }

        for (var round = -rounds / 3; round < rounds; round++)
        {
            foreach (var chat in chats)
                await chat.RunAsync(isWarmUp: round < 0, cancellationToken);
        }

        foreach (var chat in chats)
            await chat.Door.DisposeAsync();
        Print(chats);
    }

    /// <summary>Appends copies of the chat's last two messages, in turn, until it has its length.</summary>
    private static async Task FillAsync(DbConnection database, Chat chat, CancellationToken cancellationToken)
    {
        var columns = await database.ColumnsAsync("messages", cancellationToken);
        var last = await database.NumberAsync(
            "SELECT max(depth) FROM messages WHERE conversation_id = @chat",
            cancellationToken,
            ("@chat", chat.Person.ChatId)
        );
        const string Id = "'copy-' || conversation_id || '-' || CAST(n AS text)";
        var values = columns.Select(column =>
            column switch
            {
                "id" => Id,
                "parent_id" => $"CASE WHEN n = @last + 1 THEN (SELECT id FROM messages WHERE conversation_id = @chat AND depth = @last) "
                    + "ELSE 'copy-' || conversation_id || '-' || CAST(n - 1 AS text) END",
                "depth" => "n",
                _ => column,
            }
        );
        await database.ExecuteAsync(
            $"""
            WITH RECURSIVE numbers (n) AS (SELECT @last + 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < @most)
            INSERT INTO messages ({string.Join(", ", columns)})
            SELECT {string.Join(", ", values)} FROM numbers JOIN messages
                ON conversation_id = @chat AND depth = @last - 1 + (n - @last + 1) % 2
            """,
            cancellationToken,
            ("@chat", chat.Person.ChatId),
            ("@last", last),
            ("@most", chat.Length - 1L)
        );
        await database.ExecuteAsync(
            "UPDATE conversations SET message_count = @count WHERE id = @chat",
            cancellationToken,
            ("@chat", chat.Person.ChatId),
            ("@count", (long)chat.Length)
        );
    }

    private static void Print(List<Chat> chats)
    {
        var table = new Table("messages", "open p50 ms", "p95", "accepted p50 ms", "first token p50", "whole turn p50", "p95");
        foreach (var chat in chats)
        {
            var (opened, done) = (Sample.Milliseconds(chat.Opened), Sample.Milliseconds(chat.Turns.Select(turn => turn.Done)));
            table.Add(
                chat.Length,
                opened.Median,
                opened.At(0.95),
                Sample.Milliseconds(chat.Turns.Select(turn => turn.Accepted)).Median,
                Sample.Milliseconds(chat.Turns.Select(turn => turn.FirstToken)).Median,
                done.Median,
                done.At(0.95)
            );
        }

        table.Print();
        var open = Sample.Milliseconds(chats[1].Opened).Median / Sample.Milliseconds(chats[0].Opened).Median;
        var turns = chats.Select(chat => Sample.Milliseconds(chat.Turns.Select(turn => turn.Done)).Median).ToList();
        Console.WriteLine($"long/short, of medians: opening {open:N2}, a turn {turns[1] / turns[0]:N2}");
    }

    private sealed record Chat(int Length, KithPerson Person, SocketDoor Door)
    {
        public List<TimeSpan> Opened { get; } = [];

        public List<TurnTimes> Turns { get; } = [];

        public async Task RunAsync(bool isWarmUp, CancellationToken cancellationToken)
        {
            var start = Stopwatch.GetTimestamp();
            await Person.SendAsync(HttpMethod.Get, $"/api/ai/chats/{Person.ChatId}/", body: null, cancellationToken);
            await Person.SendAsync(HttpMethod.Get, $"/api/ai/chats/{Person.ChatId}/messages/?order=desc", body: null, cancellationToken);
            var opened = Stopwatch.GetElapsedTime(start);
            var turn = await Door.SayAsync("And how was your day?", cancellationToken);
            if (isWarmUp)
                return;
            Opened.Add(opened);
            Turns.Add(turn);
        }
    }
}

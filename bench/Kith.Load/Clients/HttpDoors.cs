using System.Diagnostics;
using System.Net.ServerSentEvents;
using System.Text;

namespace Kith.Load.Clients;

/// <summary>Over <c>send_message</c> with <c>Accept: text/event-stream</c>.</summary>
internal sealed class StreamDoor(KithPerson person) : Door
{
    public override async Task<TurnTimes> SayAsync(string text, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        using var request = person.Message(text, "text/event-stream");
        using var response = await person.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!response.IsSuccessStatusCode)
            throw new TurnFailedException(await response.Content.ReadAsStringAsync(cancellationToken));
        TimeSpan accepted = default,
            first = default;
        var seen = Seen;
        var events = SseParser.Create(
            await response.Content.ReadAsStreamAsync(cancellationToken),
            (type, data) =>
            {
                if (type == "token" && seen is not null)
                    SocketDoor.Tell(data, seen);
                return type == "error" ? Encoding.UTF8.GetString(data) : null;
            }
        );
        await foreach (var item in events.EnumerateAsync(cancellationToken))
        {
            if (item.Data is { } error)
                throw new TurnFailedException(error);
            if (item.EventType == "message")
                accepted = Since(start);
            else if (item.EventType == "token" && first == default)
                first = Since(start);
        }

        return new TurnTimes(accepted, first, Since(start));
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>Over <c>send_message</c>, which answers when the answer is whole.</summary>
internal sealed class JsonDoor(KithPerson person) : Door
{
    public override async Task<TurnTimes> SayAsync(string text, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        using var request = person.Message(text, "application/json");
        using var response = await person.Http.SendAsync(request, cancellationToken);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        if (!response.IsSuccessStatusCode)
            throw new TurnFailedException(Encoding.UTF8.GetString(body));
        var done = Since(start);
        return new TurnTimes(done, done, done);
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

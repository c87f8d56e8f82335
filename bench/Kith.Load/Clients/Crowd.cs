using System.Text.Json.Nodes;
using Kith.Load.Servers;

namespace Kith.Load.Clients;

/// <summary>People who talk at the same time, each in a chat of their own.</summary>
internal sealed class Crowd : IAsyncDisposable
{
    private readonly HttpClient _http = NewHttp();
    private readonly List<Door> _doors = [];

    public IReadOnlyList<Door> Doors => _doors;

    public static HttpClient NewHttp() => new(new SocketsHttpHandler { UseCookies = false }) { Timeout = TimeSpan.FromMinutes(2) };

    /// <summary>Lets them in. The relay has sockets only, and no memory.</summary>
    public static async Task<Crowd> EnterAsync(
        ChildServer server,
        Target target,
        DoorKind kind,
        int count,
        bool remembers,
        CancellationToken cancellationToken
    )
    {
        var crowd = new Crowd();
        for (var i = 0; i < count; i++)
        {
            var person = target == Target.Relay ? null : await KithPerson.EnterAsync(crowd._http, server.Address, cancellationToken);
            if (person is not null && !remembers)
                await person.SendAsync(
                    HttpMethod.Patch,
                    "/api/user-profile/",
                    new JsonObject { ["memory_enabled"] = false },
                    cancellationToken
                );
            crowd._doors.Add(
                person is null || kind == DoorKind.Ws ? await SocketDoor.OpenAsync(server.Address, person, cancellationToken)
                : kind == DoorKind.Sse ? new StreamDoor(person)
                : new JsonDoor(person)
            );
        }

        return crowd;
    }

    /// <summary>All of them say one thing after another until the time is over; each answer is waited for.</summary>
    /// <param name="spread">They begin one after another within this time.</param>
    /// <returns>The times of all turns that ended in time, unordered.</returns>
    public async Task<List<TurnTimes>> TalkAsync(TimeSpan time, TimeSpan spread, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(time);
        var all = await Task.WhenAll(
            _doors.Select((door, i) => Task.Run(() => TalkAsync(door, spread * i / _doors.Count, end.Token), end.Token))
        );
        return [.. all.SelectMany(times => times)];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var door in _doors)
            await door.DisposeAsync();
        _http.Dispose();
    }

    /// <summary>The turn under way at the end is finished, so that the next can begin; only those that ended in time count.</summary>
    private static async Task<List<TurnTimes>> TalkAsync(Door door, TimeSpan wait, CancellationToken end)
    {
        var times = new List<TurnTimes>();
        await Task.Delay(wait, end);
        while (!end.IsCancellationRequested)
        {
            var turn = await door.SayAsync("Hello there, how was your day? Mine was long.", CancellationToken.None);
            if (!end.IsCancellationRequested)
                times.Add(turn);
        }

        return times;
    }
}

using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Kith.Engine.People.Push;
using Kith.Engine.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.Tests.People.Push;

/// <summary>A node that sends pushes to a fake service, of a kind whose content the test decides.</summary>
internal sealed class PushScene : IAsyncDisposable
{
    public const string Kind = "message";

    /// <summary>By subject: what was read or deleted meanwhile.</summary>
    private readonly ConcurrentDictionary<string, bool> _over = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Browser> _browsers = new(StringComparer.Ordinal);
    private readonly bool _ownsService;

    private PushScene(Database database, FakeClock clock, FakePushService service, bool ownsService, FcmAccount? fcm, string nodeId)
    {
        (Service, _ownsService) = (service, ownsService);
        var options = new PushOptions
        {
            OwnServices = [service.Origin],
            Subject = "mailto:admin@example.org",
            Fcm = fcm,
        };
        Node = new PeopleNode(database, clock, nodeId, options, new PushKind(Kind, FindAsync));
    }

    public PeopleNode Node { get; }

    public FakePushService Service { get; }

    public FakeClock Clock => Node.Clock;

    public PushSubscriptions Subscriptions => Node.Get<PushSubscriptions>();

    public PushDispatcher Dispatcher => Node.Get<PushDispatcher>();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<PushScene> StartAsync(Database database, Func<FakePushService, FcmAccount>? fcm = null)
    {
        var service = await FakePushService.StartAsync();
        return new PushScene(database, new FakeClock(), service, ownsService: true, fcm?.Invoke(service), "node-a");
    }

    /// <summary>A second node on the same database, with the same service, clock and devices.</summary>
    public PushScene Another(Database? database = null) =>
        new(database ?? Node.Database, Clock, Service, ownsService: false, fcm: null, "node-b");

    /// <summary>A browser of theirs, which the service knows by this name.</summary>
    public async Task<PushSubscription> SubscribeAsync(SignedIn person, string device, bool showContent = false)
    {
        var browser = _browsers[device] = new Browser();
        return (
            await Subscriptions.AddAsync(
                person.Caller,
                person.SignInId,
                new NewPushSubscription(null, Service.AddressOf(device), browser.PublicKey, browser.Secret, null, null, showContent),
                Cancel
            )
        ).Value;
    }

    /// <summary>Something happens to them.</summary>
    public Task TellAsync(SignedIn person, string subject, string topic = "chat-1", TimeSpan? lastsFor = null, TimeSpan delay = default) =>
        Node.Database.WriteAsync(
            async session =>
            {
                var notice = new PushNotice(Kind, subject, topic) { Delay = delay };
                await Node.Get<PushQueue>()
                    .AddAsync(session, [person.Caller.PrincipalId], lastsFor is { } time ? notice with { LastsFor = time } : notice);
                return default(Done);
            },
            Cancel
        );

    /// <summary>It was read, or deleted.</summary>
    public void End(string subject) => _over[subject] = true;

    /// <summary>Sends everything that is due now; how many that were.</summary>
    public async Task<int> SendDueAsync()
    {
        var count = 0;
        while (await Dispatcher.TakeAsync(4, Cancel) is { Count: > 0 } pushes)
        {
            count += pushes.Count;
            foreach (var push in pushes)
                await Dispatcher.SendAsync(push, Cancel);
        }

        return count;
    }

    /// <summary>What the service was given for a device, as the device reads it.</summary>
    public IReadOnlyList<JsonNode> ReadBy(string device) =>
        [.. Service.Requests.Where(request => request.Device == device).Select(request => Read(request))];

    public JsonNode Read(PushRequest request) => JsonNode.Parse(_browsers[request.Device].Read(request.Body))!;

    public Task<long> WaitingAsync() => Node.CountAsync("SELECT count(*) FROM pushes");

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        if (_ownsService)
            await Service.DisposeAsync();
    }

    private Task<PushContent?> FindAsync(ReadSession session, string principalId, string subjectId) =>
        Task.FromResult(
            _over.ContainsKey(subjectId)
                ? null
                : new PushContent("New message", $"From somebody: {subjectId}", $"Secret text of {subjectId}", $"/chats/{subjectId}")
        );
}

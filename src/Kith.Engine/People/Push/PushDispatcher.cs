using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Kith.Engine.Models.Pipeline;
using Kith.Engine.People.Presence;
using Kith.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace Kith.Engine.People.Push;

/// <summary>Takes pushes that are due and sends them: each at least once, by one node at a time, at most four times.</summary>
internal sealed partial class PushDispatcher(
    Database database,
    PushQueue queue,
    LivePeople people,
    IReadOnlyDictionary<string, IPushSender> senders,
    PushOptions options,
    TimeProvider clock,
    ILogger<PushDispatcher> log
)
{
    /// <summary>How long one is held: longer than sending it twice takes. After that its node went down.</summary>
    internal static readonly TimeSpan HeldFor = TimeSpan.FromMinutes(1);

    /// <summary>What a device shows in place of who wrote.</summary>
    internal const string HiddenTitle = "Kith";

    private const int MostTitle = 80;
    private const int MostBody = 300;
    private const int MostServices = 256;

    /// <summary>How long to wait after each failure when the service doesn't say; there are as many tries again.</summary>
    private static readonly TimeSpan[] s_waits = [TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5)];

    /// <summary>How long pushes wait for a service that is out of order.</summary>
    private static readonly TimeSpan s_outOfOrder = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, CircuitBreaker> _breakers = new(StringComparer.Ordinal);

    /// <summary>Holds what is due, and forgets what isn't worth telling any more. Nothing means that nothing is due, or that others took it.</summary>
    public Task<IReadOnlyList<PushRow>> TakeAsync(int most, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                var now = clock.NowMs();
                await PushStore.DeleteExpiredAsync(session, now);
                return await PushStore.TakeAsync(session, most, now, now + (long)HeldFor.TotalMilliseconds);
            },
            cancellationToken
        );

    /// <summary>How long until the next one is due; null when there is none.</summary>
    public async Task<TimeSpan?> NextDueAsync(CancellationToken cancellationToken)
    {
        var dueAt = await database.ReadAsync(PushStore.NextDueAsync, cancellationToken);
        return dueAt is { } at ? TimeSpan.FromMilliseconds(at - clock.NowMs()) : null;
    }

    /// <summary>Sends one that is held, if there is still something to tell, and notes what came of it.</summary>
    public async Task SendAsync(PushRow push, CancellationToken cancellationToken)
    {
        var (device, content) = await database.ReadAsync(session => FindAsync(session, push), cancellationToken);
        if (device is null || content is null || push.Attempts > s_waits.Length + 1 || !senders.TryGetValue(device.Kind, out var sender))
        {
            await EndAsync(push, cancellationToken);
            return;
        }

        var breaker = BreakerOf(sender.ServiceOf(device));
        if (!breaker.TryEnter())
        {
            await ReturnAsync(push, s_outOfOrder, push.Attempts - 1, cancellationToken);
            return;
        }

        var isKnown = false;
        try
        {
            var outcome = await TrySendAsync(sender, device, push, content, cancellationToken);
            if (outcome is { Result: PushResult.Failed, RetryAfter: null })
                breaker.Fail();
            else
                breaker.Succeed();
            isKnown = true;
            await NoteAsync(push, device, sender.ServiceOf(device), outcome, cancellationToken);
        }
        finally
        {
            if (!isKnown)
                breaker.Leave();
        }
    }

    /// <summary>What is too much for the service is told once more with nothing but that there is something.</summary>
    private async Task<PushOutcome> TrySendAsync(
        IPushSender sender,
        PushSubscriptionRow device,
        PushRow push,
        PushContent content,
        CancellationToken cancellationToken
    )
    {
        var isShown = device.ShowContent == 1;
        var outcome = await TrySendAsync(sender, device, MessageOf(push, device, content, isShown), cancellationToken);
        return isShown && outcome.Result == PushResult.TooLarge
            ? await TrySendAsync(sender, device, MessageOf(push, device, content, isShown: false), cancellationToken)
            : outcome;
    }

    /// <summary>The device and what it is told, unless there is nothing to tell it.</summary>
    private async Task<(PushSubscriptionRow? Device, PushContent? Content)> FindAsync(ReadSession session, PushRow push)
    {
        if (await PushSubscriptionStore.FindAsync(session, push.SubscriptionId) is not { } device || device.ExpiresAt <= clock.NowMs())
            return default;
        if (await people.IsLiveAsync(session, device.PrincipalId))
            return default;
        return (device, await queue.FindContentAsync(session, push.Kind, device.PrincipalId, push.SubjectId));
    }

    private PushMessage MessageOf(PushRow push, PushSubscriptionRow device, PushContent content, bool isShown) =>
        new(
            push.Kind,
            isShown ? TextRules.Cut(content.Title, MostTitle) : HiddenTitle,
            isShown ? TextRules.Cut(content.Body, MostBody) : content.Hidden,
            content.Path,
            TagOf(device, push.Topic),
            TimeSpan.FromMilliseconds(Math.Max(0, push.ExpiresAt - clock.NowMs()))
        );

    /// <summary>Different for each device, or push services would see who talks with whom.</summary>
    private static string TagOf(PushSubscriptionRow device, string topic) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes($"{device.Id}\n{topic}")).AsSpan(0, 24));

    private async Task<PushOutcome> TrySendAsync(
        IPushSender sender,
        PushSubscriptionRow device,
        PushMessage message,
        CancellationToken cancellationToken
    )
    {
        using var time = new CancellationTokenSource(options.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellationToken);
        try
        {
            return await sender.SendAsync(device, message, either.Token);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return PushAnswer.Of(e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            return PushAnswer.Of(e);
        }
    }

    private Task NoteAsync(
        PushRow push,
        PushSubscriptionRow device,
        string service,
        PushOutcome outcome,
        CancellationToken cancellationToken
    )
    {
        switch (outcome.Result)
        {
            case PushResult.Sent:
                return EndAsync(push, cancellationToken);
            case PushResult.Gone:
                LogGone(log, service, outcome.Detail);
                return database.WriteAsync(session => PushSubscriptionStore.DropAsync(session, device), cancellationToken);
            case PushResult.Failed when push.Attempts <= s_waits.Length:
                LogFailed(log, service, outcome.Detail);
                var asked = outcome.RetryAfter is { } time && time > TimeSpan.Zero ? time : (TimeSpan?)null;
                return ReturnAsync(push, asked ?? s_waits[push.Attempts - 1], push.Attempts, cancellationToken);
            default:
                LogGivenUp(log, service, outcome.Detail);
                return EndAsync(push, cancellationToken);
        }
    }

    private Task<Done> EndAsync(PushRow push, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                await PushStore.RemoveAsync(session, push, clock.NowMs());
                return default(Done);
            },
            cancellationToken
        );

    /// <summary>To be tried again after that, if it is still worth telling then.</summary>
    private Task<Done> ReturnAsync(PushRow push, TimeSpan wait, long attempts, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                var dueAt = clock.NowMs() + (long)wait.TotalMilliseconds;
                await (
                    dueAt < push.ExpiresAt
                        ? PushStore.ReturnAsync(session, push, dueAt, attempts)
                        : PushStore.RemoveAsync(session, push, clock.NowMs())
                );
                return default(Done);
            },
            cancellationToken
        );

    private CircuitBreaker BreakerOf(string service)
    {
        // People name hosts, so there could be any number of them.
        if (_breakers.Count >= MostServices && !_breakers.ContainsKey(service))
            _breakers.Clear();
        return _breakers.GetOrAdd(service, _ => new CircuitBreaker(clock));
    }

    [LoggerMessage(LogLevel.Debug, "A push to {Service} failed ({Detail}); it is tried again later")]
    private static partial void LogFailed(ILogger logger, string service, string detail);

    [LoggerMessage(LogLevel.Information, "{Service} doesn't know a device any more ({Detail}); its subscription is dropped")]
    private static partial void LogGone(ILogger logger, string service, string detail);

    [LoggerMessage(LogLevel.Warning, "A push to {Service} was given up ({Detail})")]
    private static partial void LogGivenUp(ILogger logger, string service, string detail);
}

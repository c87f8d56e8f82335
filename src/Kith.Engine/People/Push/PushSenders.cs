namespace Kith.Engine.People.Push;

/// <summary>Who tells which kind of device. They share their connections.</summary>
internal sealed class PushSenders : IDisposable
{
    private readonly SocketsHttpHandler _handler;
    private readonly HttpClient _http;
    private readonly FcmSender? _fcm;

    public PushSenders(PushOptions options, PushServices services, VapidKeys keys, TimeProvider clock)
    {
        _handler = PushHttp.CreateHandler(options);
        _http = new HttpClient(_handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        _fcm = options.Fcm is { } account ? new FcmSender(account, _handler, clock) : null;
        var all = new Dictionary<string, IPushSender>(StringComparer.Ordinal)
        {
            [PushSubscriptions.Web] = new WebPushSender(options, services, keys, _http, clock),
        };
        if (_fcm is not null)
            all.Add(PushSubscriptions.Fcm, _fcm);
        All = all;
    }

    /// <summary>By the kind of subscription.</summary>
    public IReadOnlyDictionary<string, IPushSender> All { get; }

    public void Dispose()
    {
        _fcm?.Dispose();
        _http.Dispose();
        _handler.Dispose();
    }
}

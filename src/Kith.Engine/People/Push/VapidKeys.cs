using Kith.Engine.People.Push.WebPush;
using Kith.Engine.Users;

namespace Kith.Engine.People.Push;

/// <summary>The key all nodes are known by at push services, made when it is first needed. It never changes: browsers subscribed with it.</summary>
internal sealed class VapidKeys(Secrets secrets) : IDisposable
{
    private const string Purpose = "vapid";

    private VapidKey? _key;

    public async ValueTask<VapidKey> GetAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _key) is { } key)
            return key;
        var ring = await secrets.RotateAsync(Purpose, TimeSpan.MaxValue, TimeSpan.MaxValue, cancellationToken);
        var made = VapidKey.Derive(ring[0].Value);
        if (Interlocked.CompareExchange(ref _key, made, null) is not { } other)
            return made;
        made.Dispose();
        return other;
    }

    public void Dispose() => _key?.Dispose();
}

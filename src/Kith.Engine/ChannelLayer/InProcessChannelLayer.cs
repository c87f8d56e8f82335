using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Kith.Engine.ChannelLayer;

/// <summary>
/// Publish/subscribe for what may be lost: wake-up hints, typing, requests to stop. The truth is in the database. This one
/// reaches the subscribers of this process.
/// </summary>
public sealed class InProcessChannelLayer
{
    private readonly ConcurrentDictionary<string, ImmutableArray<Action<string>>> _channels = new(StringComparer.Ordinal);

    /// <summary>Hands <paramref name="payload"/> to every subscriber of the channel, on the caller's thread.</summary>
    public void Publish(string channel, string payload = "")
    {
        if (!_channels.TryGetValue(channel, out var subscribers))
            return;
        foreach (var subscriber in subscribers)
            subscriber(payload);
    }

    /// <summary>Calls <paramref name="receive"/> for each payload until disposed. It must be quick and must not throw.</summary>
    public IDisposable Subscribe(string channel, Action<string> receive)
    {
        _channels.AddOrUpdate(channel, _ => [receive], (_, subscribers) => subscribers.Add(receive));
        return new Subscription(this, channel, receive);
    }

    private void Unsubscribe(string channel, Action<string> receive)
    {
        while (_channels.TryGetValue(channel, out var subscribers))
        {
            var rest = subscribers.Remove(receive);
            var pair = KeyValuePair.Create(channel, subscribers);
            if (rest.IsEmpty ? _channels.TryRemove(pair) : _channels.TryUpdate(channel, rest, subscribers))
                return;
        }
    }

    private sealed class Subscription(InProcessChannelLayer layer, string channel, Action<string> receive) : IDisposable
    {
        public void Dispose() => layer.Unsubscribe(channel, receive);
    }
}

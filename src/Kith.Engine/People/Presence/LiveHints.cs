using System.Text.Json;
using Kith.Engine.ChannelLayer;

namespace Kith.Engine.People.Presence;

/// <summary>
/// What is told to whoever is here now, and kept nowhere: each person has a channel, which any of their devices listens to. It goes as text,
/// so that a channel layer between nodes can carry it.
/// </summary>
public sealed class LiveHints(InProcessChannelLayer channels)
{
    /// <summary>Calls <paramref name="receive"/> for each hint to this person, until disposed of. It must be quick and must not throw.</summary>
    public IDisposable Listen(string principalId, Action<LiveHint> receive) =>
        channels.Subscribe(
            Channel(principalId),
            text =>
            {
                if (JsonSerializer.Deserialize<LiveHint>(text) is { } hint)
                    receive(hint);
            }
        );

    internal void Tell(IEnumerable<string> principalIds, LiveHint hint)
    {
        var text = JsonSerializer.Serialize(hint);
        foreach (var principalId in principalIds)
            channels.Publish(Channel(principalId), text);
    }

    private static string Channel(string principalId) => $"live:{principalId}";
}

/// <summary>One of these.</summary>
public sealed record LiveHint(PersonTyping? Typing = null, PersonPresence? Presence = null);

/// <summary>Somebody writes in a chat, or has stopped.</summary>
public sealed record PersonTyping(string ChatId, string PersonId, bool IsTyping);

/// <summary>Whether somebody is there.</summary>
/// <param name="Status">One of <see cref="PresenceStatus"/>.</param>
/// <param name="LastSeen">When they left, in milliseconds; null while they are there, and where that isn't to be known.</param>
public sealed record PersonPresence(string PersonId, string Status, long? LastSeen);

public static class PresenceStatus
{
    public const string Online = "online";

    /// <summary>None of their devices is looked at.</summary>
    public const string Away = "away";

    public const string Offline = "offline";
}

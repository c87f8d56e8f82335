using System.Collections.Concurrent;
using Kith.Engine.People.Presence;
using Kith.Engine.Users;

namespace Kith.Engine.Tests.People.Presence;

/// <summary>What a device of somebody's hears, until it is disposed of.</summary>
internal sealed class Ears : IDisposable
{
    private readonly ConcurrentQueue<LiveHint> _heard = new();
    private readonly IDisposable _listening;

    public Ears(EngineApp app, Caller person) => _listening = app.LiveHints.Listen(person.PrincipalId, _heard.Enqueue);

    public IReadOnlyList<LiveHint> Heard => [.. _heard];

    public IEnumerable<bool> Typed => Heard.Select(hint => hint.Typing!.IsTyping);

    public IEnumerable<PersonPresence> Seen => Heard.Select(hint => hint.Presence!);

    public void Dispose() => _listening.Dispose();
}

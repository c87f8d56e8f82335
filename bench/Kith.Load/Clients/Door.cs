using System.Diagnostics;

namespace Kith.Load.Clients;

/// <summary>How long a turn took, each from sending the message.</summary>
/// <param name="Accepted">The message was told to be stored; for doors that don't tell, as long as the whole.</param>
internal sealed record TurnTimes(TimeSpan Accepted, TimeSpan FirstToken, TimeSpan Done);

/// <summary>A piece of an answer came.</summary>
internal delegate void TokenSeen(string turnId, int index, string content);

/// <summary>One person in one chat, who says something and waits for the answer. One turn at a time.</summary>
internal abstract class Door : IAsyncDisposable
{
    /// <summary>Called for each token; null where nobody looks, which spares the parsing.</summary>
    public TokenSeen? Seen { get; set; }

    /// <summary>Says it and waits for the end of the answer.</summary>
    /// <exception cref="TurnFailedException">The server answered with an error.</exception>
    public abstract Task<TurnTimes> SayAsync(string text, CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();

    private protected static TimeSpan Since(long start) => Stopwatch.GetElapsedTime(start);
}

/// <summary>An <c>error</c> in place of an answer.</summary>
internal sealed class TurnFailedException(string error) : Exception(error);

/// <summary>The doors that can be loaded.</summary>
internal enum DoorKind
{
    Ws,
    Sse,
    Rest,
}

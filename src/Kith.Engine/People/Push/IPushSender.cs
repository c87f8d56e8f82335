namespace Kith.Engine.People.Push;

/// <summary>Hands a push to the service of a device.</summary>
internal interface IPushSender
{
    /// <summary>The host it would be handed to.</summary>
    string ServiceOf(PushSubscriptionRow device);

    /// <summary>Tries once, within the time of the options.</summary>
    Task<PushOutcome> SendAsync(PushSubscriptionRow device, PushMessage message, CancellationToken cancellationToken);
}

/// <summary>What one device is told.</summary>
/// <param name="Kind">The name of its <see cref="PushKind"/>.</param>
/// <param name="Tag">What collapses it: 32 characters of base64url, different for each device.</param>
/// <param name="LastsFor">How long the service may keep it.</param>
internal sealed record PushMessage(string Kind, string Title, string Body, string Path, string Tag, TimeSpan LastsFor);

/// <param name="Result">What came of it.</param>
/// <param name="RetryAfter">When the service asked for patience.</param>
/// <param name="Detail">For the log: a status, never an address.</param>
internal sealed record PushOutcome(PushResult Result, string Detail, TimeSpan? RetryAfter = null);

internal enum PushResult
{
    Sent,

    /// <summary>The service doesn't know the device any more.</summary>
    Gone,

    /// <summary>Too much at once.</summary>
    TooLarge,

    /// <summary>Not now.</summary>
    Failed,

    /// <summary>Not like this, however often.</summary>
    Refused,
}

namespace Kith.Server.Hosting;

/// <summary>How often something may be done, or how much of it at the same time, by one caller or from one network.</summary>
/// <param name="Refused">What whoever does it once more is told.</param>
internal sealed record RateLimit(string Refused)
{
    /// <summary>Every request, and every frame of a socket.</summary>
    public static readonly RateLimit General = new("Too many requests. Wait a little.") { PerMinute = 1200 };

    /// <summary>Messages to a model or to people.</summary>
    public static readonly RateLimit Send = new("Too many messages. Wait a little.") { PerMinute = 120 };

    /// <summary>Asking people to be connected: neither a way to find out who is here, nor to pester them.</summary>
    public static readonly RateLimit Ask = new("Too many requests to people. Wait a little.") { PerHour = 30 };

    /// <summary>New guests.</summary>
    public static readonly RateLimit Guest = new("Too many new guests from this network. Wait a little.")
    {
        PerMinute = 60,
        IsPerNetwork = true,
    };

    /// <summary>Signing in, registering, and whatever else tries a password.</summary>
    public static readonly RateLimit SignIn = new("Too many sign-ins from this network. Wait a little.")
    {
        PerMinute = 60,
        IsPerNetwork = true,
    };

    /// <summary>Imports and exports.</summary>
    public static readonly RateLimit InAndOut = new("Too many imports and exports at the same time. Wait for one to end.") { AtOnce = 2 };

    /// <summary>Of an API key ten times as many.</summary>
    public int PerMinute { get; init; }

    /// <summary>Instead: for what is rare. Of an API key no more.</summary>
    public int PerHour { get; init; }

    /// <summary>Instead: how much at the same time.</summary>
    public int AtOnce { get; init; }

    /// <summary>Whoever calls from it.</summary>
    public bool IsPerNetwork { get; init; }
}

namespace Kith.Engine.People.Push;

/// <summary>Where pushes go, and as whom. The figures are those of FAULTS; tests shorten none of them.</summary>
public sealed class PushOptions
{
    /// <summary>Whom a push service may write to about us (RFC 8292, section 2.1): an <c>https:</c> or <c>mailto:</c> address.</summary>
    public string Subject { get; set; } = "https://localhost";

    /// <summary>The account for Firebase Cloud Messaging; null: no apps are told.</summary>
    public FcmAccount? Fcm { get; set; }

    /// <summary>
    /// Origins of push services of the operator's own, besides the known ones. They may be on the own network, and speak plain HTTP.
    /// </summary>
    public IReadOnlyCollection<Uri> OwnServices { get; set; } = [];

    /// <summary>How long a push service is waited for.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many pushes are on their way at once.</summary>
    public int AtOnce { get; set; } = 16;
}

using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Kith.Engine.People.Push;

namespace Kith.Server.Surfaces.Rest.Push;

/// <summary>What a browser's <c>PushSubscription.toJSON()</c> gives, with the names it has there; or an app's token of FCM's.</summary>
internal sealed record DeviceBody
{
    /// <summary>A browser when it isn't given.</summary>
    [AllowedValues("web", "fcm")]
    public string? Kind { get; init; }

    public string? Endpoint { get; init; }

    public DeviceKeysBody? Keys { get; init; }

    /// <summary>Unix milliseconds.</summary>
    [JsonPropertyName("expirationTime")]
    public double? ExpirationTime { get; init; }

    public string? Token { get; init; }

    /// <summary>Tell who wrote what; otherwise only that there is something.</summary>
    public bool? ShowContent { get; init; }

    public NewPushSubscription ToDevice() => new(Kind, Endpoint, Keys?.P256dh, Keys?.Auth, ExpirationTime, Token, ShowContent);
}

internal sealed record DeviceKeysBody
{
    [JsonPropertyName("p256dh")]
    public string? P256dh { get; init; }

    public string? Auth { get; init; }
}

/// <param name="PublicKey">What a browser subscribes with: <c>applicationServerKey</c>, in base64url.</param>
/// <param name="Fcm">Whether apps can be told by Firebase Cloud Messaging.</param>
internal sealed record PushKeyAnswer(string PublicKey, bool Fcm);

using System.ComponentModel.DataAnnotations;

namespace Kith.Engine.People.Push;

/// <summary>A device that is told, as its owner sees it: its address is for nobody to see.</summary>
/// <param name="Kind">A browser, or an app of FCM's.</param>
/// <param name="Service">The host of the push service.</param>
/// <param name="Session">The sign-in it goes with.</param>
/// <param name="ShowContent">Whether it is told who wrote what, or only that there is something.</param>
public sealed record PushSubscription(
    string Id,
    [property: AllowedValues("web", "fcm")] string Kind,
    string Service,
    string Session,
    string UserAgent,
    bool ShowContent,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt
);

/// <summary>What a device gives to be told: of a browser <c>PushSubscription.toJSON()</c>, of an app its token of FCM's.</summary>
/// <param name="Kind">Null: <c>web</c>.</param>
/// <param name="ExpiresAt">Unix ms.</param>
/// <param name="ShowContent">Null: no.</param>
public sealed record NewPushSubscription(
    string? Kind,
    string? Endpoint,
    string? PublicKey,
    string? Secret,
    double? ExpiresAt,
    string? Token,
    bool? ShowContent
);

using Kith.Engine.People.Push.WebPush;
using Kith.Engine.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.People.Push;

/// <summary>The devices of a person that are told what happens while they aren't connected. They go with the sign-in they were made by.</summary>
public sealed class PushSubscriptions
{
    /// <summary>How many somebody may have; one more, and the one renewed longest ago goes.</summary>
    public const int Most = 20;

    internal const string Web = "web";
    internal const string Fcm = "fcm";

    private const int MostTokenCharacters = 4096;

    private readonly Database _database;
    private readonly TimeProvider _clock;
    private readonly PushOptions _options;
    private readonly PushServices _services;
    private readonly VapidKeys _keys;

    internal PushSubscriptions(Database database, TimeProvider clock, PushOptions options, PushServices services, VapidKeys keys) =>
        (_database, _clock, _options, _services, _keys) = (database, clock, options, services, keys);

    /// <summary>Whether apps can be told, by Firebase Cloud Messaging.</summary>
    public bool HasFcm => _options.Fcm is not null;

    /// <summary>The key browsers subscribe with: <c>applicationServerKey</c>, in base64url.</summary>
    public async Task<string> GetKeyAsync(CancellationToken cancellationToken) => (await _keys.GetAsync(cancellationToken)).PublicKey;

    /// <summary>One's own, the newest first.</summary>
    public async Task<IReadOnlyList<PushSubscription>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        var rows = await _database.ReadAsync(session => PushSubscriptionStore.ListAsync(session, caller.PrincipalId), cancellationToken);
        return [.. rows.Select(ToView)];
    }

    /// <summary>
    /// A device is told from now on; one that is told already keeps its id and says anew how. Whoever had it before isn't told there any more.
    /// </summary>
    /// <param name="signInId">What the device is signed in by.</param>
    /// <returns><see cref="Invalid"/>; <see cref="Forbidden"/> for a guest; <see cref="Unauthenticated"/> when the sign-in is over.</returns>
    public async Task<Result<PushSubscription>> AddAsync(
        Caller caller,
        string signInId,
        NewPushSubscription device,
        CancellationToken cancellationToken
    )
    {
        if (!caller.IsRegistered)
            return new Forbidden("A guest isn't told of anything. Register first.");
        if (!Check(device).Try(out var address, out var failure))
            return failure;
        var row = new NewPushSubscriptionRow(
            _clock.NewId(),
            caller.PrincipalId,
            signInId,
            device.Kind ?? Web,
            address,
            HashOf(address),
            device.PublicKey?.TrimEnd('='),
            device.Secret?.TrimEnd('='),
            device.ShowContent == true ? 1 : 0,
            (long?)device.ExpiresAt,
            _clock.NowMs()
        );
        return await _database.WriteAsync<Result<PushSubscription>>(
            async session =>
            {
                if (await UserStore.HoldPrincipalAsync(session, caller.PrincipalId) is not PrincipalKind.User)
                    return new Unauthenticated();
                await PushSubscriptionStore.TakeAsync(session, row.AddressHash, caller.PrincipalId);
                await PushSubscriptionStore.SaveAsync(session, row);
                await PushSubscriptionStore.TrimAsync(session, caller.PrincipalId, Most);
                return await PushSubscriptionStore.FindByAddressAsync(session, row.AddressHash) is { } saved
                    ? ToView(saved)
                    : throw new InvalidOperationException("It was just saved.");
            },
            cancellationToken
        );
    }

    /// <summary>One of one's own is told no more.</summary>
    public Task<Result<Done>> RemoveAsync(Caller caller, string id, CancellationToken cancellationToken) =>
        DeleteAsync(caller, id, hash: null, cancellationToken);

    /// <summary>As above, for a device that only knows its address.</summary>
    /// <param name="endpoint">A browser's.</param>
    /// <param name="token">An app's.</param>
    /// <returns><see cref="Invalid"/> unless there is one of them.</returns>
    public async Task<Result<Done>> RemoveAsync(Caller caller, string? endpoint, string? token, CancellationToken cancellationToken) =>
        (endpoint ?? token) is { Length: > 0 } address && endpoint is null != token is null
            ? await DeleteAsync(caller, id: null, HashOf(address), cancellationToken)
            : new Invalid("endpoint", "or token is required, and not both");

    private Task<Result<Done>> DeleteAsync(Caller caller, string? id, string? hash, CancellationToken cancellationToken) =>
        _database.WriteAsync<Result<Done>>(
            async session =>
                await PushSubscriptionStore.DeleteAsync(session, caller.PrincipalId, id, hash)
                    ? default(Done)
                    : new NotFound("subscription"),
            cancellationToken
        );

    /// <summary>Its address.</summary>
    private Result<string> Check(NewPushSubscription device) =>
        device.Kind switch
        {
            null or Web => CheckBrowser(device),
            Fcm => CheckApp(device),
            _ => new Invalid("kind", $"must be {Web} or {Fcm}"),
        };

    private Result<string> CheckBrowser(NewPushSubscription device)
    {
        if (device.Token is not null)
            return new Invalid("token", $"is for {Fcm}");
        if (_services.Find(device.Endpoint) is null)
            return new Invalid("endpoint", "must be the address of a push service that browsers use");
        if (!SubscriptionKeys.TryParse(device.PublicKey, device.Secret, out _))
            return new Invalid("keys", "must hold p256dh, a point of P-256, and auth, 16 bytes: both in base64url");
        if (device.ExpiresAt is { } time && !(time > _clock.NowMs() && time < DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()))
            return new Invalid("expirationTime", "must be a time to come, in Unix milliseconds");
        return device.Endpoint!;
    }

    private Result<string> CheckApp(NewPushSubscription device)
    {
        if (!HasFcm)
            return new Invalid("kind", $"can't be {Fcm}: it isn't configured here");
        foreach (
            var (field, value) in (IEnumerable<(string, object?)>)
                [("endpoint", device.Endpoint), ("keys", device.PublicKey ?? device.Secret), ("expirationTime", device.ExpiresAt)]
        )
        {
            if (value is not null)
                return new Invalid(field, $"is for {Web}");
        }

        return device.Token is { Length: > 0 and <= MostTokenCharacters } token && token.All(c => c is > ' ' and <= '~')
            ? token
            : new Invalid("token", $"must be 1 to {MostTokenCharacters} visible ASCII characters");
    }

    private PushSubscription ToView(PushSubscriptionRow row) =>
        new(
            row.Id,
            row.Kind,
            (row.Kind == Fcm ? _options.Fcm?.Service : new Uri(row.Address))?.IdnHost ?? "",
            row.SignInId,
            row.UserAgent,
            row.ShowContent == 1,
            Time.FromMs(row.CreatedAt),
            Time.FromMs(row.ExpiresAt)
        );

    private static string HashOf(string address) => Tokens.HashOf(address);
}

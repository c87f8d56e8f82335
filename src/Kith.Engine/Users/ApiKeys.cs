using System.ComponentModel.DataAnnotations;
using Kith.Engine.ChannelLayer;
using Kith.Engine.Storage;

namespace Kith.Engine.Users;

/// <summary>An API key as its owner sees it.</summary>
/// <param name="Hint">How it begins, to tell it from others.</param>
/// <param name="LastUsedAt">To the minute; null before its first use.</param>
public sealed record ApiKey(
    string Id,
    string Name,
    string Hint,
    [property: AllowedValues("chat", "read", "admin")] IReadOnlyList<string> Scopes,
    DateTimeOffset CreatedAt,
    DateTimeOffset? LastUsedAt
);

/// <summary>A key and its secret, which is never seen again.</summary>
public sealed record NewApiKey(ApiKey Key, string Secret);

/// <summary>A key that was found good.</summary>
/// <param name="SignInId">What <see cref="Revocations"/> knows its secret by.</param>
/// <param name="Caller">Who it acts for.</param>
public sealed record KeyUse(string KeyId, string SignInId, KeyScopes Scopes, Caller Caller);

/// <summary>
/// The API keys of a person: 256 random bits behind <see cref="Prefix"/>, of which only the SHA-256 is stored. One that is revoked is
/// refused at once everywhere; nobody is its end users any more, and the worker erases them.
/// </summary>
public sealed class ApiKeys
{
    /// <summary>What every key begins with, so that one that got out can be found.</summary>
    public const string Prefix = "kith_sk_";

    /// <summary>How many somebody may have.</summary>
    public const int Most = 100;

    private const int HintLength = 4;

    private readonly Database _database;
    private readonly TimeProvider _clock;
    private readonly Revocations _revocations;
    private readonly LastSeen _lastSeen;
    private readonly InProcessChannelLayer _channels;

    internal ApiKeys(Database database, TimeProvider clock, Revocations revocations, LastSeen lastSeen, InProcessChannelLayer channels) =>
        (_database, _clock, _revocations, _lastSeen, _channels) = (database, clock, revocations, lastSeen, channels);

    /// <summary>Whoever a key acts for: one read.</summary>
    /// <returns><see cref="Unauthenticated"/> for one that isn't good, or whose owner is suspended.</returns>
    public async Task<Result<KeyUse>> OpenAsync(string secret, CancellationToken cancellationToken)
    {
        if (secret.Length != Prefix.Length + Tokens.Length)
            return Unknown();
        var hash = Tokens.HashOf(secret);
        if (
            await _database.ReadAsync(session => ApiKeyStore.FindUseAsync(session, hash), cancellationToken)
            is not { SuspendedAt: null } row
        )
            return Unknown();
        _lastSeen.Add(row.KeyId, row.PrincipalId);
        return row.ToUse();
    }

    /// <summary>One's own, the newest first.</summary>
    public async Task<IReadOnlyList<ApiKey>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        var rows = await _database.ReadAsync(session => ApiKeyStore.ListAsync(session, caller.PrincipalId), cancellationToken);
        return [.. rows.Select(row => row.ToView())];
    }

    /// <param name="scopes">Null: chat and read.</param>
    /// <returns><see cref="Invalid"/>; <see cref="Forbidden"/> for a guest, and for administering without being allowed to;
    /// <see cref="TooManyKeys"/>.</returns>
    public async Task<Result<NewApiKey>> CreateAsync(
        Caller caller,
        string? name,
        IReadOnlyCollection<string?>? scopes,
        CancellationToken cancellationToken
    )
    {
        if (!caller.IsRegistered)
            return new Forbidden("A guest can't have API keys. Register first.");
        if (!TextRules.CheckName("name", name).Try(out var called, out var failure))
            return failure;
        if (!KeyScopesExtensions.Parse(scopes).Try(out var allowed, out failure))
            return failure;
        if (allowed.HasFlag(KeyScopes.Admin) && !caller.IsAdmin)
            return new Forbidden("Only an administrator's key may administer.");
        return await _database.WriteAsync<Result<NewApiKey>>(
            async session =>
            {
                if (await UserStore.HoldPrincipalAsync(session, caller.PrincipalId) is not PrincipalKind.User)
                    return new Unauthenticated();
                if ((await ApiKeyStore.ListAsync(session, caller.PrincipalId)).Count >= Most)
                    return new TooManyKeys();
                var secret = NewSecret();
                var row = new ApiKeyRow(_clock.NewId(), called, HintOf(secret), (long)allowed, _clock.NowMs(), LastUsedAt: null);
                await ApiKeyStore.AddAsync(session, row, caller.PrincipalId, Tokens.HashOf(secret));
                return new NewApiKey(row.ToView(), secret);
            },
            cancellationToken
        );
    }

    /// <summary>Another secret for one of one's own, which keeps its end users; the former is refused at once.</summary>
    public async Task<Result<NewApiKey>> RotateAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        var secret = NewSecret();
        return await _database.WriteAsync<Result<NewApiKey>>(
            async session =>
                await ReplaceAsync(session, caller, id, Tokens.HashOf(secret), HintOf(secret))
                && await ApiKeyStore.FindAsync(session, caller.PrincipalId, id) is { } row
                    ? new NewApiKey(row.ToView(), secret)
                    : new NotFound("API key"),
            cancellationToken
        );
    }

    /// <summary>Ends one of one's own. However many end users it has, they are erased afterwards.</summary>
    public Task<Result<Done>> RevokeAsync(Caller caller, string id, CancellationToken cancellationToken) =>
        _database.WriteAsync<Result<Done>>(
            async session =>
            {
                if (!await ReplaceAsync(session, caller, id, hash: null, hint: ""))
                    return new NotFound("API key");
                session.AfterCommit(() => _channels.Publish(Erasures.Channel));
                return default(Done);
            },
            cancellationToken
        );

    /// <summary>False when there is no such key that works.</summary>
    private async Task<bool> ReplaceAsync(WriteSession session, Caller caller, string id, string? hash, string hint)
    {
        var held = await ApiKeyStore.HoldAsync(session, caller.PrincipalId, id);
        foreach (var key in held)
            await ApiKeyStore.SetSecretAsync(session, key.Id, hash, hint);
        await _revocations.AddAsync(session, [.. held.Select(key => key.SignInId)]);
        return held.Count > 0;
    }

    private static Unauthenticated Unknown() => new("This API key is no good.");

    private static string NewSecret() => Prefix + Tokens.New();

    private static string HintOf(string secret) => secret[..(Prefix.Length + HintLength)];
}

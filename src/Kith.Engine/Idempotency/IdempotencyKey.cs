namespace Kith.Engine.Idempotency;

/// <summary>
/// A client's own name for one request that makes something. The same request sent again with it makes nothing more, and is answered from
/// what the first made. It belongs to the principal who sent it.
/// </summary>
/// <param name="Key">As the client wrote it.</param>
/// <param name="Hash">Of everything the request asks for: another one with this key is refused.</param>
public sealed record IdempotencyKey(string Key, string Hash);

/// <summary>What a request made.</summary>
/// <param name="IsReplay">True when an earlier request with the same key made it, and this one nothing.</param>
public sealed record Made<T>(T Value, bool IsReplay);

/// <summary>The key came with another request before.</summary>
public sealed record IdempotencyMismatch()
    : Failure("idempotency_mismatch", "This Idempotency-Key was sent with another request. Take a new key for a new request.");

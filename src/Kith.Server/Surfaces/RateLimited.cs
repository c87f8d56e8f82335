using Kith.Engine;

namespace Kith.Server.Surfaces;

/// <summary>Too often, at a door that counts for itself.</summary>
internal sealed record RateLimited() : Failure("rate_limited", "Too many messages. Wait a little.");

/// <summary>What a storage failure is at a door without status codes.</summary>
internal sealed record StorageUnavailable() : Failure("storage_unavailable", "The database can't answer now. Try again soon.");

/// <summary>How many messages of another chat may be asked for as context.</summary>
internal static class ContextLimits
{
    public const long MostMessages = 200;
}

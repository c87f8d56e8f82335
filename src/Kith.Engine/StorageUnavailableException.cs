namespace Kith.Engine;

/// <summary>The database is locked, full, unreachable or going away. Surfaces answer 503 with <c>Retry-After</c>.</summary>
public sealed class StorageUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

using Kith.Engine;

namespace Kith.Server.Surfaces;

/// <summary>What a storage failure is at a door without status codes.</summary>
internal sealed record StorageUnavailable() : Failure("storage_unavailable", "The database can't answer now. Try again soon.");

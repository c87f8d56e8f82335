using Kith.Engine;
using Kith.Engine.Storage;

namespace Kith.Tests.Shared;

/// <summary>A database that can be out of reach while a test says so, for everything or for writes.</summary>
internal sealed class BreakableDatabase(Database inner, Func<bool> fails, Func<bool>? failsToWrite = null) : Database
{
    public override TimeProvider Clock => inner.Clock;

    public override string Description => inner.Description;

    public override Task<T> ReadAsync<T>(Func<ReadSession, Task<T>> read, CancellationToken cancellationToken = default) =>
        fails() ? Task.FromException<T>(Broken()) : inner.ReadAsync(read, cancellationToken);

    public override Task<T> WriteAsync<T>(Func<WriteSession, Task<T>> write, CancellationToken cancellationToken = default) =>
        fails() || failsToWrite?.Invoke() == true ? Task.FromException<T>(Broken()) : inner.WriteAsync(write, cancellationToken);

    public override Task OpenAsync(CancellationToken cancellationToken) => inner.OpenAsync(cancellationToken);

    public override ValueTask DisposeAsync() => inner.DisposeAsync();

    private static StorageUnavailableException Broken() => new("The test broke it.");
}

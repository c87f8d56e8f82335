using System.Reflection;
using System.Runtime.InteropServices;

namespace Kith.Engine.Storage;

/// <summary>
/// The operating system's SQLite, which its distribution patches, in place of a bundled copy. See docs/decisions.
/// </summary>
internal static class SqliteLibrary
{
    private static readonly Version Oldest = new(3, 35);
    private static readonly Lock Gate = new();
    private static bool _loaded;

    /// <summary>Loads the library once; answers its version.</summary>
    /// <exception cref="StorageUnavailableException">There is none, or it is older than 3.35 (no RETURNING).</exception>
    public static unsafe string Load()
    {
        lock (Gate)
        {
            if (!_loaded)
            {
                NativeLibrary.SetDllImportResolver(typeof(SqliteNative).Assembly, Resolve);
                // All connections would wait for each other at every allocation, for a count that nobody reads.
                if (!OperatingSystem.IsMacOS())
                    _ = SqliteNative.Configure(SqliteNative.CountMemory, 0);
                _loaded = true;
            }
        }

        var version = SqliteNative.Text(SqliteNative.Version());
        return Version.TryParse(version, out var parsed) && parsed >= Oldest
            ? version
            : throw new StorageUnavailableException($"SQLite {version} is too old: Kith needs {Oldest} or later.");
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != SqliteNative.Library)
            return 0;
        string[] candidates =
            OperatingSystem.IsWindows() ? ["winsqlite3.dll"]
            : OperatingSystem.IsMacOS() ? ["libsqlite3.dylib", "/usr/lib/libsqlite3.dylib"]
            : ["libsqlite3.so.0", "libsqlite3.so"];
        foreach (var candidate in candidates)
        {
            if (NativeLibrary.TryLoad(candidate, out var handle))
                return handle;
        }

        throw new StorageUnavailableException(
            $"SQLite's library was not found (tried {string.Join(", ", candidates)}). On Debian or Ubuntu: apt install libsqlite3-0."
        );
    }
}

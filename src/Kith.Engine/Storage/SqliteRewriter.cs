namespace Kith.Engine.Storage;

/// <summary>
/// Writes the file of the database anew (<c>VACUUM</c>) after something was erased. <c>secure_delete</c> overwrites what is deleted, but not
/// the copies that SQLite leaves in the unused part of a page when it moves rows to another one: only a new file has none. Writers wait
/// meanwhile, readers don't.
/// </summary>
internal sealed class SqliteRewriter(string path, SqliteWriter writer, TimeProvider clock)
{
    /// <summary>A file up to here is written anew within one to three seconds.</summary>
    internal const long SmallBytes = 64L * 1024 * 1024;

    /// <summary>A small one is, when nothing was changed for so long.</summary>
    internal static readonly TimeSpan ShortPause = TimeSpan.FromSeconds(2);

    /// <summary>A small one is by then, even if there is never a pause.</summary>
    internal static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>A large one is when nothing was changed for so long: mostly at night.</summary>
    internal static readonly TimeSpan LongPause = TimeSpan.FromMinutes(5);

    /// <summary>After so long a short pause is enough for a large one too: an open page alone is noted each minute, and would put it off for ever.</summary>
    internal static readonly TimeSpan LongestLongWait = TimeSpan.FromDays(1);

    /// <summary>A large one is no more often, and isn't tried again sooner after it failed.</summary>
    internal static readonly TimeSpan LongInterval = TimeSpan.FromHours(12);

    /// <summary>What goes to the log first, and what is there already, with some to spare.</summary>
    private const double SpaceFactor = 2.2;

    private DateTimeOffset _notBefore = DateTimeOffset.MinValue;

    /// <summary>Rewrites the file if something was erased and this is the time for it.</summary>
    /// <exception cref="StorageUnavailableException">It can't be done now; it is tried again, a large one much later.</exception>
    public async Task RewriteAsync()
    {
        if (FindErasure() is not { } since)
            return;
        var bytes = new FileInfo(path).Length;
        var now = clock.GetUtcNow();
        if (!IsDue(bytes, now - since, writer.IdleTime) || (bytes > SmallBytes && now < _notBefore))
            return;
        _notBefore = now + LongInterval;
        if (new DriveInfo(Path.GetDirectoryName(Path.GetFullPath(path))!).AvailableFreeSpace is var free && free < bytes * SpaceFactor)
            throw new StorageUnavailableException(
                $"The database was not written anew after something was erased: that needs {bytes * SpaceFactor / 1_000_000:F0} MB, and "
                    + $"{free / 1_000_000} MB are free."
            );
        try
        {
            await writer.RunAloneAsync(Rewrite);
        }
        catch (SqliteException e)
        {
            throw e.Unavailable();
        }
    }

    /// <summary>Whether the file is to be written anew now.</summary>
    /// <param name="age">How long ago something was erased, since the file was last written anew.</param>
    /// <param name="idle">How long nothing was changed.</param>
    internal static bool IsDue(long bytes, TimeSpan age, TimeSpan idle) =>
        bytes <= SmallBytes
            ? idle >= ShortPause || age >= LongestWait
            : idle >= LongPause || (idle >= ShortPause && age >= LongestLongWait);

    private DateTimeOffset? FindErasure()
    {
        using var connection = new SqliteConnection(path);
        return connection.QueryAsync<long>("SELECT since FROM erased", parameters: null, most: 1).Result is [var since]
            ? DateTimeOffset.FromUnixTimeMilliseconds(since)
            : null;
    }

    /// <summary>On a connection of its own: the writer's keeps what is temporary in memory, and this would be all there is.</summary>
    private void Rewrite()
    {
        using var connection = new SqliteConnection(path);
        connection.Execute("VACUUM");
        connection.Execute("DELETE FROM erased");
    }
}

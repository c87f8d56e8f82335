using System.Reflection;
using System.Text.RegularExpressions;

namespace Kith.Engine.Storage;

/// <summary>
/// Applies the numbered SQL files of Storage/Migrations in order, each in a transaction with its own mark, so an interrupted
/// start continues where it stopped and never leaves half a schema. What only one database understands stands in a comment with its
/// name: <c>/*sqlite WITHOUT ROWID*/</c>, <c>/*postgres COLLATE "C"*/</c>.
/// </summary>
internal static partial class Migrator
{
    private const string Prefix = "Kith.Engine.Storage.Migrations.";

    /// <param name="dialect">Whose comments are read: <c>sqlite</c> or <c>postgres</c>.</param>
    /// <param name="lockSql">Taken first in every transaction, so that one node migrates and the others wait; null where
    /// there is a single writer anyway.</param>
    public static async Task ApplyAsync(Database database, string dialect, string? lockSql, CancellationToken cancellationToken)
    {
        var files = Files().ConvertAll(file => (file.Number, Sql: OnlyFor().Replace(file.Sql, match => Of(match, dialect))));
        for (var applied = false; !applied; )
            applied = await database.WriteAsync(session => ApplyNextAsync(database, session, files, lockSql), cancellationToken);
    }

    /// <summary>Applies the next missing file; true when none was missing.</summary>
    private static async Task<bool> ApplyNextAsync(
        Database database,
        WriteSession session,
        IReadOnlyList<(long Number, string Sql)> files,
        string? lockSql
    )
    {
        if (lockSql is not null)
            await session.ExecuteAsync(lockSql);
        await session.ExecuteAsync("CREATE TABLE IF NOT EXISTS schema_migrations (number bigint PRIMARY KEY, applied_at bigint NOT NULL)");
        var last = await session.CountAsync("SELECT coalesce(max(number), 0) FROM schema_migrations");
        if (last > files[^1].Number)
            throw new StorageUnavailableException(
                $"The database was made by a later version of Kith (schema {last}; this one knows {files[^1].Number}). Update Kith."
            );
        var next = files.FirstOrDefault(file => file.Number > last);
        if (next.Sql is null)
            return true;
        await session.ExecuteAsync(next.Sql);
        await session.ExecuteAsync(
            "INSERT INTO schema_migrations (number, applied_at) VALUES (@number, @now)",
            new { number = next.Number, now = database.Clock.NowMs() }
        );
        return false;
    }

    private static string Of(Match comment, string dialect) =>
        comment.Groups["dialect"].Value == dialect ? comment.Groups["sql"].Value : "";

    private static List<(long Number, string Sql)> Files()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return
        [
            .. assembly
                .GetManifestResourceNames()
                .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name => (long.Parse(name[Prefix.Length..].Split('_')[0]), Read(assembly, name))),
        ];
    }

    private static string Read(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"/\*(?<dialect>sqlite|postgres) (?<sql>[^*]*)\*/", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OnlyFor();
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Kith.Engine.Storage;

/// <summary>Where things are kept.</summary>
public sealed class StorageOptions
{
    /// <summary>A SQLite file's path, or a PostgreSQL database: <c>Host=…;Database=…</c> or <c>postgres://…</c>.</summary>
    public string Database { get; set; } = "data/kith.db";

    /// <summary>True when <see cref="Database"/> names PostgreSQL.</summary>
    public bool IsPostgres =>
        IsUrl(Database)
        || (Database.Contains('=', StringComparison.Ordinal) && Database.Contains("Host", StringComparison.OrdinalIgnoreCase));

    internal string PostgresConnectionString => IsUrl(Database) ? FromUrl(new Uri(Database)) : Database;

    private static bool IsUrl(string text) =>
        text.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase)
        || text.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase);

    private static string FromUrl(Uri url)
    {
        var user = url.UserInfo.Split(':', 2);
        var builder = new NpgsqlConnectionStringBuilder { Host = url.Host, Port = url.IsDefaultPort || url.Port < 0 ? 5432 : url.Port };
        if (url.AbsolutePath.Length > 1)
            builder.Database = Uri.UnescapeDataString(url.AbsolutePath[1..]);
        if (user[0].Length > 0)
            builder.Username = Uri.UnescapeDataString(user[0]);
        if (user.Length > 1)
            builder.Password = Uri.UnescapeDataString(user[1]);
        foreach (var pair in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            var key = parts[0] == "sslmode" ? "SSL Mode" : parts[0];
            builder[key] = Uri.UnescapeDataString(parts.ElementAtOrDefault(1) ?? "");
        }

        return builder.ToString();
    }
}

public static class StorageRegistration
{
    /// <summary>The <see cref="Database"/> of these options, and its clock as the <see cref="TimeProvider"/> of everything.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, StorageOptions options) =>
        services
            .AddSingleton(provider => Open(options, TimeProvider.System, provider.GetService<ILogger<Database>>()))
            .AddSingleton(provider => provider.GetRequiredService<Database>().Clock)
            .AddHostedService<StorageWorker>();

    /// <summary>A database that still has to be opened.</summary>
    public static Database Open(StorageOptions options, TimeProvider clock, ILogger? log = null) =>
        options.IsPostgres
            ? new PostgresDatabase(options.PostgresConnectionString) { Log = log ?? NullLogger.Instance }
            : new SqliteDatabase(options.Database, clock) { Log = log ?? NullLogger.Instance };
}

using System.Diagnostics;

namespace Kith.Load.Servers;

/// <summary>
/// Everything a scenario needs on one machine: a temporary folder, the model's server, and on demand Kith and the relay. All of it is gone
/// when the scenario ends.
/// </summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly Builds _builds;
    private readonly StageOptions _options;
    private readonly string _folder = Directory.CreateTempSubdirectory("kith-load-").FullName;
    private readonly List<ChildServer> _servers = [];
    private ChildServer? _model;
    private string? _postgres;

    private Stage(Builds builds, StageOptions options) => (_builds, _options) = (builds, options);

    /// <summary>The data folder of Kith.</summary>
    public string DataFolder => Path.Combine(_folder, "data");

    /// <summary>The SQLite file or the Npgsql connection string that Kith uses.</summary>
    public string Database => _postgres ?? Path.Combine(DataFolder, "kith.db");

    public bool IsPostgres => _options.Postgres;

    public ChildServer Model => _model!;

    public static async Task<Stage> OpenAsync(StageOptions options, CancellationToken cancellationToken)
    {
        var builds = await Builds.MakeAsync(options.Published, options.Build, cancellationToken);
        var stage = new Stage(builds, options);
        try
        {
            if (options.Postgres)
                stage._postgres = await stage.StartPostgresAsync(cancellationToken);
            stage._model = await stage.StartAsync("model", builds.Model, ["--quiet"], [], cancellationToken);
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts Kith on the stage's database, which a former one may have filled.</summary>
    /// <param name="model">The script of the fake model.</param>
    public Task<ChildServer> StartKithAsync(string model, CancellationToken cancellationToken) =>
        StartKithAsync(_builds.Kith, DataFolder, Database, model, _options.KithEnvironment, cancellationToken);

    private Task<ChildServer> StartFormerAsync(string model, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(_folder, "former");
        var file = Path.Combine(_options.Former!, "Kith.Server");
        return StartKithAsync(
            file,
            folder,
            _postgres is null ? Path.Combine(folder, "kith.db") : _postgres,
            model,
            _options.Environment,
            cancellationToken
        );
    }

    private Task<ChildServer> StartKithAsync(
        string file,
        string dataFolder,
        string database,
        string model,
        IReadOnlyDictionary<string, string> environment,
        CancellationToken cancellationToken
    ) =>
        StartAsync(
            "kith",
            file,
            [],
            new Dictionary<string, string>(environment)
            {
                ["PORT"] = "0",
                ["KITH_DATA_DIR"] = dataFolder,
                ["KITH_DATABASE"] = database,
                ["KITH_RATE_LIMITS"] = "off",
                ["KITH_WEB_BUILD"] = "off",
                ["OPENAI_BASE_URL"] = Model.Address.ToString(),
                ["OPENAI_MODEL"] = model,
            },
            cancellationToken
        );

    /// <summary>Starts the relay with a database of its own.</summary>
    public Task<ChildServer> StartRelayAsync(string model, CancellationToken cancellationToken) =>
        StartAsync(
            "relay",
            _builds.Relay,
            [Path.Combine(_folder, "relay.db"), Model.Address.ToString(), model],
            new Dictionary<string, string>(_options.Environment),
            cancellationToken
        );

    public Task<ChildServer> StartAsync(Target target, string model, CancellationToken cancellationToken) =>
        target switch
        {
            Target.Kith => StartKithAsync(model, cancellationToken),
            Target.Former => StartFormerAsync(model, cancellationToken),
            _ => StartRelayAsync(model, cancellationToken),
        };

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
            await server.DisposeAsync();
        if (_postgres is not null)
            await RunPostgresAsync("stop", CancellationToken.None);
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<ChildServer> StartAsync(
        string name,
        string file,
        IEnumerable<string> arguments,
        Dictionary<string, string> environment,
        CancellationToken cancellationToken
    )
    {
        var server = await ChildServer.StartAsync(name, file, arguments, environment, _folder, cancellationToken);
        _servers.Add(server);
        return server;
    }

    private Task<string> StartPostgresAsync(CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsWindows()) // the postgres user has to reach its folder inside
            File.SetUnixFileMode(_folder, File.GetUnixFileMode(_folder) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        return RunPostgresAsync("start", cancellationToken);
    }

    private async Task<string> RunPostgresAsync(string verb, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(
            Path.Combine(Builds.Root, "eng", "postgres.sh"),
            verb == "start" ? [verb, Path.Combine(_folder, "postgres"), "durable"] : [verb, Path.Combine(_folder, "postgres")]
        )
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0 ? output.Trim() : throw new InvalidOperationException("PostgreSQL can't be started.");
    }
}

/// <summary>What stands on a <see cref="Stage"/>.</summary>
/// <param name="Published">A published folder of Kith to load instead of this tree's.</param>
/// <param name="Former">A published folder of an earlier Kith to compare with.</param>
/// <param name="Build">Build what changed first.</param>
/// <param name="KithEnvironment">Set for this Kith, e.g. a setting of the runtime.</param>
/// <param name="Environment">Set for the others.</param>
internal sealed record StageOptions(
    bool Postgres,
    string? Published,
    string? Former,
    bool Build,
    IReadOnlyDictionary<string, string> KithEnvironment,
    IReadOnlyDictionary<string, string> Environment
);

/// <summary>What is loaded.</summary>
internal enum Target
{
    Kith,
    Former,
    Relay,
}

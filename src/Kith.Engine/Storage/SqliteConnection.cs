namespace Kith.Engine.Storage;

/// <summary>
/// One connection to a SQLite file, used by one thread at a time. It keeps the statements it has prepared, by their text: preparing one costs
/// more than running it.
/// </summary>
internal sealed class SqliteConnection : IStatements, IDisposable
{
    /// <summary>More than there are texts in the program: a text made of values would fill the memory.</summary>
    private const int MostStatements = 500;

    private const int BusyMilliseconds = 5_000;

    private readonly Dictionary<string, SqliteStatement> _statements = new(StringComparer.Ordinal);
    private readonly nint _handle;

    /// <exception cref="SqliteException">It can't be opened.</exception>
    public SqliteConnection(string path)
    {
        // No mutex: it is never used by two threads at once.
        const int flags = SqliteNative.OpenReadWrite | SqliteNative.OpenCreate | SqliteNative.OpenWithoutMutex;
        var code = SqliteNative.Open(path, out _handle, flags, vfs: 0);
        if (code != SqliteNative.Ok)
        {
            var problem = SqliteException.Of(code, _handle);
            _ = SqliteNative.Close(_handle);
            throw problem;
        }

        _ = SqliteNative.SetBusyTimeout(_handle, BusyMilliseconds);
    }

    public bool IsPostgres => false;

    public bool IsInTransaction => SqliteNative.IsOutsideTransaction(_handle) == 0;

    /// <summary>Rows changed since it was opened.</summary>
    public int Changes => SqliteNative.TotalChanges(_handle);

    public Task<List<T>> QueryAsync<T>(string sql, object? parameters, int most) =>
        Task.FromResult(Prepare(sql).Query<T>(parameters, most));

    /// <summary>One after another: there is nobody to wait for.</summary>
    public async Task TogetherAsync(IReadOnlyList<Func<Task>> reads)
    {
        foreach (var read in reads)
            await read();
    }

    public Task<int> ExecuteAsync(string sql, object? parameters) => Task.FromResult(Execute(sql, parameters));

    /// <summary>At once, as above.</summary>
    public Task ExecuteLaterAsync(string sql, object? parameters) => ExecuteAsync(sql, parameters);

    /// <inheritdoc cref="ExecuteAsync"/>
    public int Execute(string sql, object? parameters = null)
    {
        if (parameters is null && sql.Contains(';', StringComparison.Ordinal))
            ExecuteScript(sql);
        else
            Prepare(sql).Execute(parameters);
        return SqliteNative.Changes(_handle);
    }

    public void Dispose()
    {
        Forget();
        _ = SqliteNative.Close(_handle);
    }

    /// <summary>Several statements run once: they aren't kept.</summary>
    private void ExecuteScript(string sql)
    {
        for (var rest = sql; !string.IsNullOrWhiteSpace(rest); )
        {
            using var statement = new SqliteStatement(_handle, rest, out rest);
            if (!statement.IsEmpty)
                statement.Execute(parameters: null);
        }
    }

    private SqliteStatement Prepare(string sql)
    {
        if (_statements.TryGetValue(sql, out var known))
            return known;
        if (_statements.Count == MostStatements)
            Forget();
        return _statements[sql] = new SqliteStatement(_handle, sql, out _);
    }

    private void Forget()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
        _statements.Clear();
    }
}

namespace Kith.Engine.Storage;

/// <summary>
/// Runs SQL on one connection, within whatever transaction it is in. Parameters are the properties of one object, or an array whose values
/// the text names in their order: <c>@p0</c>, <c>@p1</c>…
/// </summary>
internal interface IStatements
{
    bool IsPostgres { get; }

    /// <summary>Rows, at most <paramref name="most"/>.</summary>
    Task<List<T>> QueryAsync<T>(string sql, object? parameters, int most);

    /// <summary>Runs reads that don't depend on each other; what they ask at the same time may be asked together.</summary>
    Task TogetherAsync(IReadOnlyList<Func<Task>> reads);

    /// <summary>Runs it before the next one, or before the commit.</summary>
    Task ExecuteLaterAsync(string sql, object? parameters);

    /// <summary>Runs it, several statements without parameters too; answers how many rows it changed.</summary>
    Task<int> ExecuteAsync(string sql, object? parameters);
}

/// <summary>The row that a query stands on.</summary>
internal interface IRow
{
    int Columns { get; }

    string Name(int column);

    bool IsNull(int column);

    /// <summary>0 for NULL, as sums of no rows are.</summary>
    long Long(int column);

    /// <summary>0 for NULL.</summary>
    double Double(int column);

    string? Text(int column);

    byte[]? Bytes(int column);
}

using System.Text.Json;

namespace Kith.Engine.Storage;

/// <summary>
/// A snapshot to read from. Parameters are <c>@name</c>, from the properties of one object: string, long, int, double or byte[]. Records of
/// rows hold only string, long, double and byte[] (integers are bigint everywhere).
/// </summary>
public class ReadSession
{
    internal ReadSession(Database database, IStatements statements) => (Database, Statements) = (database, statements);

    private protected Database Database { get; }

    private protected IStatements Statements { get; }

    /// <summary>All rows.</summary>
    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters = null)
    {
        Database.CountStatement();
        return await Statements.QueryAsync<T>(sql, parameters, most: int.MaxValue);
    }

    /// <summary>The first row, or null.</summary>
    public async Task<T?> FindAsync<T>(string sql, object? parameters = null)
    {
        Database.CountStatement();
        var rows = await Statements.QueryAsync<T>(sql, parameters, most: 1);
        return rows.Count == 0 ? default : rows[0];
    }

    /// <summary>A single number, e.g. a count; 0 for none.</summary>
    public Task<long> CountAsync(string sql, object? parameters = null) => FindAsync<long>(sql, parameters);

    /// <summary>
    /// Runs reads that need nothing of each other, and await nothing but this session. On PostgreSQL what they ask at the same time travels
    /// together, so that they take no longer than the longest of them.
    /// </summary>
    public async Task<(T1, T2)> TogetherAsync<T1, T2>(Func<Task<T1>> first, Func<Task<T2>> second)
    {
        Task<T1>? one = null;
        Task<T2>? two = null;
        await Statements.TogetherAsync([() => one = first(), () => two = second()]);
        return (await one!, await two!);
    }

    /// <inheritdoc cref="TogetherAsync{T1, T2}"/>
    public async Task<IReadOnlyList<T>> TogetherAsync<T>(IEnumerable<Func<Task<T>>> reads)
    {
        var values = new List<Task<T>>();
        await Statements.TogetherAsync([.. reads.Select(read => (Func<Task>)(() => Begin(read)))]);
        return await Task.WhenAll(values);

        Task Begin(Func<Task<T>> read)
        {
            values.Add(read());
            return values[^1];
        }
    }

    /// <inheritdoc cref="TogetherAsync{T1, T2}"/>
    public async Task<(T1, T2, T3)> TogetherAsync<T1, T2, T3>(Func<Task<T1>> first, Func<Task<T2>> second, Func<Task<T3>> third)
    {
        var ((one, two), three) = await TogetherAsync(() => TogetherAsync(first, second), third);
        return (one, two, three);
    }

    /// <inheritdoc cref="TogetherAsync{T1, T2}"/>
    public async Task<(T1, T2, T3, T4)> TogetherAsync<T1, T2, T3, T4>(
        Func<Task<T1>> first,
        Func<Task<T2>> second,
        Func<Task<T3>> third,
        Func<Task<T4>> fourth
    )
    {
        var ((one, two), (three, four)) = await TogetherAsync(() => TogetherAsync(first, second), () => TogetherAsync(third, fourth));
        return (one, two, three, four);
    }

    /// <summary>
    /// SQL for "column is one of the list in this parameter". The parameter's value comes from <see cref="List"/>.
    /// </summary>
    public string In(string column, string parameter) =>
        Statements.IsPostgres
            ? $"{column} = ANY(ARRAY(SELECT json_array_elements_text(CAST(@{parameter} AS json))))"
            : $"{column} IN (SELECT value FROM json_each(@{parameter}))";

    /// <summary>
    /// SQL to select from: rows given as one parameter, a list of lists made by <see cref="List{T}"/>. Columns are named with their
    /// type, <c>text</c> or <c>bigint</c>, in the order of the values: <c>Rows("rows", "id text", "size bigint")</c>.
    /// </summary>
    public string Rows(string parameter, params string[] columns)
    {
        var values = columns.Select((column, i) => (Name: column.Split(' ')[0], Type: column.Split(' ')[1], Index: i));
        return Statements.IsPostgres
            ? $"(SELECT {string.Join(", ", values.Select(v => $"CAST(value->>{v.Index} AS {v.Type}) AS {v.Name}"))} FROM json_array_elements(CAST(@{parameter} AS json)))"
            : $"(SELECT {string.Join(", ", values.Select(v => $"json_extract(value, '$[{v.Index}]') AS {v.Name}"))} FROM json_each(@{parameter}))";
    }

    /// <summary>A list as one parameter, to use with <see cref="In"/>, or of lists, with <see cref="Rows"/>.</summary>
    public static string List<T>(IEnumerable<T> values) => JsonSerializer.Serialize(values);

    private protected Task<int> RunAsync(string sql, object? parameters)
    {
        Database.CountStatement();
        return Statements.ExecuteAsync(sql, parameters);
    }
}

/// <summary>A transaction to write in. Rows are locked in one order everywhere: conversations by id, then principals, then logs by principal.</summary>
public sealed class WriteSession : ReadSession
{
    private List<Action>? _afterCommit;

    internal WriteSession(Database database, IStatements statements)
        : base(database, statements) { }

    /// <summary>
    /// Appended to a SELECT, locks its rows until the transaction ends, for whoever may delete them or what belongs to them, or gives them to
    /// somebody else. SQLite has one writer and needs none.
    /// </summary>
    public string ForUpdate => Statements.IsPostgres ? " FOR UPDATE" : "";

    /// <summary>
    /// As <see cref="ForUpdate"/>, for any other change: who holds them <see cref="ForKeyShare"/>, or inserts rows that refer to them, is not in
    /// the way, nor made to wait.
    /// </summary>
    public string ForNoKeyUpdate => Statements.IsPostgres ? " FOR NO KEY UPDATE" : "";

    /// <summary>Holds rows together with others until the transaction ends: nobody locks them <see cref="ForUpdate"/> meanwhile.</summary>
    public string ForKeyShare => Statements.IsPostgres ? " FOR KEY SHARE" : "";

    /// <summary>Runs a statement and answers how many rows it changed.</summary>
    public Task<int> ExecuteAsync(string sql, object? parameters = null) => RunAsync(sql, parameters);

    /// <summary>
    /// Runs a statement of which nothing is asked but that it succeeds. On PostgreSQL it travels with the next one, or with the commit, so that
    /// nobody waits for it alone; what goes wrong is thrown there.
    /// </summary>
    public Task ExecuteLaterAsync(string sql, object? parameters = null)
    {
        Database.CountStatement();
        return Statements.ExecuteLaterAsync(sql, parameters);
    }

    /// <summary>
    /// Doesn't wait until the change is on the disk: should the database's machine fail within a second, it may be gone, as a whole, and
    /// nothing that was committed after it is kept without it. For what is redone or missed by nobody. SQLite's writer waits all the same: its commits are shared.
    /// </summary>
    public Task MayBeLostAsync() =>
        Statements.IsPostgres ? Statements.ExecuteLaterAsync("SET LOCAL synchronous_commit = off", parameters: null) : Task.CompletedTask;

    /// <summary>
    /// What somebody wanted gone was deleted: copies of it may stand in unused parts of SQLite's file until it is written anew
    /// (<see cref="Storage.Database.EraseDeletedAsync"/>).
    /// </summary>
    public Task MarkErasedAsync() =>
        Statements.IsPostgres
            ? Task.CompletedTask
            : RunAsync("INSERT INTO erased (id, since) VALUES (1, @now) ON CONFLICT DO NOTHING", new { now = Database.Clock.NowMs() });

    /// <summary>
    /// Does something once the change is durable, e.g. wake followers. It must be quick; what it throws is logged, for the change stands.
    /// </summary>
    public void AfterCommit(Action action) => (_afterCommit ??= []).Add(action);

    internal void Committed()
    {
        foreach (var action in _afterCommit ?? [])
        {
            try
            {
                action();
            }
#pragma warning disable CA1031 // The change is durable: whoever made it must hear so, and the others' actions must run.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Database.ReportAfterCommit(e);
            }
        }
    }
}

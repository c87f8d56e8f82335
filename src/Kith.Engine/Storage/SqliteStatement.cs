using System.Buffers;
using System.Text;
using SQLitePCL;

namespace Kith.Engine.Storage;

/// <summary>A prepared statement, with how its parameters are bound and its rows read.</summary>
internal sealed class SqliteStatement : IRow, IDisposable
{
    private const int ShortText = 256;

    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _handle;
    private readonly string[] _names;
    private Type? _boundType;
    private StatementParameter?[] _bound = [];
    private Delegate? _reader;

    /// <param name="rest">What follows the first statement of <paramref name="sql"/>.</param>
    /// <exception cref="SqliteException">It isn't valid.</exception>
    public SqliteStatement(sqlite3 connection, string sql, out string rest)
    {
        _connection = connection;
        Check(raw.sqlite3_prepare_v3(connection, sql, raw.SQLITE_PREPARE_PERSISTENT, out _handle, out rest));
        _names = IsEmpty
            ? []
            :
            [
                .. Enumerable
                    .Range(1, raw.sqlite3_bind_parameter_count(_handle))
                    .Select(i => raw.sqlite3_bind_parameter_name(_handle, i).utf8_to_string()[1..]),
            ];
    }

    /// <summary>True for a comment or nothing at all.</summary>
    public bool IsEmpty => _handle.IsInvalid;

    public int Columns => raw.sqlite3_column_count(_handle);

    public string Name(int column) => raw.sqlite3_column_name(_handle, column).utf8_to_string();

    public bool IsNull(int column) => raw.sqlite3_column_type(_handle, column) == raw.SQLITE_NULL;

    public long Long(int column) => raw.sqlite3_column_int64(_handle, column);

    public double Double(int column) => raw.sqlite3_column_double(_handle, column);

    public string Text(int column) => raw.sqlite3_column_text(_handle, column).utf8_to_string();

    public byte[] Bytes(int column) => raw.sqlite3_column_blob(_handle, column).ToArray();

    public List<T> Query<T>(object? parameters, int most)
    {
        Bind(parameters);
        try
        {
            var rows = new List<T>();
            while (rows.Count < most && Step())
                rows.Add(Reader<T>()(this));
            return rows;
        }
        finally
        {
            Reset();
        }
    }

    public void Execute(object? parameters)
    {
        Bind(parameters);
        try
        {
            while (Step()) { }
        }
        finally
        {
            Reset();
        }
    }

    public void Dispose() => _handle.Dispose();

    private Func<IRow, T> Reader<T>()
    {
        if (_reader is not Func<IRow, T> reader)
            _reader = reader = RowReader.For<T>(this);
        return reader;
    }

    private bool Step()
    {
        var code = raw.sqlite3_step(_handle);
        if (code is raw.SQLITE_ROW or raw.SQLITE_DONE)
            return code == raw.SQLITE_ROW;
        throw SqliteException.Of(code, _connection);
    }

    /// <summary>Its code is that of the last step, which was thrown.</summary>
    private void Reset() => raw.sqlite3_reset(_handle);

    private void Bind(object? parameters)
    {
        if (_names.Length == 0)
            return;
        if (parameters is null)
            throw new InvalidOperationException($"The statement has no value for @{_names[0]}.");
        if (parameters is object[] values)
        {
            for (var i = 0; i < _names.Length; i++)
                Check(Bind(i + 1, values[i]));
            return;
        }

        if (parameters.GetType() != _boundType)
            Match(parameters.GetType());
        for (var i = 0; i < _bound.Length; i++)
            Check(Bind(i + 1, _bound[i]!.Read(parameters)));
    }

    private void Match(Type type)
    {
        var all = StatementParameter.Of(type);
        _bound =
        [
            .. _names.Select(name =>
                Array.Find(all, parameter => parameter.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                ?? throw new InvalidOperationException($"{type.Name} has no value for @{name}.")
            ),
        ];
        _boundType = type;
    }

    private int Bind(int index, object? value) =>
        value switch
        {
            null => raw.sqlite3_bind_null(_handle, index),
            string text => BindText(index, text),
            long number => raw.sqlite3_bind_int64(_handle, index, number),
            int number => raw.sqlite3_bind_int64(_handle, index, number),
            double number => raw.sqlite3_bind_double(_handle, index, number),
            byte[] { Length: 0 } => raw.sqlite3_bind_zeroblob(_handle, index, 0),
            byte[] bytes => raw.sqlite3_bind_blob(_handle, index, bytes),
            _ => throw new NotSupportedException($"A parameter can't be {value.GetType().Name}."),
        };

    /// <summary>SQLite copies the bytes.</summary>
    private int BindText(int index, string text)
    {
        if (text.Length == 0)
            return raw.sqlite3_bind_text(_handle, index, "");
        if (text.Length <= ShortText)
        {
            Span<byte> few = stackalloc byte[ShortText * 3];
            return raw.sqlite3_bind_text(_handle, index, few[..Encoding.UTF8.GetBytes(text, few)]);
        }

        var many = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        var length = Encoding.UTF8.GetBytes(text, many);
        var code = raw.sqlite3_bind_text(_handle, index, many.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(many);
        return code;
    }

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
            throw SqliteException.Of(code, _connection);
    }
}

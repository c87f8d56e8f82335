using System.Buffers;
using System.Text;

namespace Kith.Engine.Storage;

/// <summary>A prepared statement, with how its parameters are bound and its rows read.</summary>
internal sealed unsafe class SqliteStatement : IRow, IDisposable
{
    private const int FewBytes = 512;

    private readonly nint _connection;
    private readonly nint _handle;
    private readonly string[] _names;
    private Type? _boundType;
    private StatementParameter?[] _bound = [];
    private Delegate? _reader;

    /// <param name="rest">What follows the first statement of <paramref name="sql"/>.</param>
    /// <exception cref="SqliteException">It isn't valid.</exception>
    public SqliteStatement(nint connection, string sql, out string rest)
    {
        _connection = connection;
        var text = Encoding.UTF8.GetBytes(sql);
        fixed (byte* start = text)
        {
            Check(SqliteNative.Prepare(connection, start, text.Length, SqliteNative.PrepareToKeep, out _handle, out var end));
            rest = Encoding.UTF8.GetString(text.AsSpan((int)(end - start)));
        }

        _names = new string[IsEmpty ? 0 : SqliteNative.ParameterCount(_handle)];
        for (var i = 0; i < _names.Length; i++)
            _names[i] = SqliteNative.Text(SqliteNative.ParameterName(_handle, i + 1))[1..];
    }

    /// <summary>True for a comment or nothing at all.</summary>
    public bool IsEmpty => _handle == 0;

    public int Columns => SqliteNative.ColumnCount(_handle);

    public string Name(int column) => SqliteNative.Text(SqliteNative.ColumnName(_handle, column));

    public bool IsNull(int column) => SqliteNative.ColumnType(_handle, column) == SqliteNative.TypeNull;

    public long Long(int column) => SqliteNative.ColumnLong(_handle, column);

    public double Double(int column) => SqliteNative.ColumnDouble(_handle, column);

    public string? Text(int column)
    {
        var text = SqliteNative.ColumnText(_handle, column);
        return text is null ? null : Encoding.UTF8.GetString(text, SqliteNative.ColumnLength(_handle, column));
    }

    public byte[]? Bytes(int column)
    {
        var bytes = SqliteNative.ColumnBytes(_handle, column);
        return bytes is not null ? new ReadOnlySpan<byte>(bytes, SqliteNative.ColumnLength(_handle, column)).ToArray()
            : IsNull(column) ? null
            : [];
    }

    public List<T> Query<T>(object? parameters, int most)
    {
        Bind(parameters);
        var rows = new List<T>();
        try
        {
            while (rows.Count < most && Step())
                rows.Add(Reader<T>()(this));
        }
        catch
        {
            Reset();
            throw;
        }

        // Who leaves before the last row hears only here of what goes wrong at the end.
        Check(SqliteNative.Reset(_handle));
        return rows;
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

    public void Dispose() => _ = SqliteNative.Finish(_handle);

    private Func<IRow, T> Reader<T>()
    {
        if (_reader is not Func<IRow, T> reader)
            _reader = reader = RowReader.For<T>(this);
        return reader;
    }

    private bool Step()
    {
        var code = SqliteNative.Step(_handle);
        if (code is SqliteNative.Row or SqliteNative.Done)
            return code == SqliteNative.Row;
        throw SqliteException.Of(code, _connection);
    }

    /// <summary>Its code is that of the last step, which was thrown.</summary>
    private void Reset() => _ = SqliteNative.Reset(_handle);

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
            null => SqliteNative.BindNull(_handle, index),
            string text => BindText(index, text),
            long number => SqliteNative.BindLong(_handle, index, number),
            int number => SqliteNative.BindLong(_handle, index, number),
            double number => SqliteNative.BindDouble(_handle, index, number),
            byte[] bytes => BindBytes(index, bytes),
            _ => throw new NotSupportedException($"A parameter can't be {value.GetType().Name}."),
        };

    private int BindText(int index, string text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (most <= FewBytes)
            return BindText(index, text, stackalloc byte[FewBytes]);
        var many = ArrayPool<byte>.Shared.Rent(most);
        var code = BindText(index, text, many);
        ArrayPool<byte>.Shared.Return(many);
        return code;
    }

    private int BindText(int index, string text, Span<byte> buffer)
    {
        var length = Encoding.UTF8.GetBytes(text, buffer);
        fixed (byte* start = buffer)
            return SqliteNative.BindText(_handle, index, start, length, SqliteNative.Transient);
    }

    /// <summary>Without an address it would bind NULL.</summary>
    private int BindBytes(int index, byte[] bytes)
    {
        byte none;
        fixed (byte* start = bytes)
            return SqliteNative.BindBytes(_handle, index, start is null ? &none : start, bytes.Length, SqliteNative.Transient);
    }

    private void Check(int code)
    {
        if (code != SqliteNative.Ok)
            throw SqliteException.Of(code, _connection);
    }
}

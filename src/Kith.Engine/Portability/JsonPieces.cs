using System.Buffers;
using System.Text.Json;

namespace Kith.Engine.Portability;

/// <summary>
/// A JSON document read piece by piece as it arrives: token by token where it is only passed through, whole values where they are wanted.
/// It never holds more than the largest of them.
/// </summary>
internal sealed class JsonPieces(Stream stream) : IDisposable
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
    private long _read;
    private int _start;
    private int _end;
    private bool _isFinal;
    private bool _hasBegun;
    private JsonReaderState _state;

    /// <summary>Bytes that were understood.</summary>
    public long Position { get; private set; }

    public JsonTokenType Token { get; private set; }

    /// <summary>Of the member, where the token is one's name.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Goes to the next token; false at the end of the document.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await BeginAsync(cancellationToken);
            if (TryRead())
                return true;
            if (_isFinal)
                return false;
            await FillAsync(untilFull: false, cancellationToken);
        }
    }

    /// <summary>The value that comes next, whole; null at the end of an array.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    /// <exception cref="ImportTooLargeException">It is larger than what may be held.</exception>
    public async ValueTask<JsonDocument?> ReadValueAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await BeginAsync(cancellationToken);
            if (TryReadValue(out var value))
                return value;
            // All there is room for, or it would be begun again with every packet.
            await FillAsync(untilFull: true, cancellationToken);
        }
    }

    /// <summary>Passes over the value that comes next; how many items it has, if it is an array.</summary>
    public async ValueTask<int> SkipAsync(CancellationToken cancellationToken)
    {
        var (depth, items, isArray) = (0, 0, false);
        do
        {
            await ReadAsync(cancellationToken);
            if (depth == 0)
                isArray = Token == JsonTokenType.StartArray;
            else if (depth == 1 && isArray && Token != JsonTokenType.EndArray)
                items++;
            depth += Token switch
            {
                JsonTokenType.StartArray or JsonTokenType.StartObject => 1,
                JsonTokenType.EndArray or JsonTokenType.EndObject => -1,
                _ => 0,
            };
        } while (depth > 0);

        return items;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private bool TryRead()
    {
        var reader = new Utf8JsonReader(_buffer.AsSpan(_start, _end - _start), _isFinal, _state);
        if (!reader.Read())
            return false;
        Token = reader.TokenType;
        if (Token == JsonTokenType.PropertyName)
            // One that isn't text is nobody's.
            Name = TextOf(ref reader) ?? "";
        Advance(ref reader);
        return true;
    }

    private bool TryReadValue(out JsonDocument? value)
    {
        value = null;
        var reader = new Utf8JsonReader(_buffer.AsSpan(_start, _end - _start), _isFinal, _state);
        if (!reader.Read())
            return false;
        Token = reader.TokenType;
        if (Token != JsonTokenType.EndArray && !JsonDocument.TryParseValue(ref reader, out value))
            return false;
        CheckNames(_buffer.AsSpan(_start, (int)reader.BytesConsumed));
        Advance(ref reader);
        return true;
    }

    /// <summary>No member is found among names one of which isn't text.</summary>
    private void CheckNames(ReadOnlySpan<byte> value)
    {
        if (value.IndexOf("\\ud"u8) < 0 && value.IndexOf("\\uD"u8) < 0)
            return;
        var reader = new Utf8JsonReader(value, isFinalBlock: false, _state);
        while (reader.Read())
        {
            if (reader is { TokenType: JsonTokenType.PropertyName, ValueIsEscaped: true } && TextOf(ref reader) is null)
                throw new JsonException("A name is not well-formed Unicode.");
        }
    }

    private void Advance(ref Utf8JsonReader reader)
    {
        _state = reader.CurrentState;
        _start += (int)reader.BytesConsumed;
        Position += reader.BytesConsumed;
    }

    /// <summary>Null when it isn't well-formed.</summary>
    private static string? TextOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Some editors begin a file with a mark of its encoding.</summary>
    private async ValueTask BeginAsync(CancellationToken cancellationToken)
    {
        if (_hasBegun)
            return;
        _hasBegun = true;
        while (!_isFinal && _end < 3)
            await FillAsync(untilFull: false, cancellationToken);
        if (_buffer.AsSpan(0, _end).StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
            (_start, Position) = (3, 3);
    }

    private async ValueTask FillAsync(bool untilFull, CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
            Grow();
        do
        {
            var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
            _end += read;
            if ((_read += read) > ImportLimits.BodyBytes)
                throw new ImportTooLargeException(isDocument: true);
            _isFinal = read == 0;
        } while (untilFull && !_isFinal && _end < _buffer.Length);
    }

    private void Grow()
    {
        if (_end >= ImportLimits.ConversationBytes)
            throw new ImportTooLargeException(isDocument: false);
        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        _buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}

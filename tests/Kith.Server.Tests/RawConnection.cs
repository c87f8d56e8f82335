using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Kith.Server.Tests;

/// <summary>
/// A client made of bytes: it reads only when a test tells it to, answers nothing by itself (no ping either), and may send what no
/// client should.
/// </summary>
public sealed class RawConnection : IDisposable
{
    public const byte Text = 0x81;
    public const byte TextBegins = 0x01;
    public const byte Continues = 0x00;
    public const byte Ends = 0x80;
    public const byte Close = 0x88;

    // A small window: what isn't read waits at the server soon.
    private readonly TcpClient _client = new() { ReceiveBufferSize = 32 * 1024, NoDelay = true };
    private Stream _stream = Stream.Null;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Opens a socket and says something on it, so that it follows.</summary>
    public static async Task<RawConnection> FollowAsync(KithApp app, Person person, string first = """{"type":"ping"}""")
    {
        var connection = await UpgradeAsync(app, person);
        await connection.SendAsync(Text, first);
        return connection;
    }

    /// <summary>Opens a socket.</summary>
    public static async Task<RawConnection> UpgradeAsync(KithApp app, Person? person)
    {
        var connection = await RequestAsync(
            app,
            person,
            "GET /ws/chat/",
            "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        );
        var head = "";
        while (!head.EndsWith("\r\n\r\n", StringComparison.Ordinal))
            head += (char)(await connection.ReadAsync(1))![0];
        Assert.StartsWith("HTTP/1.1 101", head, StringComparison.Ordinal);
        return connection;
    }

    /// <summary>Asks for a stream of events, and reads nothing of it.</summary>
    /// <param name="target">Method and address.</param>
    public static Task<RawConnection> StreamAsync(KithApp app, Person person, string target, object? body = null)
    {
        var text = body is null ? "" : JsonSerializer.Serialize(body);
        return RequestAsync(
            app,
            person,
            target,
            $"Accept: text/event-stream\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {text.Length}\r\n\r\n{text}"
        );
    }

    /// <summary>Sends one frame, masked as a client's must be.</summary>
    /// <param name="first">Whether it is the last, and what it is.</param>
    public async Task SendAsync(byte first, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        byte[] length =
            bytes.Length < 126 ? [(byte)(0x80 | bytes.Length)] : [0x80 | 126, (byte)(bytes.Length >> 8), (byte)(bytes.Length & 0xff)];
        await _stream.WriteAsync((byte[])[first, .. length, 0, 0, 0, 0, .. bytes], Cancel);
    }

    /// <summary>Exactly so many bytes; null when the connection ends before.</summary>
    public async Task<byte[]?> ReadAsync(int count)
    {
        var bytes = new byte[count];
        try
        {
            return await _stream.ReadAtLeastAsync(bytes, count, throwOnEndOfStream: false, Cancel) == count ? bytes : null;
        }
        catch (IOException)
        {
            return null; // reset
        }
    }

    /// <summary>The next frame of the server; null when the connection ended without another.</summary>
    public async Task<(byte First, byte[] Payload)?> ReadFrameAsync()
    {
        if (await ReadAsync(2) is not [var first, var length])
            return null;
        var count =
            length == 127 ? (int?)BinaryPrimitives.ReadInt64BigEndian(await ReadAsync(8))
            : length == 126 ? BinaryPrimitives.ReadUInt16BigEndian(await ReadAsync(2))
            : length;
        return count is { } known && await ReadAsync(known) is { } payload ? (first, payload) : null;
    }

    /// <summary>Reads to the end: the code the server closed with, or null when it just dropped the connection.</summary>
    public async Task<int?> ReadCloseAsync()
    {
        while (await ReadFrameAsync() is var (first, payload))
        {
            if (first == Close)
                return BinaryPrimitives.ReadUInt16BigEndian(payload);
        }

        return null;
    }

    /// <summary>Line by line until the connection ends.</summary>
    public async IAsyncEnumerable<string> ReadLinesAsync()
    {
        using var reader = new StreamReader(_stream, Encoding.UTF8, leaveOpen: true);
        while (await reader.ReadLineAsync(Cancel) is { } line)
            yield return line;
    }

    public void Dispose() => _client.Dispose();

    /// <summary>Begins a request: whose, what for, and everything after that, the empty line too.</summary>
    public static async Task<RawConnection> RequestAsync(KithApp app, Person? person, string target, string rest)
    {
        var connection = new RawConnection();
        await connection._client.ConnectAsync(app.Address.Host, app.Address.Port, Cancel);
        connection._stream = connection._client.GetStream();
        var authorization = person is null ? "" : $"Authorization: Bearer {person.AccessToken}\r\n";
        await connection._stream.WriteAsync(
            Encoding.UTF8.GetBytes($"{target} HTTP/1.1\r\nHost: {app.Address.Authority}\r\n{authorization}{rest}"),
            Cancel
        );
        return connection;
    }
}

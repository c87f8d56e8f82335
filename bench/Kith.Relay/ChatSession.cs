using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Kith.Relay;

/// <summary>
/// One socket, one chat: <c>message</c> in; <c>message</c>, <c>token</c>…, <c>done</c> out. The person's message is durable before the model
/// is asked, the answer before it is done. The context is the last messages said on this socket.
/// </summary>
internal sealed class ChatSession(WebSocket socket, MessageStore store, ModelClient model)
{
    private const int ContextMessages = 20;

    private static readonly ContextMessage Persona = new("system", "You are Aira, a warm, deeply caring best friend.");

    private readonly string _chat = NewId();
    private readonly Queue<ContextMessage> _context = new(ContextMessages + 2);
    private byte[] _received = new byte[4 * 1024];
    private readonly ArrayBufferWriter<byte> _frame = new(1024);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await ReceiveAsync(cancellationToken) is { } command)
                await AnswerAsync(command, cancellationToken);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The other side left without a word.
        }
    }

    private async Task AnswerAsync(Command command, CancellationToken cancellationToken)
    {
        var (turnId, messageId) = (NewId(), NewId());
        await store.InsertAsync(messageId, _chat, "user", command.Content);
        await SendMessageAsync("message"u8, turnId, messageId, command.Content, command.ClientId, cancellationToken);
        Remember("user", command.Content);
        var answer = new StringBuilder();
        var index = 0;
        await foreach (var text in model.AnswerAsync(_context.Prepend(Persona)))
        {
            answer.Append(text);
            await SendTokenAsync(turnId, index++, text, cancellationToken);
        }

        var (answerId, whole) = (NewId(), answer.ToString());
        await store.InsertAsync(answerId, _chat, "assistant", whole);
        Remember("assistant", whole);
        await SendMessageAsync("done"u8, turnId, answerId, whole, clientId: null, cancellationToken);
    }

    private void Remember(string role, string content)
    {
        _context.Enqueue(new ContextMessage(role, content));
        while (_context.Count > ContextMessages + 1)
            _context.Dequeue();
    }

    private ValueTask SendTokenAsync(string turnId, int index, string text, CancellationToken cancellationToken)
    {
        _frame.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_frame))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "token"u8);
            json.WriteString("turn_id"u8, turnId);
            json.WriteString("chat_id"u8, _chat);
            json.WriteNumber("index"u8, index);
            json.WriteString("content"u8, text);
            json.WriteEndObject();
        }

        return SendFrameAsync(cancellationToken);
    }

    private ValueTask SendMessageAsync(
        ReadOnlySpan<byte> type,
        string turnId,
        string id,
        string content,
        string? clientId,
        CancellationToken cancellationToken
    )
    {
        _frame.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_frame))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, type);
            json.WriteString("turn_id"u8, turnId);
            if (clientId is not null)
                json.WriteString("client_id"u8, clientId);
            json.WriteStartObject("message"u8);
            json.WriteString("id"u8, id);
            json.WriteString("chat"u8, _chat);
            json.WriteString("content"u8, content);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return SendFrameAsync(cancellationToken);
    }

    private ValueTask SendFrameAsync(CancellationToken cancellationToken) =>
        socket.SendAsync(_frame.WrittenMemory, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);

    /// <summary>The next message; null when the other side closed.</summary>
    private async Task<Command?> ReceiveAsync(CancellationToken cancellationToken)
    {
        var length = 0;
        while (true)
        {
            if (length == _received.Length)
                Array.Resize(ref _received, 2 * length);
            var part = await socket.ReceiveAsync(_received.AsMemory(length), cancellationToken);
            if (part.MessageType == WebSocketMessageType.Close)
                return null;
            length += part.Count;
            if (part.EndOfMessage)
                return JsonSerializer.Deserialize<Command>(_received.AsSpan(0, length), JsonSerializerOptions.Web);
        }
    }

    private static string NewId() => Guid.CreateVersion7().ToString("D");

    private sealed record Command(
        string Content,
        [property: System.Text.Json.Serialization.JsonPropertyName("client_id")] string? ClientId
    );
}

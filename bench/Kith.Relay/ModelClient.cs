using System.Buffers;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text.Json;

namespace Kith.Relay;

/// <summary>One message of the context.</summary>
internal readonly record struct ContextMessage(string Role, string Content);

/// <summary>OpenAI's chat completions, streamed. It asks for the same things Kith does, so the model's server works as much for both.</summary>
internal sealed class ModelClient(Uri baseUrl, string model) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false }) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly Uri _address = new($"{baseUrl.ToString().TrimEnd('/')}/chat/completions");

    /// <summary>The pieces of the answer as they come.</summary>
    public async IAsyncEnumerable<string> AnswerAsync(IEnumerable<ContextMessage> context)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = Body(context) };
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        await using var body = await response.Content.ReadAsStreamAsync();
        await foreach (var item in SseParser.Create(body, (_, data) => ReadText(data)).EnumerateAsync())
        {
            if (item.Data.Length > 0)
                yield return item.Data;
        }
    }

    public void Dispose() => _http.Dispose();

    private ByteArrayContent Body(IEnumerable<ContextMessage> context)
    {
        var bytes = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("model"u8, model);
            json.WriteStartArray("messages"u8);
            foreach (var message in context)
            {
                json.WriteStartObject();
                json.WriteString("role"u8, message.Role);
                json.WriteString("content"u8, message.Content);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteBoolean("stream"u8, true);
            json.WriteStartObject("stream_options"u8);
            json.WriteBoolean("include_usage"u8, true);
            json.WriteEndObject();
            json.WriteBoolean("logprobs"u8, true);
            json.WriteEndObject();
        }

        var content = new ByteArrayContent(bytes.WrittenSpan.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    /// <summary>The first choice's <c>delta.content</c>; empty when there is none.</summary>
    private static string ReadText(ReadOnlySpan<byte> data)
    {
        if (data.SequenceEqual("[DONE]"u8))
            return "";
        var json = new Utf8JsonReader(data);
        while (json.Read())
        {
            if (json.TokenType != JsonTokenType.PropertyName || !json.ValueTextEquals("delta"u8))
                continue;
            json.Read();
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var isContent = json.ValueTextEquals("content"u8);
                json.Read();
                if (isContent)
                    return json.TokenType == JsonTokenType.String ? json.GetString()! : "";
                json.Skip();
            }
        }

        return "";
    }
}

using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kith.FakeModel;

/// <summary>One request as it arrived, and the test's handles on its answer.</summary>
public sealed class ReceivedRequest
{
    private readonly TaskCompletionSource _aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ReceivedRequest(HttpRequest request)
    {
        Method = request.Method;
        Path = request.Path.Value ?? "";
        Headers = request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
    }

    public string Method { get; }

    /// <summary>Without the query, e.g. <c>/v1/chat/completions</c>.</summary>
    public string Path { get; }

    /// <summary>By name, in any case.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    /// <summary>The body as text; empty when it was multipart.</summary>
    public string BodyText { get; private set; } = "";

    /// <summary>The parsed JSON body; null when it was none.</summary>
    public JsonNode? Body { get; private set; }

    /// <summary>The fields of a multipart body.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The uploaded file of a multipart body: its name and its bytes.</summary>
    public (string Name, byte[] Content)? File { get; private set; }

    /// <summary>The model that was asked for, which is the script; empty when none was named.</summary>
    public string Model { get; private set; } = "";

    /// <summary>Completes when the client hung up, or the server stopped, before the answer was done.</summary>
    public Task Aborted => _aborted.Task;

    /// <summary>Completes when nothing more will be written.</summary>
    public Task Ended => _ended.Task;

    internal SemaphoreSlim Gate { get; } = new(0);

    /// <summary>Lets a <c>gate</c> script write its next <paramref name="count"/> tokens.</summary>
    public void Release(int count = 1) => Gate.Release(count);

    /// <summary>Lets a <c>gate</c> script write all it has left.</summary>
    public void ReleaseAll() => Gate.Release(1_000_000);

    internal static async Task<ReceivedRequest> ReadAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var received = new ReceivedRequest(context.Request);
        if (context.Request.ContentType?.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase) == true)
        {
            await received.ReadFormAsync(context.Request, cancellationToken);
        }
        else
        {
            using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
            received.BodyText = await reader.ReadToEndAsync(cancellationToken);
            received.Body = ParseOrNull(received.BodyText);
            received.Model = (received.Body as JsonObject)?["model"]?.ToString() ?? "";
        }
        return received;
    }

    internal void MarkAborted() => _aborted.TrySetResult();

    internal void MarkEnded() => _ended.TrySetResult();

    private async Task ReadFormAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var form = await request.ReadFormAsync(cancellationToken);
        Fields = form.ToDictionary(f => f.Key, f => f.Value.ToString(), StringComparer.Ordinal);
        Model = Fields.GetValueOrDefault("model", "");
        if (form.Files.Count > 0)
        {
            using var content = new MemoryStream();
            await form.Files[0].CopyToAsync(content, cancellationToken);
            File = (form.Files[0].FileName, content.ToArray());
        }
    }

    private static JsonNode? ParseOrNull(string text)
    {
        try
        {
            return text.Length == 0 ? null : JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

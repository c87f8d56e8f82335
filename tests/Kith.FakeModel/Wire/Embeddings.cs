using System.Buffers.Binary;
using System.Text.Json.Nodes;
using Kith.FakeModel.Scripts;

namespace Kith.FakeModel.Wire;

/// <summary>
/// <c>POST /v1/embeddings</c>: a unit vector hashed from the text's words, so that the same text gives the same
/// vector and texts that share words are near each other.
/// </summary>
internal static class Embeddings
{
    private const int DefaultDimensions = 64;
    private static readonly char[] Separators = [' ', '\n', '\t', '.', ',', '!', '?', ';', ':'];

    public static async Task AnswerAsync(Exchange exchange)
    {
        if (await exchange.TryEndEarlyAsync(OpenAIWire.Instance))
        {
            return;
        }
        var body = exchange.Request.Body as JsonObject ?? [];
        IReadOnlyList<string> texts = body["input"] switch
        {
            JsonArray many => [.. many.Select(text => text?.ToString() ?? "")],
            { } one => [one.ToString()],
            null => [],
        };
        if (texts.Count == 0)
        {
            await exchange.WriteJsonAsync(
                400,
                OpenAIWire.Instance.Error(400, "'input' is missing.", "missing_required_parameter", "input")
            );
            return;
        }
        var dimensions = body["dimensions"]?.GetValue<int>() ?? DefaultDimensions;
        var asBase64 = body["encoding_format"]?.ToString() == "base64";
        var data = texts.Select((text, index) => (JsonNode)Entry(index, Vector(text, dimensions), asBase64));
        var tokens = texts.Sum(Replies.CountTokens);
        var answer = new JsonObject
        {
            ["object"] = "list",
            ["data"] = new JsonArray([.. data]),
            ["model"] = exchange.Request.Model,
            ["usage"] = new JsonObject { ["prompt_tokens"] = tokens, ["total_tokens"] = tokens },
        };
        await exchange.WriteJsonAsync(200, answer);
    }

    private static JsonObject Entry(int index, float[] vector, bool asBase64) =>
        new()
        {
            ["object"] = "embedding",
            ["index"] = index,
            ["embedding"] = asBase64 ? Base64(vector) : new JsonArray([.. vector.Select(value => (JsonNode)value)]),
        };

    private static string Base64(float[] vector)
    {
        var bytes = new byte[vector.Length * sizeof(float)];
        for (var i = 0; i < vector.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), vector[i]);
        }
        return Convert.ToBase64String(bytes);
    }

    private static float[] Vector(string text, int dimensions)
    {
        var vector = new float[dimensions];
        foreach (var word in text.ToUpperInvariant().Split(Separators, StringSplitOptions.RemoveEmptyEntries))
        {
            var hash = Replies.StableHash(word);
            vector[hash % dimensions] += (hash & 0x10000) == 0 ? 1 : -1;
        }
        var length = MathF.Sqrt(vector.Sum(value => value * value));
        if (length == 0)
        {
            vector[0] = length = 1;
        }
        return [.. vector.Select(value => value / length)];
    }
}

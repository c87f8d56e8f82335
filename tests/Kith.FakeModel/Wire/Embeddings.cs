using System.Buffers.Binary;
using System.Text.Json.Nodes;
using Kith.FakeModel.Scripts;

namespace Kith.FakeModel.Wire;

/// <summary>
/// <c>POST /v1/embeddings</c>: a unit vector hashed from the text's words, so that the same text gives the same
/// vector, and texts are near each other that share words, or words of a few that mean the same: no more than tests need.
/// </summary>
internal static class Embeddings
{
    private const int DefaultDimensions = 256;
    private static readonly char[] Separators = [' ', '\n', '\t', '.', ',', '!', '?', ';', ':'];

    /// <summary>Words that say nothing by themselves.</summary>
    private static readonly string[] Little =
        "A AN THE AND OR OF TO IN ON AT IS ARE WAS DO DID MY ME I YOU WHO WHAT WHICH WHEN HAS HAVE".Split(' ');

    /// <summary>Words that mean the same as the first of their line.</summary>
    private static readonly Dictionary<string, string> Meanings = new[]
    {
        "DOCTOR PHYSICIAN GP MEDIC",
        "CAR AUTOMOBILE VEHICLE",
        "HOUSE HOME RESIDENCE DWELLING",
        "VIOLIN FIDDLE",
        "SEASIDE COAST SHORE",
        "LAWYER ATTORNEY SOLICITOR",
    }
        .Select(line => line.Split(' '))
        .SelectMany(line => line.Select(word => (word, line[0])))
        .ToDictionary(StringComparer.Ordinal);

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
        if (exchange.Script.RefusedWord is { } word && texts.Any(text => text.Contains(word, StringComparison.OrdinalIgnoreCase)))
        {
            await exchange.WriteJsonAsync(
                400,
                OpenAIWire.Instance.Error(400, "This model's maximum context length is 8 tokens.", null, null)
            );
            return;
        }
        var dimensions = body["dimensions"]?.GetValue<int>() ?? DefaultDimensions;
        var how = body["encoding_format"]?.ToString() == "base64" ? "base64" : exchange.Script.Vectors;
        var data = texts.Select((text, index) => (JsonNode)Entry(index, text, dimensions, how)).ToList();
        if (how == "few")
        {
            data.RemoveAt(0);
        }
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

    private static JsonObject Entry(int index, string text, int dimensions, string how) =>
        new()
        {
            ["object"] = "embedding",
            ["index"] = how == "twice" ? 0 : index,
            ["embedding"] = how switch
            {
                "base64" => Base64(Vector(text, dimensions)),
                "nan" => Base64([float.NaN]),
                "infinite" => JsonNode.Parse("[1e999]"),
                "zero" => new JsonArray(0, 0),
                "null" => new JsonArray(1, null),
                "text" => "not base64!",
                "empty" => new JsonArray(),
                "huge" when index == 0 => new string('A', 40 * 1024 * 1024),
                "uneven" => Numbers(Vector(text, dimensions + index)),
                _ => Numbers(Vector(text, dimensions)),
            },
        };

    private static JsonArray Numbers(float[] vector) => [.. vector.Select(value => (JsonNode)value)];

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
        foreach (var word in text.ToUpperInvariant().Split(Separators, StringSplitOptions.RemoveEmptyEntries).Except(Little))
        {
            var hash = Replies.StableHash(Meanings.GetValueOrDefault(word, word));
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

using System.Buffers.Binary;
using System.Net.Http.Headers;
using System.Text.Json;
using Kith.Engine.Models.Http;
using Microsoft.Extensions.AI;

namespace Kith.Engine.Models.OpenAI;

/// <summary>
/// OpenAI, and any server that speaks its embeddings. What comes is checked: a vector for each text, all of one length, of finite numbers and
/// not all zero; as numbers or as base64, whichever the server likes.
/// </summary>
internal sealed class OpenAIEmbeddingGenerator(ModelsOptions options, HttpClient http, TimeProvider clock)
    : IEmbeddingGenerator<string, Embedding<float>>
{
    private const int MostDimensions = 16 * 1024;

    private readonly Uri _address = OpenAIServer.Address(options, "embeddings");
    private readonly AuthenticationHeaderValue? _authorization = OpenAIServer.Authorization(options);
    private readonly ProviderFaults _faults = OpenAIServer.Faults(options, "OPENAI_EMBEDDING_MODEL", clock);
    private readonly EmbeddingGeneratorMetadata _metadata = new(Provider.OpenAI, options.OpenAIEndpoint, options.EmbeddingModel);

    /// <exception cref="ProviderException">It did not answer, or not with that.</exception>
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values,
        EmbeddingGenerationOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        try
        {
            return await AskAsync([.. values], options?.ModelId ?? _metadata.DefaultModelId!, cancellationToken);
        }
        catch (Exception e) when (e is not ProviderException)
        {
            if (_faults.FromException(e, cancellationToken) is { } known)
                throw known;
            throw;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose() => http.Dispose();

    private async Task<GeneratedEmbeddings<Embedding<float>>> AskAsync(
        IReadOnlyList<string> texts,
        string model,
        CancellationToken cancellationToken
    )
    {
        using var message = ProviderHttp.Post(_address, Body(texts, model));
        message.Headers.Authorization = _authorization;
        using var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if ((int)response.StatusCode != 200)
            throw _faults.FromStatus(response, await ProviderError.ReadAsync(response, cancellationToken));
        var contentType = response.Content.Headers.ContentType?.ToString();
        if (!ProviderAnswer.IsJson(contentType))
            throw _faults.NotAModel(contentType);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var document = await ProviderAnswer.ReadLongDocumentAsync(body, cancellationToken);
        if (document.RootElement.Find("error") is not null)
            throw _faults.FromStream(ProviderError.Read(document.RootElement));
        return Read(document.RootElement, texts.Count);
    }

    private static ReadOnlyMemory<byte> Body(IReadOnlyList<string> texts, string model) =>
        RequestJson.Write(json =>
        {
            json.WriteString("model", model);
            json.WriteStartArray("input");
            foreach (var text in texts)
                json.WriteStringValue(text);
            json.WriteEndArray();
        });

    /// <exception cref="JsonException">It isn't what was asked for.</exception>
    private static GeneratedEmbeddings<Embedding<float>> Read(JsonElement answer, int count)
    {
        var vectors = new float[count][];
        var place = 0;
        foreach (var entry in answer.FindItems("data"))
        {
            var index = entry.FindLong("index") ?? place;
            if (index < 0 || index >= count || vectors[index] is not null)
                throw new JsonException("A vector that nobody asked for.");
            vectors[index] = Vector(entry.Find("embedding"));
            place++;
        }

        if (place != count || vectors.Any(vector => vector.Length != vectors[0].Length))
            throw new JsonException("Not one vector for each text, all of one length.");
        var usage = (answer.Find("usage") ?? default).FindLong("prompt_tokens");
        return new GeneratedEmbeddings<Embedding<float>>(vectors.Select(vector => new Embedding<float>(vector)))
        {
            Usage = usage is null ? null : new UsageDetails { InputTokenCount = usage },
        };
    }

    private static float[] Vector(JsonElement? embedding)
    {
        float[]? vector = embedding switch
        {
            { ValueKind: JsonValueKind.Array } numbers when numbers.GetArrayLength() <= MostDimensions =>
            [
                .. numbers.EnumerateArray().Select(number => number.ValueKind == JsonValueKind.Number ? number.GetSingle() : float.NaN),
            ],
            { ValueKind: JsonValueKind.String } text when text.TryGetBytesFromBase64(out var bytes) => FromBytes(bytes),
            _ => null,
        };
        if (vector is null or { Length: 0 or > MostDimensions } || !vector.All(float.IsFinite) || vector.All(value => value == 0))
            throw new JsonException("Not a vector.");
        return vector;
    }

    private static float[]? FromBytes(byte[] bytes)
    {
        if (bytes.Length % sizeof(float) != 0)
            return null;
        var vector = new float[bytes.Length / sizeof(float)];
        for (var i = 0; i < vector.Length; i++)
            vector[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(i * sizeof(float)));
        return vector;
    }
}

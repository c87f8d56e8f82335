using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;
using Kith.GraphQL;
using Kith.Server.Hosting;

namespace Kith.Server.Surfaces.GraphQL;

/// <summary>Finds the GraphQL request in an HTTP one, as "GraphQL over HTTP" says.</summary>
internal static class RequestReader
{
    /// <summary>What is asked, or what is wrong with the request.</summary>
    public static async Task<(GraphQLRequest? Request, Problem? Problem)> ReadAsync(
        HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        ReadOnlyMemory<byte> json;
        if (HttpMethods.IsGet(request.Method))
        {
            if (Encode(request.Query) is not { } encoded)
                return (null, Invalid("\"variables\" and \"extensions\" must be JSON, and nothing may be given twice."));
            json = encoded;
        }
        else
        {
            if (!IsJson(request.ContentType))
                return (null, Problem.From(StatusCodes.Status415UnsupportedMediaType));
            json = await ReadBodyAsync(request, cancellationToken);
        }

        try
        {
            return (GraphQLRequest.Parse(json), null);
        }
        catch (GraphQLException exception)
        {
            return (null, Invalid(exception.Message));
        }
    }

    private static Problem Invalid(string detail) => new(StatusCodes.Status400BadRequest, "invalid", detail);

    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && string.Equals(type.MediaType, "application/json", StringComparison.OrdinalIgnoreCase)
        && (type.CharSet is not { } charset || string.Equals(charset.Trim('"'), "utf-8", StringComparison.OrdinalIgnoreCase));

    /// <summary>No more of it than a byte too many, which is refused with the other limits.</summary>
    /// <exception cref="BadHttpRequestException">It is more than any request may have.</exception>
    private static async Task<ReadOnlyMemory<byte>> ReadBodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var most = new QueryLimits().Bytes;
        var buffer = new byte[Math.Min(request.ContentLength ?? most, most) + 1];
        var count = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return buffer.AsMemory(0, count);
    }

    /// <summary>The parameters of a GET as the JSON they would be in a POST; null when they can't be.</summary>
    private static ReadOnlyMemory<byte>? Encode(IQueryCollection query)
    {
        var json = new ArrayBufferWriter<byte>();
        try
        {
            using var writer = new Utf8JsonWriter(json);
            writer.WriteStartObject();
            foreach (var name in (string[])["query", "operationName", "variables", "extensions"])
            {
                if (query[name] is not [{ Length: > 0 } value])
                {
                    if (query[name].Count > 1)
                        return null;
                    continue;
                }

                writer.WritePropertyName(name);
                if (name is "query" or "operationName")
                    writer.WriteStringValue(value);
                else
                    writer.WriteRawValue(value);
            }

            writer.WriteEndObject();
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            return null;
        }

        return json.WrittenMemory;
    }
}

using System.Runtime.InteropServices;
using System.Text.Json;

namespace Kith.GraphQL;

/// <summary>What a client asks for: a document, which of its operations, and the values of its variables (section 6.1).</summary>
public sealed record GraphQLRequest(string Query, string? OperationName = null, JsonElement? Variables = null)
{
    private static readonly JsonDocumentOptions s_strict = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    /// <summary>Reads a request's body: one JSON object with <c>query</c>, <c>operationName</c>, <c>variables</c> and <c>extensions</c>.</summary>
    /// <exception cref="GraphQLException">It is something else, or too large.</exception>
    public static GraphQLRequest Parse(ReadOnlyMemory<byte> json, QueryLimits? limits = null)
    {
        var most = (limits ?? new QueryLimits()).Bytes;
        if (json.Length > most)
            throw new GraphQLException($"The request is too large: it may have {most} bytes.", GraphQLErrorCodes.TooComplex);
        try
        {
            using var document = JsonDocument.Parse(json, s_strict);
            return Read(document.RootElement.Clone());
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw Invalid("The request is no JSON that can be read.");
        }
    }

    /// <summary>Reads a request out of a message around it, such as a frame of a socket.</summary>
    /// <exception cref="GraphQLException">It is none.</exception>
    public static GraphQLRequest Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw Invalid("The request must be one JSON object.");
        if (!IsWellFormed(json))
            throw Invalid("The request has text that is no Unicode.");
        string? query = null;
        string? operationName = null;
        JsonElement? variables = null;
        foreach (var member in json.EnumerateObject())
        {
            switch (member.Name)
            {
                case "query":
                    query = ReadText(member);
                    break;
                case "operationName":
                    operationName = ReadText(member);
                    break;
                case "variables":
                    variables = ReadMembers(member);
                    break;
                case "extensions":
                    ReadMembers(member);
                    break;
                default:
                    throw Invalid("The request may have query, operationName, variables and extensions, and nothing else.");
            }
        }
        return new GraphQLRequest(query ?? throw Invalid("\"query\" is missing."), operationName, variables);
    }

    private static string? ReadText(JsonProperty member) =>
        member.Value.ValueKind switch
        {
            JsonValueKind.String => member.Value.GetString(),
            JsonValueKind.Null => null,
            _ => throw Invalid($"\"{member.Name}\" must be text."),
        };

    private static JsonElement? ReadMembers(JsonProperty member) =>
        member.Value.ValueKind switch
        {
            JsonValueKind.Object => member.Value,
            JsonValueKind.Null => null,
            _ => throw Invalid($"\"{member.Name}\" must be an object."),
        };

    /// <summary>Whether all text can be read: bytes that are no UTF-8, or <c>\ud800</c> alone, are only noticed then.</summary>
    private static bool IsWellFormed(JsonElement json)
    {
        var reader = new Utf8JsonReader(JsonMarshal.GetRawUtf8Value(json), new JsonReaderOptions { MaxDepth = 128 });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                    reader.GetString();
            }
            return true;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static GraphQLException Invalid(string message) => new(message, GraphQLErrorCodes.BadRequest);
}

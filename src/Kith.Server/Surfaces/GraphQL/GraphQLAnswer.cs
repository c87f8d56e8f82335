using System.Buffers;
using System.Text.Json;
using Kith.GraphQL;
using Kith.Server.Hosting;

namespace Kith.Server.Surfaces.GraphQL;

/// <summary>A result as the answer of a request: 200 as soon as anything was executed.</summary>
internal sealed record GraphQLAnswer(GraphQLResult Result, string MediaType, bool NeedsPost = false) : IResult
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = Json.Strict.Encoder };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = StatusOf(Result);
        if (NeedsPost)
        {
            response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            response.Headers.Allow = HttpMethods.Post;
        }

        if (response.StatusCode == StatusCodes.Status401Unauthorized)
            response.Headers.WWWAuthenticate = "Bearer";
        response.ContentType = $"{(MediaType == Accepts.GraphQLJson ? Accepts.GraphQLJson : Accepts.Json)}; charset=utf-8";
        await response.BodyWriter.WriteAsync(Utf8Of(Result), httpContext.RequestAborted);
    }

    public static byte[] Utf8Of(GraphQLResult result) => Write(writer => result.WriteTo(writer, GraphQLErrors.CodeOf));

    /// <summary>Writes JSON as all doors do.</summary>
    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, s_options))
            write(writer);
        return bytes.WrittenSpan.ToArray();
    }

    private static int StatusOf(GraphQLResult result) =>
        result.IsRequestError ? ErrorCodes.StatusOf(GraphQLErrors.CodeOf(result.Errors[0].Code)) : StatusCodes.Status200OK;
}

using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Kith.Engine.Idempotency;
using Kith.Server.Hosting;
using Kith.Server.Identity;
using Microsoft.AspNetCore.Http.Metadata;

namespace Kith.Server.Surfaces;

/// <summary>
/// The <c>Idempotency-Key</c> of a request. A route accepts one by taking this as a parameter; it is null when the caller sent none, or
/// has no credentials it could belong to.
/// </summary>
internal sealed record RequestKey(IdempotencyKey Value) : IEndpointParameterMetadataProvider
{
    public const string Header = "Idempotency-Key";
    public const int MostCharacters = 200;

    private const string ReplayedHeader = "Idempotency-Replayed";

    /// <summary>How minimal APIs find it: before the body is read, so it reads the body and winds it back.</summary>
    /// <exception cref="BadHeaderException">The key is not one.</exception>
    public static async ValueTask<RequestKey?> BindAsync(HttpContext context)
    {
        if (!context.Request.Headers.TryGetValue(Header, out var values) || CurrentUser.Of(context) is null)
            return null;
        if (values is not [{ Length: > 0 and <= MostCharacters } key] || key.Any(c => c is < '!' or > '~'))
            throw new BadHeaderException(Header, $"must be 1 to {MostCharacters} visible ASCII characters");
        return new RequestKey(new IdempotencyKey(key, await HashAsync(context)));
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new AcceptsRequestKey());
        builder.Metadata.Add(new FailsWith("invalid", "idempotency_running", "idempotency_mismatch"));
    }

    /// <summary>Says of an answer that it was made from what an earlier request with this key did; "not yet" is no such answer.</summary>
    public static IResult Mark(IResult answer, bool isReplay) =>
        isReplay && answer is not Problem { Code: "idempotency_running" } ? new Replayed(answer) : answer;

    /// <summary>Of everything that is asked for: method, address and body.</summary>
    private static async Task<string> HashAsync(HttpContext context)
    {
        var request = context.Request;
        // The server's limit holds while it is copied. Not EnableBuffering: it takes its most memory at once, or a temporary file.
        var body = new MemoryStream();
        await request.Body.CopyToAsync(body, context.RequestAborted);
        body.Position = 0;
        request.Body = body;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {SecondAddress.FirstOf(context)}\n"));
        hash.AppendData(body.GetBuffer().AsSpan(0, (int)body.Length));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private sealed record Replayed(IResult Answer) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers[ReplayedHeader] = "true";
            return Answer.ExecuteAsync(httpContext);
        }
    }
}

/// <summary>Marks a route that takes a <see cref="RequestKey"/>, for the API's document.</summary>
internal sealed record AcceptsRequestKey;

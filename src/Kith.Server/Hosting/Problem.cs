using System.Diagnostics;
using System.Text.Json.Serialization;
using Kith.Engine;
using Kith.Engine.Turns;
using Microsoft.AspNetCore.WebUtilities;

namespace Kith.Server.Hosting;

/// <summary>An error on its way out. It is also a result an endpoint can return.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">The contract's wire code.</param>
/// <param name="Detail">One sentence for a person.</param>
internal sealed record Problem(int Status, string Code, string Detail) : IResult
{
    public const string MediaType = "application/problem+json";

    /// <summary>For bad input: what is wrong with each field.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>How long to wait before trying again.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The same in whole seconds, rounded up, as it is sent.</summary>
    public int? RetryAfterSeconds => RetryAfter is { } wait ? Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) : null;

    /// <summary>The turn that stands in the way, to wait for or to stop.</summary>
    public string? TurnId { get; init; }

    public static Problem From(Failure failure) =>
        new(ErrorCodes.StatusOf(failure.Code), failure.Code, failure.Detail)
        {
            Errors = (failure as Invalid)?.Errors,
            TurnId = (failure as TurnRunning)?.TurnId ?? (failure as IdempotencyRunning)?.TurnId,
            RetryAfter = failure switch
            {
                RateLimited limited => limited.RetryAfter,
                { Code: "storage_unavailable" } => TimeSpan.FromSeconds(2),
                _ => null,
            },
        };

    public static Problem From(int status)
    {
        var (code, detail) = ErrorCodes.Of(status);
        return new Problem(status, code, detail);
    }

    /// <summary>What ties an answer to the lines of the log: the request's trace, which may have begun at its caller.</summary>
    public static string TraceIdOf(HttpContext context) => Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier;

    /// <summary>Writes it in the shape this address's surface has chosen, else as RFC 9457 problem details.</summary>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        if (RetryAfterSeconds is { } seconds)
            response.Headers.RetryAfter = seconds.ToString();
        var shape = ProblemShape.Find(httpContext.RequestServices.GetServices<ProblemShape>(), httpContext.Request.Path);
        object body =
            shape?.Write(this)
            ?? new ProblemWire(Status, ReasonPhrases.GetReasonPhrase(Status), Detail, Code, TraceIdOf(httpContext), Errors, TurnId);
        await response.WriteAsJsonAsync(
            body,
            body.GetType(),
            Json.Strict,
            shape is null ? MediaType : "application/json; charset=utf-8",
            httpContext.RequestAborted
        );
    }
}

/// <summary>An error as RFC 9457 has it, with a code to tell it by.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Title">What HTTP calls that status.</param>
/// <param name="Detail">One sentence for a person.</param>
/// <param name="Code">What to tell it by: <c>not_found</c>, <c>turn_running</c> and so on; each has one status.</param>
/// <param name="TraceId">What the server's log has it under.</param>
/// <param name="Errors">For bad input: what is wrong with each field.</param>
/// <param name="TurnId">The turn that stands in the way, to wait for or to stop.</param>
internal sealed record ProblemWire(
    int Status,
    string Title,
    string Detail,
    string Code,
    string TraceId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, string[]>? Errors,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? TurnId
);

/// <summary>
/// How errors look below a path: a surface whose protocol has an error object of its own registers one as a singleton. It covers
/// errors that never reach the surface too, such as an oversized body.
/// </summary>
/// <param name="Prefix">Whole path segments, e.g. <c>/v1</c>; the longest match wins.</param>
/// <param name="Write">Makes the object that is sent as JSON.</param>
/// <param name="Wire">The type of that object, for the API's document; null where that has no route of the surface.</param>
internal sealed record ProblemShape(PathString Prefix, Func<Problem, object> Write, Type? Wire = null)
{
    /// <summary>The shape an address has; null for problem details.</summary>
    public static ProblemShape? Find(IEnumerable<ProblemShape> shapes, PathString path) =>
        shapes
            .Where(shape => path.StartsWithSegments(shape.Prefix, StringComparison.OrdinalIgnoreCase))
            .MaxBy(shape => shape.Prefix.Value!.Length);
}

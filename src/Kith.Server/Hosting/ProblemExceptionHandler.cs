using System.Text;
using Kith.Engine;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Net.Http.Headers;

namespace Kith.Server.Hosting;

/// <summary>The last place an exception reaches: the caller learns a code and a trace id, the log learns the rest.</summary>
internal sealed class ProblemExceptionHandler(ILogger<ProblemExceptionHandler> logger) : IExceptionHandler
{
    private const int ClientClosedRequest = 499;

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
        {
            httpContext.Response.StatusCode = ClientClosedRequest;
            return true;
        }
        var problem =
            exception is InvalidOperationException or NotSupportedException && HasUnknownCharset(httpContext.Request)
                ? Problem.From(StatusCodes.Status415UnsupportedMediaType)
                : Describe(exception);
        if (problem.Status >= StatusCodes.Status500InternalServerError)
            logger.LogError(
                exception,
                "{Method} {Path} failed, trace {TraceId}",
                httpContext.Request.Method,
                httpContext.Request.Path,
                Problem.TraceIdOf(httpContext)
            );
        if (problem.Status == StatusCodes.Status401Unauthorized)
            httpContext.Response.Headers.WWWAuthenticate = "Bearer";
        await problem.ExecuteAsync(httpContext);
        return true;
    }

    /// <summary>What the caller learns of it.</summary>
    public static Problem Describe(Exception exception) =>
        exception switch
        {
            BadHttpRequestException bad => BadRequests.Describe(bad),
            StorageUnavailableException => Problem.From(StatusCodes.Status503ServiceUnavailable) with
            {
                RetryAfter = TimeSpan.FromSeconds(2),
            },
            OwnerGoneException => Problem.From(StatusCodes.Status401Unauthorized),
            _ => Problem.From(StatusCodes.Status500InternalServerError),
        };

    /// <summary>A body in an encoding nobody knows; reading it fails with an exception of no type of its own.</summary>
    private static bool HasUnknownCharset(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.Charset.HasValue)
            return false;
        try
        {
            Encoding.GetEncoding(HeaderUtilities.RemoveQuotes(type.Charset).ToString());
            return false;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return true;
        }
    }
}

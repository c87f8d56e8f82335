using System.Net;

namespace Kith.Engine.People.Push;

/// <summary>What the status of a push service's answer means.</summary>
internal static class PushAnswer
{
    public static PushOutcome Of(HttpResponseMessage response, TimeProvider clock) =>
        new(ResultOf(response.StatusCode), ((int)response.StatusCode).ToString(), RetryAfterOf(response, clock));

    /// <summary>It couldn't be asked, or didn't answer.</summary>
    public static PushOutcome Of(Exception exception) =>
        new(
            PushResult.Failed,
            exception switch
            {
                HttpRequestException { StatusCode: not null } => exception.Message,
                HttpRequestException { HttpRequestError: var error } => error.ToString(),
                IOException => "broken off",
                _ => "no answer in time",
            }
        );

    private static PushResult ResultOf(HttpStatusCode status) =>
        status switch
        {
            >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices => PushResult.Sent,
            HttpStatusCode.NotFound or HttpStatusCode.Gone => PushResult.Gone,
            HttpStatusCode.RequestEntityTooLarge => PushResult.TooLarge,
            HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError => PushResult.Failed,
            _ => PushResult.Refused,
        };

    private static TimeSpan? RetryAfterOf(HttpResponseMessage response, TimeProvider clock) =>
        response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - clock.GetUtcNow(),
            _ => null,
        };
}

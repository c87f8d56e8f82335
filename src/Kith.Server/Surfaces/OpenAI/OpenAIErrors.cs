using Kith.Server.Hosting;

namespace Kith.Server.Surfaces.OpenAI;

/// <summary>Errors in OpenAI's form. Its clients choose their exception by the status, so the types are only a help for people.</summary>
internal static class OpenAIErrors
{
    public static ErrorWire Of(Problem problem) =>
        new(
            problem.Detail,
            problem.Status switch
            {
                401 => "authentication_error",
                403 => "permission_error",
                429 => "rate_limit_error",
                >= 500 => "server_error",
                _ => "invalid_request_error",
            },
            problem.Errors?.Keys.FirstOrDefault(),
            problem.Code
        );
}

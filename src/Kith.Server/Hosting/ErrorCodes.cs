namespace Kith.Server.Hosting;

/// <summary>Which status each wire code has: the contract's table, the same at every door.</summary>
internal static class ErrorCodes
{
    private static readonly Dictionary<string, int> s_statuses = new(StringComparer.Ordinal)
    {
        ["invalid"] = 400,
        ["unauthenticated"] = 401,
        ["budget_exceeded"] = 402,
        ["csrf_failed"] = 403,
        ["ai_context_refused"] = 403,
        ["forbidden"] = 403,
        ["not_found"] = 404,
        ["template_not_found"] = 404,
        ["turn_running"] = 409,
        ["chat_ended"] = 409,
        ["session_ended"] = 409,
        ["idempotency_running"] = 409,
        ["conflict"] = 409,
        ["too_large"] = 413,
        ["unsupported_media"] = 415,
        ["idempotency_mismatch"] = 422,
        ["rate_limited"] = 429,
        ["internal"] = 500,
        ["provider_unavailable"] = 502,
        ["speech_to_text_unavailable"] = 503,
        ["text_to_speech_unavailable"] = 503,
        ["storage_unavailable"] = 503,
    };

    /// <summary>The HTTP status of a failure with this code.</summary>
    /// <exception cref="ArgumentException">The code is none of the contract's.</exception>
    public static int StatusOf(string code) =>
        s_statuses.TryGetValue(code, out var status)
            ? status
            : throw new ArgumentException($"'{code}' is no code of the contract.", nameof(code));

    /// <summary>What to say where only a status is known: routing, the server itself, a middleware.</summary>
    public static (string Code, string Detail) Of(int status) =>
        status switch
        {
            400 => ("invalid", "The request can't be understood."),
            401 => ("unauthenticated", "Sign in first."),
            403 => ("forbidden", "You may not do this."),
            404 => ("not_found", "There is nothing here."),
            405 => ("invalid", "This address doesn't know that method."),
            408 => ("invalid", "The request took too long to arrive."),
            409 => ("conflict", "This contradicts the present state."),
            413 => ("too_large", "The request is too large."),
            415 => ("unsupported_media", "This address doesn't read that kind of body."),
            429 => ("rate_limited", "Too many requests. Wait a little."),
            502 => ("provider_unavailable", "The model can't be reached."),
            503 => ("storage_unavailable", "The server can't do this right now. Try again soon."),
            >= 500 => ("internal", "Something went wrong on our side."),
            _ => ("invalid", "The request can't be understood."),
        };
}

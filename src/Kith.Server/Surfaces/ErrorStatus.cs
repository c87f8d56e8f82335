namespace Kith.Server.Surfaces;

/// <summary>The HTTP status of each error code: the same at every door.</summary>
internal static class ErrorStatus
{
    public static int Of(string code) =>
        code switch
        {
            "invalid" => StatusCodes.Status400BadRequest,
            "unauthenticated" => StatusCodes.Status401Unauthorized,
            "budget_exceeded" => StatusCodes.Status402PaymentRequired,
            "csrf_failed" or "ai_context_refused" or "forbidden" => StatusCodes.Status403Forbidden,
            "not_found" or "template_not_found" => StatusCodes.Status404NotFound,
            "turn_running" or "chat_ended" or "session_ended" or "idempotency_running" or "conflict" => StatusCodes.Status409Conflict,
            "too_large" => StatusCodes.Status413PayloadTooLarge,
            "unsupported_media" => StatusCodes.Status415UnsupportedMediaType,
            "idempotency_mismatch" => StatusCodes.Status422UnprocessableEntity,
            "rate_limited" => StatusCodes.Status429TooManyRequests,
            "provider_unavailable" => StatusCodes.Status502BadGateway,
            "speech_to_text_unavailable" or "text_to_speech_unavailable" or "storage_unavailable" =>
                StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status500InternalServerError,
        };
}

namespace Kith.Engine.Turns;

/// <summary>A conversation answers one input at a time.</summary>
public sealed record TurnRunning(string? TurnId) : Failure("turn_running", "An answer is still being written. Wait for it, or stop it.");

/// <summary>The turn that this idempotency key started still runs.</summary>
public sealed record IdempotencyRunning(string TurnId)
    : Failure("idempotency_running", "The answer to this request is still being written. Follow its turn, or ask again later.");

/// <summary>The client id names a message whose answer was deleted since.</summary>
public sealed record AnswerDeleted() : Failure("conflict", "This was said before, and its answer was deleted. Ask for a new answer.");

/// <summary>The turn ended without an answer. The user's message is kept.</summary>
public sealed record TurnFailed(string Code, string Detail) : Failure(Code, Detail)
{
    public const string ProviderUnavailable = "provider_unavailable";
}

using Kith.Engine.Idempotency;

namespace Kith.Engine.Turns;

/// <summary>One user input and everything done until the answer is final, as its row is.</summary>
/// <param name="State">One of <see cref="TurnState"/>.</param>
/// <param name="NodeId">The node that runs it.</param>
/// <param name="Fence">Raised when somebody else takes the turn over: a runner with an older one can't write.</param>
/// <param name="LeaseUntil">Unix ms; past it the runner is taken for dead.</param>
public sealed record Turn(
    string Id,
    string ConversationId,
    string UserMessageId,
    string AiMessageId,
    string State,
    string? ErrorCode,
    string? ErrorDetail,
    string NodeId,
    long Fence,
    long LeaseUntil,
    long StartedAt,
    long? EndedAt
)
{
    public bool IsRunning => State == TurnState.Running;

    /// <summary>Why it failed; null when it didn't.</summary>
    public Failure? Failure => ErrorCode is null ? null : new TurnFailed(ErrorCode, ErrorDetail ?? "");
}

/// <summary>The states of a turn. All but the first are final, and are the status of its answer too.</summary>
public static class TurnState
{
    public const string Running = "running";
}

/// <summary>What a person says in one of their conversations.</summary>
/// <param name="ConversationId">Null: their ongoing chat with the best friend, started when there is none.</param>
/// <param name="ClientId">The client's own id of the message: sent twice, it answers the first.</param>
/// <param name="Edits">A message of theirs whose place this one takes, on a branch of its own; null to go on.</param>
/// <param name="Key">The client's own name of the request.</param>
/// <param name="QuoteMost">How many messages of the related chat the answer is given to read, at most; null: none.</param>
public sealed record TurnRequest(
    string? ConversationId,
    string? Text,
    string? ClientId = null,
    string? Edits = null,
    IdempotencyKey? Key = null,
    int? QuoteMost = null
);

/// <summary>A turn that was accepted: the user's message is durable.</summary>
/// <param name="IsRepeat">True when this client id was accepted before, and this is that turn.</param>
/// <param name="IsReplay">True when this idempotency key was accepted before, and this is that turn.</param>
public sealed record AcceptedTurn(
    string TurnId,
    string ConversationId,
    string UserMessageId,
    string AiMessageId,
    bool IsRepeat,
    bool IsReplay = false
);

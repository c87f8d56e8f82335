using Kith.Engine;
using Kith.Engine.Turns;
using Kith.Engine.Users;

namespace Kith.Server.Surfaces.Rest.Chats;

/// <summary>What whoever started a turn is answered: both messages when it is over or, if they accept it, its events.</summary>
internal static class TurnAnswers
{
    public static async Task<IResult> AnswerAsync(
        HttpRequest request,
        Caller caller,
        Result<AcceptedTurn> started,
        TurnFollower follower,
        CancellationToken cancellationToken
    )
    {
        if (!started.Try(out var turn, out var failure))
            return failure.ToProblem();
        var answer = request.WantsEvents()
            ? TurnEvents.Stream(caller, turn.TurnId, from: 0, follower, cancellationToken)
            : (await follower.AnswerAsync(turn, cancellationToken)).ToOk(ended => TurnEvents.Both(ended, caller));
        return RequestKey.Mark(answer, turn.IsReplay);
    }
}

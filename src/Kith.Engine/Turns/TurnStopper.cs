using Kith.Engine.ChannelLayer;
using Kith.Engine.Users;

namespace Kith.Engine.Turns;

/// <summary>Stopping a turn: what was streamed is kept.</summary>
public sealed class TurnStopper
{
    private readonly TurnFollower _follower;
    private readonly LiveTurns _live;
    private readonly InProcessChannelLayer _channels;

    internal TurnStopper(TurnFollower follower, LiveTurns live, InProcessChannelLayer channels) =>
        (_follower, _live, _channels) = (follower, live, channels);

    /// <summary>The channel on which every node hears which turn to stop.</summary>
    internal const string Channel = "stop";

    /// <summary>Tells it to stop and doesn't wait until it has; a turn that is over stays as it is.</summary>
    public async Task<Result<Done>> TellAsync(Caller caller, string turnId, CancellationToken cancellationToken)
    {
        if (!(await _follower.OpenAnyAsync(caller, turnId, cancellationToken)).Try(out var turn, out var failure))
            return failure;
        if (turn.IsRunning)
            _channels.Publish(Channel, turnId);
        return default(Done);
    }

    /// <summary>As above, of one of the caller's own conversations, and answers how it ended.</summary>
    public async Task<Result<TurnEnded>> StopAsync(Caller caller, string turnId, CancellationToken cancellationToken)
    {
        if ((await _follower.OpenAsync(caller, turnId, cancellationToken)).Failure is { } absent)
            return absent;
        if ((await TellAsync(caller, turnId, cancellationToken)).Failure is { } failure)
            return failure;
        return await _follower.FinishAsync(turnId, cancellationToken) is { } ended ? ended : new NotFound("turn");
    }

    internal void StopHere(string turnId) => _live.Find(turnId)?.Stop(StopReason.Person);

    /// <summary>Stops what nobody can read any more: the turns of this conversation, or of this principal.</summary>
    internal void StopGoneHere(string id)
    {
        foreach (var turn in _live.All.Where(turn => turn.Conversation.Id == id || turn.Caller.PrincipalId == id))
            turn.Stop(StopReason.Gone);
    }
}

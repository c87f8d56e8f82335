using Kith.Engine.Events;
using Kith.Engine.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.Turns;

/// <summary>Turns go with their conversations; those that run are told to the new owner, who follows them from there.</summary>
internal sealed class TurnClaims : IPrincipalChange
{
    public async Task<IReadOnlyList<NewEvent>> ListEventsAsync(WriteSession session, string guestId, string userId) =>
        [
            .. (await TurnStore.ListRunningAsync(session, guestId)).Select(turn => new NewEvent(
                EventKinds.TurnStarted,
                turn.ConversationId,
                turn.Id
            )),
        ];

    public Task ClaimAsync(WriteSession session, string guestId, string userId) => Task.CompletedTask;
}

using Kith.Engine.Conversations;
using Kith.Engine.Events;
using Kith.Engine.Memory.Facts;
using Kith.Engine.Memory.Learning;
using Kith.Engine.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.Memory;

/// <summary>Forgets everything that is known of a person. What they said stays where they said it.</summary>
public sealed class Forgetter(Database database, EventLog events)
{
    /// <summary>
    /// Facts, moods, summaries, what the profile says beyond a name and settings, and what was waiting to be learned, or is still being
    /// answered. None of it is learned again from the messages there are.
    /// </summary>
    public Task<Result<Done>> ForgetAllAsync(Caller caller, CancellationToken cancellationToken) =>
        database.WriteAsync<Result<Done>>(
            async session =>
            {
                var id = caller.PrincipalId;
                // First those that are still answered: one whose turn ends meanwhile is found by this step or by the next.
                await FactStore.ForgetUnansweredAsync(session, id);
                // Before the person's memory is held: who learns takes them in this order too.
                await MessagesToLearn.RemoveAllAsync(session, id);
                await UserStore.HoldPrincipalAsync(session, id);
                await FactStore.AddForgottenAsync(session, (await FactStore.ListAsync(session, id)).SelectMany(FactCatalog.HashesOf));
                await FactStore.DeleteAllAsync(session, id);
                await MoodStore.ForgetAllAsync(session, id, MoodCatalog.Hash);
                await SummaryStore.DeleteAllAsync(session, id);
                await ProfileStore.ForgetAsync(session, id, database.Clock.NowMs());
                await session.MarkErasedAsync();
                await events.AppendAsync(session, [id], MemoryEvents.Emptied);
                return default(Done);
            },
            cancellationToken
        );
}

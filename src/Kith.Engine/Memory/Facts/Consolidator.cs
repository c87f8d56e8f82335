using Kith.Engine.Conversations;
using Kith.Engine.Events;
using Kith.Engine.Memory.Learning;
using Kith.Engine.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.Memory.Facts;

/// <summary>
/// The gate between what was extracted from a message and what is known: nothing twice, nothing that was forgotten, nothing the person
/// doesn't want kept.
/// </summary>
internal sealed class Consolidator(Database database, EventLog events)
{
    /// <summary>
    /// Brings what a message says together with what is known of the person, as the last step of a transaction; a second time it
    /// changes nothing.
    /// </summary>
    /// <param name="conversation">The one of the message, which is held: neither goes meanwhile.</param>
    /// <param name="messageAt">When it was said.</param>
    /// <param name="origin">One of <see cref="FactOrigins"/>: who extracted it.</param>
    /// <returns>Whether anything changed.</returns>
    public async Task<bool> ApplyAsync(
        WriteSession session,
        Conversation conversation,
        string messageId,
        DateTimeOffset messageAt,
        Learned learned,
        string origin
    )
    {
        var principalId = conversation.OwnerId;
        // The person's memory is held before anything of it is read.
        var (kind, profile, forgotten) = await session.TogetherAsync(
            () => UserStore.HoldPrincipalAsync(session, principalId),
            () => Profiles.GetAsync(session, principalId),
            () => FactStore.ListForgottenAsync(session, messageId)
        );
        if (
            conversation.MemoryEnabled == 0
            || kind is null or PrincipalKind.Session
            || profile.MemoryEnabled == 0
            || forgotten.Contains(FactStore.Everything)
        )
            return false;
        var gate = new Gate(
            database,
            session,
            principalId,
            messageId,
            messageAt.ToUnixTimeMilliseconds(),
            origin,
            profile.SensitiveMemory,
            forgotten.ToHashSet(StringComparer.Ordinal)
        );
        var changed = new List<string>();
        foreach (var statement in learned.Facts)
            changed.AddRange(await gate.PassAsync(statement));
        if (learned.Mood is { } mood)
            changed.AddRange(await gate.PassAsync(mood));
        await events.AppendAsync(session, [principalId], [.. changed.Distinct().Select(MemoryEvents.Changed)]);
        return changed.Count > 0;
    }
}

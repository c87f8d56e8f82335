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
    /// <param name="messageAt">When it was said.</param>
    /// <param name="origin">One of <see cref="FactOrigins"/>: who extracted it.</param>
    /// <returns>Whether anything changed.</returns>
    public async Task<bool> ApplyAsync(
        WriteSession session,
        string principalId,
        string messageId,
        DateTimeOffset messageAt,
        Learned learned,
        string origin
    )
    {
        if (await FindPolicyAsync(session, principalId, messageId) is not { } sensitive)
            return false;
        var forgotten = (await FactStore.ListForgottenAsync(session, messageId)).ToHashSet(StringComparer.Ordinal);
        if (forgotten.Contains(FactStore.Everything))
            return false;
        var gate = new Gate(database, session, principalId, messageId, messageAt.ToUnixTimeMilliseconds(), origin, sensitive, forgotten);
        var changed = new List<string>();
        foreach (var statement in learned.Facts)
            changed.AddRange(await gate.PassAsync(statement));
        if (learned.Mood is { } mood)
            changed.AddRange(await gate.PassAsync(mood));
        await events.AppendAsync(session, [principalId], [.. changed.Distinct().Select(MemoryEvents.Changed)]);
        return changed.Count > 0;
    }

    /// <summary>What becomes of what is sensitive; null when nothing may be learned from this message. The person's memory is held.</summary>
    private static async Task<string?> FindPolicyAsync(WriteSession session, string principalId, string messageId)
    {
        if (
            await MessageStore.FindAsync(session, messageId) is not { } message
            || await ConversationStore.LockAsync(session, message.ConversationId) is not { MemoryEnabled: 1 } conversation
            || conversation.OwnerId != principalId
            || await UserStore.HoldPrincipalAsync(session, principalId) is null or PrincipalKind.Session
        )
            return null;
        var profile = await Profiles.GetAsync(session, principalId);
        return profile.MemoryEnabled == 1 ? profile.SensitiveMemory : null;
    }
}

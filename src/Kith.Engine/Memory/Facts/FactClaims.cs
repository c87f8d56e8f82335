using Kith.Engine.Events;
using Kith.Engine.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.Memory.Facts;

/// <summary>What is known of a guest becomes known of the account; what both said is one fact.</summary>
internal sealed class FactClaims : IPrincipalChange
{
    /// <summary>All of the guest's, and of the user's own what is the same, or shares a slot.</summary>
    async Task<IReadOnlyList<NewEvent>> IPrincipalChange.ListEventsAsync(WriteSession session, string guestId, string userId)
    {
        foreach (var id in new[] { guestId, userId }.Order(StringComparer.Ordinal))
            await UserStore.HoldPrincipalAsync(session, id);
        var theirs = await FactStore.ListAsync(session, guestId);
        var slots = theirs.Select(known => known.Fact.Slot).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var mine = (await FactStore.ListAsync(session, userId)).Where(known => slots.Contains(known.Fact.Slot ?? ""));
        var same = (await ListSameAsync(session, guestId, userId)).Values;
        var moods = await MoodStore.ListAllAsync(session, guestId);
        return [.. theirs.Concat(mine).Concat(same).Select(known => known.Fact.Id).Distinct().Concat(moods).Select(MemoryEvents.Changed)];
    }

    async Task IPrincipalChange.ClaimAsync(WriteSession session, string guestId, string userId)
    {
        foreach (var (theirs, mine) in await ListSameAsync(session, guestId, userId))
            await FactStore.MergeAsync(session, theirs, mine.Fact);
        await FactStore.ClaimAsync(session, guestId, userId);
        await MoodStore.ClaimAsync(session, guestId, userId);
    }

    /// <summary>The guest's facts that the user has too, both as they hold, with the user's.</summary>
    private static async Task<IReadOnlyDictionary<Fact, KnownFact>> ListSameAsync(ReadSession session, string guestId, string userId)
    {
        var mine = (await FactStore.ListAsync(session, userId))
            .Where(known => known.Overtaken is null)
            .GroupBy(known => (Likeness.Of(known.Fact).Hash, known.Fact.Slot, known.Fact.ValidUntil))
            .ToDictionary(group => group.Key, group => group.First());
        return (await FactStore.ListAsync(session, guestId))
            .Where(known => known.Overtaken is null)
            .Select(known =>
                (known.Fact, Same: mine.GetValueOrDefault((Likeness.Of(known.Fact).Hash, known.Fact.Slot, known.Fact.ValidUntil)))
            )
            .Where(pair => pair.Same is not null)
            .ToDictionary(pair => pair.Fact, pair => pair.Same!);
    }
}

using Kith.Engine.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.People;

/// <summary>Reads and keeps what is between two people.</summary>
internal static class RelationStore
{
    /// <summary>
    /// Both are held until the transaction ends, after their chat and before their logs, so that one of the two changes it at a time.
    /// </summary>
    /// <param name="askedFor">What <paramref name="me"/> asks for, or asked.</param>
    public static async Task<Relation> HoldAsync(WriteSession session, string me, string? other, string askedFor)
    {
        foreach (var id in new[] { me, other }.OfType<string>().Order(StringComparer.Ordinal))
        {
            // Gone meanwhile: as if there had never been anybody.
            if (await UserStore.HoldPrincipalAsync(session, id) is not PrincipalKind.User && id == other)
                other = null;
        }

        var rows = await ConnectionStore.ListBetweenAsync(
            session,
            me,
            await ListNamesAsync(session, me),
            other,
            other is null ? [askedFor] : await ListNamesAsync(session, other)
        );
        var blocks = other is null ? [] : await BlockStore.ListAsync(session, me, [other]);
        return new Relation(me, other, rows, blocks.Select(block => block.BlockerId));
    }

    public static async Task SaveAsync(WriteSession session, Relation before, Relation after, long now)
    {
        // First what goes: what comes may have its name.
        foreach (var gone in before.Rows.ExceptBy(after.Rows.Select(row => row.Id), row => row.Id))
            await ConnectionStore.DeleteAsync(session, gone.Id);
        var known = before.Rows.ToDictionary(row => row.Id, StringComparer.Ordinal);
        foreach (var row in after.Rows)
        {
            if (!known.TryGetValue(row.Id, out var then))
                await ConnectionStore.InsertAsync(session, row);
            else if (then != row)
                await ConnectionStore.UpdateAsync(session, row);
        }

        if (after.Other is not { } other)
            return;
        foreach (var (blocker, blocked) in new[] { (after.Me, other), (other, after.Me) })
        {
            if (after.Blocks(blocker) && !before.Blocks(blocker))
                await BlockStore.PutAsync(session, blocker, blocked, now);
            else if (before.Blocks(blocker) && !after.Blocks(blocker))
                await BlockStore.DeleteAsync(session, blocker, blocked);
        }
    }

    /// <summary>What somebody may be asked for by.</summary>
    private static async Task<IReadOnlyList<string>> ListNamesAsync(ReadSession session, string id) =>
        (await UserStore.FindAsync(session, id))?.Email is { } email ? [AskedFor.Id(id), AskedFor.Email(email)] : [AskedFor.Id(id)];
}

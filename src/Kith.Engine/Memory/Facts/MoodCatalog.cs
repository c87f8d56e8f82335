using Kith.Engine.Events;
using Kith.Engine.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.Memory.Facts;

/// <summary>How a person felt over time: list, correct, confirm, forget.</summary>
public sealed class MoodCatalog(Database database, EventLog events)
{
    /// <summary>The newest first, from a time until before another, all or only those that do or don't wait for a yes, at most <paramref name="limit"/> after the given place.</summary>
    public Task<IReadOnlyList<Mood>> ListAsync(
        Caller caller,
        DateTimeOffset? from,
        DateTimeOffset? until,
        bool? pending,
        (long At, string Id)? after,
        int limit,
        CancellationToken cancellationToken
    ) =>
        database.ReadAsync(
            session =>
                MoodStore.ListAsync(
                    session,
                    caller.PrincipalId,
                    Time.ToMs(from) ?? long.MinValue,
                    Time.ToMs(until) ?? long.MaxValue,
                    pending,
                    after,
                    limit
                ),
            cancellationToken
        );

    /// <summary>Changes what is given; <paramref name="pending"/> false is a yes to one that waits for it.</summary>
    public Task<Result<Mood>> ChangeAsync(
        Caller caller,
        string id,
        string? label,
        double? valence,
        bool? pending,
        CancellationToken cancellationToken
    ) =>
        database.WriteAsync<Result<Mood>>(
            async session =>
            {
                if (!(await OpenAsync(session, caller, id)).Try(out var mood, out var failure))
                    return failure;
                if (label is not null && !FactRules.CheckLabel(label).Try(out label, out failure))
                    return failure;
                if (valence is { } given && !(given >= -1 && given <= 1))
                    return new Invalid("valence", "must be between -1 and 1");
                if (pending == true && mood.Pending == 0)
                    return new Invalid("pending", "can only be set to false");
                var changed = mood with
                {
                    Label = label ?? mood.Label,
                    Valence = valence ?? mood.Valence,
                    Pending = pending == false ? 0 : mood.Pending,
                };
                await MoodStore.UpdateAsync(session, changed);
                await events.AppendAsync(session, [caller.PrincipalId], MemoryEvents.Changed(id));
                return changed;
            },
            cancellationToken
        );

    /// <summary>Forgets it: it isn't read from the same message again.</summary>
    public Task<Result<Done>> ForgetAsync(Caller caller, string id, CancellationToken cancellationToken) =>
        database.WriteAsync<Result<Done>>(
            async session =>
            {
                if (!(await OpenAsync(session, caller, id)).Try(out var mood, out var failure))
                    return failure;
                if (mood.MessageId is { } messageId)
                    await FactStore.AddForgottenAsync(session, [(messageId, Hash)]);
                await MoodStore.DeleteAsync(session, id);
                await session.MarkErasedAsync();
                await events.AppendAsync(session, [caller.PrincipalId], MemoryEvents.Changed(id));
                return default(Done);
            },
            cancellationToken
        );

    /// <summary>Those of these that are the caller's and were said on an active branch, by id; in no statement when there are none.</summary>
    internal static async Task<IReadOnlyDictionary<string, Mood>> FindAsync(
        ReadSession session,
        Caller caller,
        IReadOnlyCollection<string> ids
    ) =>
        (ids.Count == 0 ? [] : await MoodStore.ListAsync(session, caller.PrincipalId, ids)).ToDictionary(
            mood => mood.Id,
            StringComparer.Ordinal
        );

    /// <summary>Tells that the mood of a message was forgotten.</summary>
    internal static string Hash { get; } = Likeness.HashOf("mood");

    /// <summary>One of the caller's, whose memory is held from here on. The one door.</summary>
    private static async Task<Result<Mood>> OpenAsync(WriteSession session, Caller caller, string id)
    {
        await UserStore.HoldPrincipalAsync(session, caller.PrincipalId);
        return await MoodStore.ListAsync(session, caller.PrincipalId, [id]) is [var mood] ? mood : new NotFound("mood");
    }
}

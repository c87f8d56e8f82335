using System.Collections.Concurrent;
using Kith.Engine.Storage;

namespace Kith.Engine.Users;

/// <summary>
/// Who was here since the last flush, and by which sign-in or API key. Written once a minute and off the path of any request.
/// </summary>
internal sealed class LastSeen(Database database, TimeProvider clock)
{
    public static readonly TimeSpan FlushInterval = TimeSpan.FromMinutes(1);

    private const int MostPerWrite = 500;

    private readonly ConcurrentDictionary<string, Note> _notes = new(StringComparer.Ordinal);

    public void Add(string signInId, string principalId)
    {
        if (!_notes.ContainsKey(signInId))
            _notes.TryAdd(signInId, new Note(principalId, clock.GetUtcNow()));
    }

    /// <summary>Many rows with one time, that of the earliest among them: up to a minute early, and never late.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        foreach (var notes in _notes.ToArray().Chunk(MostPerWrite))
        {
            foreach (var (signInId, _) in notes)
                _notes.TryRemove(signInId, out _);
            var at = notes.Min(note => note.Value.At);
            await database.WriteAsync(
                async session =>
                {
                    await SignInStore.SetLastUsedAsync(
                        session,
                        notes.Select(note => note.Key),
                        at.ToUnixTimeMilliseconds(),
                        (at + SignIns.Lifetime).ToUnixTimeMilliseconds()
                    );
                    await ApiKeyStore.SetLastUsedAsync(session, notes.Select(note => note.Key), at.ToUnixTimeMilliseconds());
                    return await UserStore.SetLastSeenAsync(
                        session,
                        notes.Select(note => note.Value.PrincipalId).Distinct(StringComparer.Ordinal),
                        at.ToUnixTimeMilliseconds()
                    );
                },
                cancellationToken
            );
        }
    }

    private readonly record struct Note(string PrincipalId, DateTimeOffset At);
}

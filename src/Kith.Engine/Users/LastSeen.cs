using System.Collections.Concurrent;
using Kith.Engine.Storage;

namespace Kith.Engine.Users;

/// <summary>Who was here since the last flush. Written once a minute and off the path of any request.</summary>
internal sealed class LastSeen(Database database, TimeProvider clock)
{
    public static readonly TimeSpan FlushInterval = TimeSpan.FromMinutes(1);

    private const int MostPerWrite = 500;

    private readonly ConcurrentDictionary<string, string> _principalOfSignIn = new(StringComparer.Ordinal);

    public void Note(string signInId, string principalId) => _principalOfSignIn.TryAdd(signInId, principalId);

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        foreach (var seen in _principalOfSignIn.ToArray().Chunk(MostPerWrite))
        {
            foreach (var (signInId, _) in seen)
                _principalOfSignIn.TryRemove(signInId, out _);
            await database.WriteAsync(
                async session =>
                {
                    await SignInStore.SetLastUsedAsync(
                        session,
                        seen.Select(pair => pair.Key),
                        now.ToUnixTimeMilliseconds(),
                        (now + SignIns.Lifetime).ToUnixTimeMilliseconds()
                    );
                    return await UserStore.SetLastSeenAsync(
                        session,
                        seen.Select(pair => pair.Value).Distinct(StringComparer.Ordinal),
                        now.ToUnixTimeMilliseconds()
                    );
                },
                cancellationToken
            );
        }
    }
}

using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Kith.Engine.Models.Http;

internal static class ProviderStream
{
    /// <summary>The same updates; what goes wrong below them becomes a <see cref="ProviderException"/>.</summary>
    public static async IAsyncEnumerable<ChatResponseUpdate> TranslateAsync(
        this ProviderFaults faults,
        IAsyncEnumerable<ChatResponseUpdate> updates,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await using var enumerator = updates.GetAsyncEnumerator(cancellationToken);
        while (await MoveNextAsync(faults, enumerator, cancellationToken))
        {
            yield return enumerator.Current;
        }
    }

    private static async ValueTask<bool> MoveNextAsync(
        ProviderFaults faults,
        IAsyncEnumerator<ChatResponseUpdate> enumerator,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await enumerator.MoveNextAsync();
        }
        catch (Exception e) when (e is not ProviderException)
        {
            if (faults.FromException(e, cancellationToken) is { } known)
            {
                throw known;
            }
            throw;
        }
    }
}

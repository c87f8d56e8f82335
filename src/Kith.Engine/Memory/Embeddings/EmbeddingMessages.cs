using Kith.Engine.Conversations;
using Kith.Engine.Events;
using Kith.Engine.Storage;

namespace Kith.Engine.Memory.Embeddings;

/// <summary>Vectors go with the documents of messages; what may have one depends on whether memory is on.</summary>
internal sealed class EmbeddingMessages : IMessageChange
{
    Task<IReadOnlyList<NewEvent>> IMessageChange.EraseAsync(WriteSession session, string ownerId, IReadOnlyList<string> messageIds) =>
        IMessageChange.NothingToTell;

    async Task<IReadOnlyList<NewEvent>> IMessageChange.SwitchMemoryAsync(WriteSession session, string ownerId)
    {
        await EmbeddingProgress.RecheckAsync(session, ownerId);
        return [];
    }
}

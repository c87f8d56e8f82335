using Kith.Engine.Conversations;
using Kith.Engine.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.Memory.Learning;

/// <summary>The older part of a conversation as it is remembered.</summary>
/// <param name="Text">Empty when there is none.</param>
/// <param name="ThroughMessageId">The last message it covers; null when there is none.</param>
public sealed record ConversationSummary(string Text, string? ThroughMessageId)
{
    public static ConversationSummary None { get; } = new("", null);
}

/// <summary>Reading the summary of a conversation.</summary>
public sealed class Summaries(Database database)
{
    /// <summary>The summary of the active branch; none where memory is off. Fails with <see cref="NotFound"/>.</summary>
    public Task<Result<ConversationSummary>> OpenAsync(Caller caller, string conversationId, CancellationToken cancellationToken) =>
        database.ReadAsync<Result<ConversationSummary>>(
            async session =>
            {
                if (!(await ConversationCatalog.OpenAsync(session, caller, conversationId)).Try(out var conversation, out var failure))
                    return failure;
                return
                    conversation.MemoryEnabled == 1
                    && await Profiles.GetAsync(session, caller.PrincipalId) is { MemoryEnabled: 1 }
                    && await SummaryStore.FindAsync(session, conversation.Id) is { Text: not "" } summary
                    ? new ConversationSummary(summary.Text, summary.ThroughMessageId)
                    : ConversationSummary.None;
            },
            cancellationToken
        );
}

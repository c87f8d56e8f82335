using System.Runtime.CompilerServices;
using Kith.Engine.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.Conversations;

/// <summary>A conversation on its way out.</summary>
/// <param name="ExternalId">What it is called where it came from.</param>
/// <param name="Summary">Of its older part; null when there is none.</param>
public sealed record ConversationExport(Conversation Conversation, string? ExternalId, SummaryExport? Summary);

/// <param name="Through">The last message it covers.</param>
public sealed record SummaryExport(string Text, string Through);

/// <summary>A message of it, with where it came from.</summary>
/// <param name="Parent">The message it follows, as far as anything was said there.</param>
public sealed record MessageExport(Message Message, string? Parent, string? ExternalId, string? Name);

/// <summary>Everything of a person's conversations, a little at a time: nothing is held between two reads.</summary>
public sealed class ConversationExports(Database database)
{
    private const int Conversations = 100;

    /// <summary>Few: each may be long.</summary>
    private const int Messages = 50;

    /// <summary>All of the caller's, in the order in which they began to be here.</summary>
    public async IAsyncEnumerable<ConversationExport> ListAsync(Caller caller, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var last = "";
        while (true)
        {
            var page = await database.ReadAsync(
                session => ConversationStore.ListAsync(session, caller.PrincipalId, last, Conversations),
                cancellationToken
            );
            foreach (var conversation in page)
                yield return await database.ReadAsync(session => DescribeAsync(session, conversation), cancellationToken);
            if (page.Count < Conversations)
                yield break;
            last = page[^1].Id;
        }
    }

    /// <summary>
    /// What was said in a conversation, as far as it is final: first the active branch from the root on, then the others, each message after
    /// the one it follows.
    /// </summary>
    public async IAsyncEnumerable<MessageExport> ListMessagesAsync(
        Conversation conversation,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        // Where nothing was said, as in an answer that failed: what follows it follows what came before.
        var above = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var onPath in new[] { 1L, 0L })
        {
            var last = (Depth: -1L, Id: "");
            while (true)
            {
                var (page, origins) = await database.ReadAsync(
                    session => ReadAsync(session, conversation.Id, onPath, last),
                    cancellationToken
                );
                foreach (var message in page)
                {
                    var parent = message.ParentId is { } id && above.TryGetValue(id, out var said) ? said : message.ParentId;
                    var origin = origins.GetValueOrDefault(message.Id);
                    if (message.Status == MessageStatus.Streaming || !StoredText.IsSaid(message.Content))
                        above[message.Id] = parent;
                    else
                        yield return new MessageExport(message, parent, origin?.ExternalId, origin?.Name);
                }

                if (page.Count < Messages)
                    break;
                last = (page[^1].Depth, page[^1].Id);
            }
        }
    }

    private static async Task<ConversationExport> DescribeAsync(ReadSession session, Conversation conversation) =>
        new(
            conversation,
            await ImportStore.FindExternalIdAsync(session, conversation.Id),
            await SummaryStore.FindAsync(session, conversation.Id) is { } summary
                ? new SummaryExport(summary.Text, summary.ThroughMessageId)
                : null
        );

    private static async Task<(IReadOnlyList<Message>, Dictionary<string, MessageOrigin>)> ReadAsync(
        ReadSession session,
        string conversationId,
        long onPath,
        (long Depth, string Id) after
    )
    {
        var page = await MessageStore.ListAsync(session, conversationId, onPath, after, Messages);
        var origins = await ImportStore.ListOriginsAsync(session, page.Select(message => message.Id));
        return (page, origins.ToDictionary(origin => origin.MessageId, StringComparer.Ordinal));
    }
}

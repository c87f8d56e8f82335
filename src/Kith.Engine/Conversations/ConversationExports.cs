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
public sealed record MessageExport(Message Message, string? ExternalId, string? Name);

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

    /// <summary>What was said on the active branch of a conversation, as far as it is final, from the root on.</summary>
    public async IAsyncEnumerable<MessageExport> ListMessagesAsync(
        Conversation conversation,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var last = -1L;
        while (true)
        {
            var (page, origins) = await database.ReadAsync(session => ReadAsync(session, conversation.Id, last), cancellationToken);
            foreach (var message in page)
            {
                if (message.Status != MessageStatus.Streaming && StoredText.IsSaid(message.Content))
                    yield return new MessageExport(
                        message,
                        origins.GetValueOrDefault(message.Id)?.ExternalId,
                        origins.GetValueOrDefault(message.Id)?.Name
                    );
            }

            if (page.Count < Messages)
                yield break;
            last = page[^1].Depth;
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
        long after
    )
    {
        var page = await MessageStore.PageAsync(session, conversationId, after, long.MaxValue, newestFirst: false, Messages);
        var origins = await ImportStore.ListOriginsAsync(session, page.Select(message => message.Id));
        return (page, origins.ToDictionary(origin => origin.MessageId, StringComparer.Ordinal));
    }
}

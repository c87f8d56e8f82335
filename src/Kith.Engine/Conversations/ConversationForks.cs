using Kith.Engine.Events;
using Kith.Engine.Idempotency;
using Kith.Engine.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.Conversations;

/// <summary>Going on elsewhere: a new conversation that begins with a copy of another one up to a message.</summary>
public sealed class ConversationForks(Database database, EventLog events, IEnumerable<IMessageChange> changes)
{
    /// <summary>What of the id of a copied message is its depth: see <see cref="MessageTreeStore.CopyPathAsync"/>.</summary>
    private const int DepthDigits = 7;

    /// <summary>
    /// Copies the path to this message, on whichever branch it stands. The copies keep their texts and times, nothing was spent on
    /// them, and no client knows them. With a key only the first time. Fails with <see cref="NotFound"/>.
    /// </summary>
    public Task<Result<Made<Conversation>>> ForkAsync(
        Caller caller,
        string conversationId,
        string messageId,
        IdempotencyKey? key,
        CancellationToken cancellationToken
    ) =>
        database.WriteAsync(
            session =>
                Once.MakeAsync(
                    session,
                    caller.PrincipalId,
                    key,
                    database.Clock.NowMs(),
                    new Creation<Conversation>(
                        "conversation",
                        Make: () => ForkAsync(session, caller, conversationId, messageId),
                        IdOf: made => made.Id,
                        Open: id => ConversationCatalog.OpenAsync(session, caller, id)
                    )
                ),
            cancellationToken
        );

    private async Task<Result<Conversation>> ForkAsync(WriteSession session, Caller caller, string conversationId, string messageId)
    {
        if (!(await ConversationCatalog.OpenToWriteAsync(session, caller, conversationId)).Try(out var source, out var failure))
            return failure;
        if (!(await MessageHistory.OpenAsync(session, conversationId, messageId)).Try(out var message, out failure))
            return failure;
        var now = database.Clock.NowMs();
        var fork = Copy(source, now);
        await ConversationStore.TryInsertAsync(session, fork);
        await MessageTreeStore.CopyPathAsync(session, message.Id, fork.Id, database.Clock.NewId()[..^DepthDigits]);
        await MessagesToIndex.AddAllAsync(session, fork.Id);
        var texts = await MessageTreeStore.CountTextsAsync(session, fork.Id);
        await ConversationStore.RecountAsync(session, fork.Id, texts, now);
        var told = await changes.CopyAsync(session, caller.PrincipalId, source.Id, fork.Id);
        var news = await ConversationCatalog.ListEventsAsync(session, fork.Id);
        await events.AppendAsync(session, [caller.PrincipalId], [.. news, .. told]);
        return fork with { MessageCount = texts.Messages, UserMessageCount = texts.UserMessages };
    }

    private Conversation Copy(Conversation source, long now) =>
        source with
        {
            Id = database.Clock.NewId(),
            Label = null,
            IsOngoing = 0,
            Status = Conversation.Active,
            Archived = 0,
            Pinned = 0,
            MessageCount = 0,
            UserMessageCount = 0,
            TotalTokens = 0,
            CreatedAt = now,
            UpdatedAt = now,
            LastActivity = now,
            EndedAt = null,
        };
}

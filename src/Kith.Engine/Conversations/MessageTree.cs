using Kith.Engine.Events;
using Kith.Engine.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.Conversations;

/// <summary>Choosing and deleting branches. The total of tokens stays: it tells what was spent.</summary>
public sealed class MessageTree(Database database, EventLog events, IEnumerable<IMessageChange> changes)
{
    /// <summary>
    /// Makes the branch through this message the active one: what is above it, and from there on the newest message at each step.
    /// Fails with <see cref="NotFound"/>, or with what needs the messages as they are.
    /// </summary>
    public Task<Result<MessageView>> SelectAsync(
        Caller caller,
        string conversationId,
        string messageId,
        CancellationToken cancellationToken
    ) =>
        database.WriteAsync<Result<MessageView>>(
            async session =>
            {
                if (!(await OpenAsync(session, caller, conversationId, messageId)).Try(out var message, out var failure))
                    return failure;
                var change = await ActiveBranch.LeadThroughAsync(session, conversationId, message.Id);
                await RecordAsync(session, caller, conversationId, change, await changes.MoveAsync(session, caller.PrincipalId, change));
                return (await MessageHistory.FindAsync(session, [message.Id]))[message.Id];
            },
            cancellationToken
        );

    /// <summary>
    /// Deletes this message and everything that follows from it, on all branches. Where it was active, its newest sibling's branch
    /// is now, or the branch ends above it. Fails as <see cref="SelectAsync"/>.
    /// </summary>
    public Task<Result<Done>> DeleteAsync(Caller caller, string conversationId, string messageId, CancellationToken cancellationToken) =>
        database.WriteAsync<Result<Done>>(
            async session =>
            {
                if (!(await OpenAsync(session, caller, conversationId, messageId)).Try(out var message, out var failure))
                    return failure;
                var gone = await MessageTreeStore.ListFollowingAsync(session, conversationId, message.Id);
                string[] ids = [.. gone.Select(one => one.Id)];
                await SummaryStore.DeleteThroughAsync(session, ids);
                var told = await changes.EraseAsync(session, caller.PrincipalId, ids);
                await session.MarkErasedAsync();
                await MessageTreeStore.DeleteAsync(session, ids);
                var change = await HealAsync(session, message, gone);
                var moved = await changes.MoveAsync(session, caller.PrincipalId, change with { Left = [] });
                await RecordAsync(session, caller, conversationId, change, [.. told, .. moved]);
                return default(Done);
            },
            cancellationToken
        );

    /// <summary>What the active branch became after a message was deleted.</summary>
    private static async Task<BranchChange> HealAsync(WriteSession session, Message deleted, IReadOnlyList<BranchMessage> gone)
    {
        var conversationId = deleted.ConversationId;
        if (deleted.OnPath == 0)
        {
            // The one that stands in its place has a sibling less.
            var active = await MessageTreeStore.FindActiveSiblingAsync(session, deleted);
            return BranchChange.None with { OtherSiblings = active };
        }

        BranchMessage[] left = [.. gone.Where(message => message.OnPath == 1)];
        return await MessageTreeStore.FindNewestChildAsync(session, conversationId, deleted.ParentId) is { } next
            ? await ActiveBranch.LeadThroughAsync(session, conversationId, next) with
            {
                Left = left,
            }
            : new BranchChange(left, []);
    }

    private async Task<Result<Message>> OpenAsync(WriteSession session, Caller caller, string conversationId, string messageId)
    {
        if ((await ConversationCatalog.OpenToWriteAsync(session, caller, conversationId)).Failure is { } failure)
            return failure;
        foreach (var change in changes)
        {
            if (await change.FindObstacleAsync(session, conversationId) is { } obstacle)
                return obstacle;
        }

        return await MessageHistory.OpenAsync(session, conversationId, messageId);
    }

    private async Task RecordAsync(
        WriteSession session,
        Caller caller,
        string conversationId,
        BranchChange change,
        IReadOnlyList<NewEvent> told
    )
    {
        var news = change.Events(conversationId).ToList();
        var texts = change.Texts;
        if (texts != TextCount.None)
        {
            await ConversationStore.RecountAsync(session, conversationId, texts, database.Clock.NowMs());
            news.Add(new NewEvent(EventKinds.ChatUpdated, conversationId, conversationId));
        }

        news.AddRange(told);
        await events.AppendAsync(session, [caller.PrincipalId], news);
    }
}

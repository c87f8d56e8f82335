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
                var moved = await changes.MoveAsync(session, caller.PrincipalId, change);
                await RecordAsync(session, caller, conversationId, change, retitled: false, moved);
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
                var isTitle = await IsTitleAsync(session, conversationId, gone);
                var told = await changes.EraseAsync(session, caller.PrincipalId, ids);
                await session.MarkErasedAsync();
                await MessageTreeStore.DeleteAsync(session, ids);
                var change = await HealAsync(session, message, gone);
                if (isTitle)
                    await RetitleAsync(session, conversationId);
                var moved = await changes.MoveAsync(session, caller.PrincipalId, change with { Left = [] });
                await RecordAsync(session, caller, conversationId, change, isTitle, [.. told, .. moved]);
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

    /// <summary>Whether the title is the words of one of these messages, and would tell of it when it is gone.</summary>
    private static async Task<bool> IsTitleAsync(ReadSession session, string conversationId, IReadOnlyList<BranchMessage> gone)
    {
        // It is what was said first, after a greeting at most.
        var first = gone.Where(message => message.Role == Roles.User && message.Depth <= 1).Select(message => message.Id).ToList();
        if (first.Count == 0 || await ConversationStore.FindAsync(session, conversationId) is not { Title: { } title })
            return false;
        return (await MessageTreeStore.ListTextsAsync(session, first)).Any(text => Titles.Of(text) == title);
    }

    /// <summary>The title becomes that of what the conversation begins with now; of nothing there is none.</summary>
    private async Task RetitleAsync(WriteSession session, string conversationId)
    {
        var first = await MessageTreeStore.FindFirstSaidAsync(session, conversationId);
        await ConversationStore.RetitleAsync(session, conversationId, first is null ? null : Titles.Of(first), database.Clock.NowMs());
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
        bool retitled,
        IReadOnlyList<NewEvent> told
    )
    {
        var news = change.Events(conversationId).ToList();
        var texts = change.Texts;
        if (texts != TextCount.None)
            await ConversationStore.RecountAsync(session, conversationId, texts, database.Clock.NowMs());
        if (texts != TextCount.None || retitled)
            news.Add(new NewEvent(EventKinds.ChatUpdated, conversationId, conversationId));

        news.AddRange(told);
        await events.AppendAsync(session, [caller.PrincipalId], news);
    }
}

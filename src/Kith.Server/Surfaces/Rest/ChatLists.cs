using Kith.Engine.Conversations;
using Kith.Engine.Users;

namespace Kith.Server.Surfaces.Rest;

/// <summary>Lists of chats, by newest activity.</summary>
internal static class ChatLists
{
    public static async Task<IResult> ListAsync(
        ConversationCatalog chats,
        Caller caller,
        string? agentKey,
        string? limit,
        string? cursor,
        CancellationToken cancellationToken
    )
    {
        if (!Paging.CheckLimit(limit).Try(out var count, out var failure))
            return failure.ToProblem();
        if (!Paging.CheckPlace(cursor).Try(out var after, out failure))
            return failure.ToProblem();
        return (await chats.ListAsync(caller, agentKey, after, count + 1, cancellationToken)).ToOk(found =>
            found.ToPage(count, chat => ChatWire.Of(chat, caller), chat => Paging.Cursor(chat.LastActivity, chat.Id))
        );
    }
}

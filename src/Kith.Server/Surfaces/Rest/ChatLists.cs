using Kith.Engine;
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
        if (!Paging.CheckCursor(cursor, 2).Try(out var parts, out failure))
            return failure.ToProblem();
        (long, string)? after = null;
        if (parts is not null)
        {
            if (!long.TryParse(parts[0], out var lastActivity))
                return new Invalid("cursor", "is not one this list gave").ToProblem();
            after = (lastActivity, parts[1]);
        }

        return (await chats.ListAsync(caller, agentKey, after, count + 1, cancellationToken)).ToOk(found =>
            found.ToPage(count, chat => ChatWire.Of(chat, caller), chat => Paging.Cursor(chat.LastActivity, chat.Id))
        );
    }
}

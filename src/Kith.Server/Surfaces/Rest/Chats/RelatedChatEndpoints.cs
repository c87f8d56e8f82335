using Kith.Engine;
using Kith.Engine.Conversations.Members;
using Kith.Server.Identity;

namespace Kith.Server.Surfaces.Rest.Chats;

/// <summary>What an AI chat reads of the chat with people that it is linked with.</summary>
internal static class RelatedChatEndpoints
{
    public static void MapRelatedChat(this RouteGroupBuilder chats) =>
        chats
            .MapGet("/{id}/related_chat_context", ReadAsync)
            .Produces<RelatedChatWire>()
            .WithName("getRelatedChatContext")
            .WithSummary("What include_related_chat_context would let the answer read, oldest first");

    private static async Task<IResult> ReadAsync(
        string id,
        string? limit,
        CurrentUser user,
        RelatedChats related,
        CancellationToken cancellationToken
    )
    {
        if (!Paging.CheckLimit(limit ?? $"{RelatedChats.DefaultMessages}").Try(out var count, out var failure))
            return failure.ToProblem();
        return (await related.ReadAsync(user.Caller, id, count, cancellationToken)).ToOk(chat => new RelatedChatWire(
            chat.Id,
            [.. chat.Quotes.Select(quote => new QuoteWire(quote.Sender, quote.Text, Time.FromMs(quote.At)))]
        ));
    }
}

internal sealed record RelatedChatWire(string ChatId, IReadOnlyList<QuoteWire> Messages);

/// <param name="Sender">The name of who said it.</param>
internal sealed record QuoteWire(string Sender, string Content, DateTimeOffset CreatedAt);

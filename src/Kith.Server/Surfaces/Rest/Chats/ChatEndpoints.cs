using Kith.Engine.Conversations;
using Kith.Server.Identity;

namespace Kith.Server.Surfaces.Rest.Chats;

/// <summary>AI chats: the canonical resource, under two paths.</summary>
internal static class ChatEndpoints
{
    public static void MapChats(this IEndpointRouteBuilder routes)
    {
        Map(routes.MapGroup("/api/ai/chats"));
        Map(routes.MapGroup("/api/chats").AsSecondAddress("/api/chats", "/api/ai/chats"));
        routes.MapTurns();
    }

    private static void Map(RouteGroupBuilder chats)
    {
        chats.WithTags("AI Chat").RequireSignedIn();
        chats.MapGet("/", ListAsync).Produces<Page<ChatWire>>().WithName("listChats").WithSummary("Your chats, newest activity first");
        chats.MapPost("/", CreateAsync).Produces<ChatWire>(StatusCodes.Status201Created).WithName("createChat").WithSummary("Start a chat");
        chats.MapGet("/{id}", OpenAsync).Produces<ChatWire>().WithName("getChat").WithSummary("One chat");
        chats
            .MapPatch("/{id}", ChangeAsync)
            .Produces<ChatWire>()
            .WithName("updateChat")
            .WithSummary("Rename, archive or pin a chat, or change its prompt or whether it is remembered");
        chats
            .MapDelete("/{id}", DeleteAsync)
            .Produces(StatusCodes.Status204NoContent)
            .WithName("deleteChat")
            .WithSummary("Delete a chat with its messages");
        chats.MapPost("/{id}/end", EndAsync).Produces<ChatWire>().WithName("endChat").WithSummary("End a chat: it stays readable");
        chats.MapMessages();
        chats.MapBranches();
        chats.MapSummary();
        chats.MapRelatedChat();
    }

    private static Task<IResult> ListAsync(
        string? limit,
        string? cursor,
        CurrentUser user,
        ConversationCatalog chats,
        CancellationToken cancellationToken
    ) => ChatLists.ListAsync(chats, user.Caller, agentKey: null, limit, cursor, cancellationToken);

    private static async Task<IResult> CreateAsync(
        NewChatBody body,
        RequestKey? key,
        CurrentUser user,
        ConversationCatalog chats,
        CancellationToken cancellationToken
    ) =>
        (
            await chats.CreateAsync(
                user.Caller,
                new NewConversation(body.Title, body.Agent, body.SystemPrompt, body.RelatedChat, MemoryEnabled: body.MemoryEnabled),
                key?.Value,
                cancellationToken
            )
        ).ToCreated(chat => ChatWire.Of(chat, user.Caller));

    private static async Task<IResult> OpenAsync(
        string id,
        CurrentUser user,
        ConversationCatalog chats,
        CancellationToken cancellationToken
    ) => (await chats.OpenAsync(user.Caller, id, cancellationToken)).ToOk(chat => ChatWire.Of(chat, user.Caller));

    private static async Task<IResult> ChangeAsync(
        string id,
        ChatChangeBody body,
        CurrentUser user,
        ConversationCatalog chats,
        CancellationToken cancellationToken
    ) => (await chats.ChangeAsync(user.Caller, id, body.ToChange(), cancellationToken)).ToOk(chat => ChatWire.Of(chat, user.Caller));

    private static async Task<IResult> DeleteAsync(
        string id,
        CurrentUser user,
        ConversationCatalog chats,
        CancellationToken cancellationToken
    ) => (await chats.DeleteAsync(user.Caller, id, cancellationToken)).ToNoContent();

    private static async Task<IResult> EndAsync(
        string id,
        CurrentUser user,
        ConversationCatalog chats,
        CancellationToken cancellationToken
    ) => (await chats.EndAsync(user.Caller, id, cancellationToken)).ToOk(chat => ChatWire.Of(chat, user.Caller));
}

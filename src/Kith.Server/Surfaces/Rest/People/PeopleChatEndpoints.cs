using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Kith.Engine.Conversations.Members;
using Kith.Engine.People.Receipts;
using Kith.Server.Identity;

namespace Kith.Server.Surfaces.Rest.People;

/// <summary>Chats between people.</summary>
internal static class PeopleChatEndpoints
{
    public static void MapPeopleChats(this IEndpointRouteBuilder routes)
    {
        var chats = routes.MapGroup("/api/people-chats").WithTags("People").RequireSignedIn();
        chats
            .MapGet("/", ListAsync)
            .Produces<Page<PeopleChatWire>>()
            .WithName("listPeopleChats")
            .WithSummary("Your chats with people, newest activity first");
        chats.MapGet("/{id}", OpenAsync).Produces<PeopleChatWire>().WithName("getPeopleChat").WithSummary("One chat with people");
        chats
            .MapGet("/{id}/members", ListMembersAsync)
            .Produces<Page<MemberWire>>()
            .WithName("listPeopleChatMembers")
            .WithSummary("Who is in it");
        chats
            .MapPost("/{id}/read", ReadAsync)
            .Produces<PeopleChatWire>()
            .WithName("readPeopleChat")
            .WithSummary("You have read up to a message");
        chats.MapPeopleMessages();
        chats.MapPeopleReactions();
        chats.MapAiContext();
    }

    private static async Task<IResult> ListAsync(
        string? limit,
        string? cursor,
        CurrentUser user,
        PeopleChats chats,
        CancellationToken cancellationToken
    )
    {
        if (!Paging.CheckLimit(limit).Try(out var count, out var failure))
            return failure.ToProblem();
        if (!Paging.CheckPlace(cursor).Try(out var after, out failure))
            return failure.ToProblem();
        var found = await chats.ListAsync(user.Caller, after, count + 1, cancellationToken);
        return TypedResults.Ok(found.ToPage(count, PeopleChatWire.Of, view => Paging.Cursor(view.Chat.LastActivity, view.Chat.Id)));
    }

    private static async Task<IResult> OpenAsync(string id, CurrentUser user, PeopleChats chats, CancellationToken cancellationToken) =>
        (await chats.OpenAsync(user.Caller, id, cancellationToken)).ToOk(PeopleChatWire.Of);

    /// <summary>At most a hundred: one page.</summary>
    private static async Task<IResult> ListMembersAsync(
        string id,
        CurrentUser user,
        PeopleChats chats,
        CancellationToken cancellationToken
    ) =>
        (await chats.ListMembersAsync(user.Caller, id, cancellationToken)).ToOk(members => new Page<MemberWire>(
            [.. members.Select(MemberWire.Of)],
            NextCursor: null
        ));

    private static async Task<IResult> ReadAsync(
        string id,
        ReadBody body,
        CurrentUser user,
        ReadReceipts reads,
        PeopleChats chats,
        CancellationToken cancellationToken
    ) =>
        (await reads.ReadAsync(user.Caller, id, body.MessageId, cancellationToken)).Failure is { } failure
            ? failure.ToProblem()
            : await OpenAsync(id, user, chats, cancellationToken);
}

/// <param name="MessageId">The newest message that was read.</param>
internal sealed record ReadBody([property: Required, JsonConverter(typeof(IdConverter))] string? MessageId = null);

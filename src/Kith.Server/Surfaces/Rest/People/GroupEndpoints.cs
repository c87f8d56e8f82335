using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Kith.Engine.People;
using Kith.Server.Identity;

namespace Kith.Server.Surfaces.Rest.People;

/// <summary>Chats of several people. Everything else about them is at <c>/api/people-chats</c>.</summary>
internal static class GroupEndpoints
{
    private const string Prefix = "/api/groups";

    public static void MapGroups(this IEndpointRouteBuilder routes)
    {
        var groups = routes.MapGroup(Prefix).WithTags("People").RequireSignedIn();
        groups
            .MapGet("/", ListAsync)
            .Produces<Page<PeopleChatWire>>()
            .WithName("listGroups")
            .WithSummary("Your groups, newest activity first");
        groups
            .MapPost("/", CreateAsync)
            .Produces<PeopleChatWire>(StatusCodes.Status201Created)
            .WithName("createGroup")
            .WithSummary("Start a group with people you are connected with");
        groups.MapGet("/{id}", OpenAsync).Produces<PeopleChatWire>().WithName("getGroup").WithSummary("One group");
        groups.MapPatch("/{id}", RenameAsync).Produces<PeopleChatWire>().WithName("updateGroup").WithSummary("Rename your group");
        groups
            .MapDelete("/{id}", DeleteAsync)
            .Produces(StatusCodes.Status204NoContent)
            .WithName("deleteGroup")
            .WithSummary("Delete your group for everybody");
        groups
            .MapPost("/{id}/leave", LeaveAsync)
            .Produces(StatusCodes.Status204NoContent)
            .WithName("leaveGroup")
            .WithSummary("Leave a group: the last one deletes it so");
        groups.MapMembers();
        routes.MapGroup(Prefix).AsSecondAddress(Prefix, "/api/people-chats").WithTags("People").RequireSignedIn().MapPeopleMessages();
    }

    private static void MapMembers(this RouteGroupBuilder groups)
    {
        groups
            .MapGet("/{id}/members", ListMembersAsync)
            .Produces<Page<MemberWire>>()
            .WithName("listGroupMembers")
            .WithSummary("Who is in a group, who came first before who came later");
        groups
            .MapPost("/{id}/members", AddMemberAsync)
            .Produces<MemberWire>(StatusCodes.Status201Created)
            .WithName("addGroupMember")
            .WithSummary("Let somebody into your group whom you are connected with");
        groups
            .MapDelete("/{id}/members/{userId}", RemoveMemberAsync)
            .Produces(StatusCodes.Status204NoContent)
            .WithName("removeGroupMember")
            .WithSummary("Put somebody out of your group");
    }

    private static async Task<IResult> ListAsync(
        string? limit,
        string? cursor,
        CurrentUser user,
        Groups groups,
        CancellationToken cancellationToken
    )
    {
        if (!Paging.CheckLimit(limit).Try(out var count, out var failure) || !Paging.CheckPlace(cursor).Try(out var after, out failure))
            return failure.ToProblem();
        var found = await groups.ListAsync(user.Caller, after, count + 1, cancellationToken);
        return TypedResults.Ok(found.ToPage(count, PeopleChatWire.Of, view => Paging.Cursor(view.Chat.LastActivity, view.Chat.Id)));
    }

    private static async Task<IResult> CreateAsync(
        NewGroupBody body,
        RequestKey? key,
        CurrentUser user,
        Groups groups,
        CancellationToken cancellationToken
    ) =>
        (await groups.CreateAsync(user.Caller, new NewGroup(body.Title, body.Members), key?.Value, cancellationToken)).ToCreated(
            PeopleChatWire.Of
        );

    private static async Task<IResult> OpenAsync(string id, CurrentUser user, Groups groups, CancellationToken cancellationToken) =>
        (await groups.OpenAsync(user.Caller, id, cancellationToken)).ToOk(PeopleChatWire.Of);

    private static async Task<IResult> RenameAsync(
        string id,
        GroupChangeBody body,
        CurrentUser user,
        Groups groups,
        CancellationToken cancellationToken
    ) => (await groups.RenameAsync(user.Caller, id, body.Title, cancellationToken)).ToOk(PeopleChatWire.Of);

    private static async Task<IResult> DeleteAsync(string id, CurrentUser user, Groups groups, CancellationToken cancellationToken) =>
        (await groups.DeleteAsync(user.Caller, id, cancellationToken)).ToNoContent();

    private static async Task<IResult> LeaveAsync(string id, CurrentUser user, Groups groups, CancellationToken cancellationToken) =>
        (await groups.LeaveAsync(user.Caller, id, cancellationToken)).ToNoContent();

    /// <summary>At most a hundred: one page.</summary>
    private static async Task<IResult> ListMembersAsync(string id, CurrentUser user, Groups groups, CancellationToken cancellationToken) =>
        (await groups.ListMembersAsync(user.Caller, id, cancellationToken)).ToOk(members => new Page<MemberWire>(
            [.. members.Select(MemberWire.Of)],
            NextCursor: null
        ));

    private static async Task<IResult> AddMemberAsync(
        string id,
        NewGroupMemberBody body,
        RequestKey? key,
        CurrentUser user,
        Groups groups,
        CancellationToken cancellationToken
    ) => (await groups.AddMemberAsync(user.Caller, id, body.UserId, key?.Value, cancellationToken)).ToCreated(MemberWire.Of);

    private static async Task<IResult> RemoveMemberAsync(
        string id,
        string userId,
        CurrentUser user,
        Groups groups,
        CancellationToken cancellationToken
    ) => (await groups.RemoveMemberAsync(user.Caller, id, userId, cancellationToken)).ToNoContent();
}

/// <param name="Members">Ids of people you are connected with; you are in it anyway.</param>
internal sealed record NewGroupBody([property: Required] string? Title = null, [property: Required] IReadOnlyList<string?>? Members = null);

internal sealed record GroupChangeBody([property: Required] string? Title = null);

internal sealed record NewGroupMemberBody([property: Required, JsonConverter(typeof(IdConverter))] string? UserId = null);

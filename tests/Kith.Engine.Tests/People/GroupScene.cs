using Kith.Engine.Conversations.Members;
using Kith.Engine.People;
using Kith.Engine.Users;

namespace Kith.Engine.Tests.People;

/// <summary>People who are connected with each other, and the groups they make.</summary>
internal sealed class GroupScene(EngineApp app)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Who is connected with everybody after them.</summary>
    public async Task<IReadOnlyList<Caller>> GatherAsync(params string[] names)
    {
        var people = new List<Caller>();
        foreach (var name in names)
            people.Add(await app.AddPersonAsync(name));
        foreach (var (i, one) in people.Index())
            await ConnectAsync(one, [.. people.Skip(i + 1)]);
        return people;
    }

    public async Task ConnectAsync(Caller one, IReadOnlyList<Caller> others)
    {
        foreach (var other in others)
            await app.MeetAsync(one, other);
    }

    /// <summary>The chat of two who are connected.</summary>
    public async Task<string> FindDirectAsync(Caller one, Caller other) =>
        (await app.PeopleChats.ListAsync(one, null, 50, Cancel)).Single(view => view.Other?.Id == other.PrincipalId).Chat.Id;

    public Task BlockAsync(Caller blocker, Caller blocked) =>
        app.Database.WriteAsync(session => BlockStore.PutAsync(session, blocker.PrincipalId, blocked.PrincipalId, 1), Cancel);

    /// <summary>A group; its id.</summary>
    public async Task<string> StartAsync(Caller owner, params Caller[] others) =>
        (await app.Groups.CreateAsync(owner, new NewGroup("Hikers", [.. others.Select(other => other.PrincipalId)]), key: null, Cancel))
            .Value
            .Value
            .Chat
            .Id;

    public async Task AddAsync(Caller owner, string group, Caller other) =>
        Assert.Null((await app.Groups.AddMemberAsync(owner, group, other.PrincipalId, key: null, Cancel)).Failure);

    public async Task<Failure?> RemoveAsync(Caller owner, string group, Caller other) =>
        (await app.Groups.RemoveMemberAsync(owner, group, other.PrincipalId, Cancel)).Failure;

    public async Task<Failure?> LeaveAsync(Caller member, string group) => (await app.Groups.LeaveAsync(member, group, Cancel)).Failure;

    /// <summary>Who is in it as this member sees it: the owner marked with a star.</summary>
    public async Task<IReadOnlyList<string>> NamesAsync(Caller member, string group) =>
        [
            .. (await app.PeopleChats.ListMembersAsync(member, group, Cancel)).Value.Select(other =>
                other.Role == MemberRoles.Owner ? $"{other.DisplayName}*" : other.DisplayName
            ),
        ];

    public async Task<IReadOnlyList<string>> TextsAsync(Caller member, string group) =>
        [
            .. (await app.PeopleMessages.PageAsync(member, group, cursor: null, newestFirst: false, 200, Cancel)).Value.Select(view =>
                view.Message.Content
            ),
        ];

    public async Task<bool> SeesAsync(Caller person, string group) => (await app.Groups.OpenAsync(person, group, Cancel)).Failure is null;
}

using System.Collections.Concurrent;
using System.Text;

namespace Kith.Server.Tests.Authorization;

/// <summary>
/// Every door there is, tried by everybody: routes, socket commands and fields of GraphQL as the running server lists them, against
/// <c>authorization.txt</c>.
/// </summary>
public sealed class AuthorizationTests(AuthorizationApp app) : IClassFixture<AuthorizationApp>
{
    private static readonly string[] s_kept =
    [
        "/api/ai/chats/",
        "/api/agents/",
        "/api/memory/facts/",
        "/api/memory/moods/",
        "/api/connections/",
        "/api/people-chats/",
        "/api/push/subscriptions/",
    ];

    private readonly AuthorizationTable _table = AuthorizationTable.Read();

    [Fact]
    public void Every_door_has_a_row_and_every_row_a_door()
    {
        var doors = Doors().Select(door => door.Name).ToList();

        Assert.Empty(doors.Except(_table.Doors));
        Assert.Empty(_table.Doors.Except(doors));
        Assert.Equal(Callers.Names, _table.Callers);
    }

    [Fact]
    public async Task Everybody_gets_what_the_table_says_and_never_sees_what_is_somebody_elses()
    {
        var callers = await new Callers(app).MakeAsync();
        var keeps = await KeptAsync(callers);
        var found = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        var wrong = new ConcurrentQueue<string>();

        var calls = from door in Doors() from caller in callers select (door, caller);
        await Parallel.ForEachAsync(
            calls,
            new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = TestContext.Current.CancellationToken },
            async (call, _) => found[$"{call.door.Name} {call.caller.Name}"] = await TryAsync(call.door, call.caller, callers, wrong)
        );

        foreach (var door in Doors())
        {
            var cells = callers.Select(caller => found[$"{door.Name} {caller.Name}"]).ToList();
            if (!_table.Doors.Contains(door.Name) || !cells.SequenceEqual(callers.Select(c => _table.CellOf(door.Name, c.Name))))
                wrong.Enqueue($"the row is {AuthorizationTable.Line(door.Name, Callers.Names, cells)}");
        }

        Assert.True(wrong.IsEmpty, string.Join('\n', wrong.Order(StringComparer.Ordinal)));
        Assert.Equal(keeps, await KeptAsync(callers));
    }

    /// <summary>Tries it with what is somebody's, and where that isn't theirs with ids of nothing too: it has to be the same.</summary>
    private async Task<string> TryAsync(Door door, Caller caller, IReadOnlyList<Caller> callers, ConcurrentQueue<string> wrong)
    {
        var actor = await ActorAsync(door, caller);
        var outcome = await door.TryAsync(app, actor);
        var own = caller.Owned == Kinds.All ? Canary(caller) : null;
        foreach (var owner in callers.Where(other => other.Owned == Kinds.All && Canary(other) != own).DistinctBy(Canary))
        {
            var things = owner.Shared.Things;
            if (
                outcome.Said.Contains(things.Canary, StringComparison.Ordinal)
                || (!caller.Owned.HasFlag(Kinds.People) && outcome.Said.Contains(things.Told, StringComparison.Ordinal))
            )
                wrong.Enqueue($"{door.Name} showed {caller.Name} what is {owner.Name}'s: {outcome.Said}");
        }

        if (caller.Owned.HasFlag(door.Takes) || door.IsShared)
            return outcome.Cell;
        var ofNothing = await door.TryAsync(app, (await ActorAsync(door, caller)) with { Things = new Things() });
        if ((outcome.Cell, outcome.Refusal) != (ofNothing.Cell, ofNothing.Refusal))
            wrong.Enqueue($"{door.Name} told {caller.Name} that it is there: {outcome.Refusal} but {ofNothing.Refusal}");
        return outcome.Cell;
    }

    private static string Canary(Caller caller) => caller.Shared.Things.Canary;

    private async Task<Actor> ActorAsync(Door door, Caller caller)
    {
        var actor = door.Changes ? await caller.NewAsync(door.Takes) : caller.Shared;
        return door.IsShared ? actor with { Things = await Things.MakeAsync(app, app.Anonymous, Kinds.Visit) } : actor;
    }

    private IReadOnlyList<Door> Doors()
    {
        var routes = app.Routes();
        var sockets = routes.Where(route => route.Contains(" /ws/", StringComparison.Ordinal)).ToList();
        return
        [
            .. RestDoors.Of([.. routes.Except(sockets)]),
            .. SocketDoors.Of([.. sockets.Select(route => route.Split(' ')[1])]),
            .. GraphQLDoors.All,
        ];
    }

    /// <summary>Everything of those whose things others tried: it is to be the same afterwards.</summary>
    private static async Task<string> KeptAsync(IEnumerable<Caller> callers)
    {
        var kept = new StringBuilder();
        foreach (var owner in callers.Where(caller => caller.Name is "user" or "guest").Select(caller => caller.Shared.Person))
        {
            var export = (await owner.GetAsync("/api/export/")).Expect(200).Json.AsObject();
            export.Remove("exported_at");
            kept.AppendLine(export.ToJsonString());
            foreach (var path in s_kept)
                kept.AppendLine((await owner.GetAsync(path)).Expect(200).Text);
        }

        return kept.ToString();
    }
}

/// <summary>With an administrator and without limits: everybody comes from one network.</summary>
public sealed class AuthorizationApp : ChatApp
{
    public const string AdminEmail = "admin@example.org";

    protected override void Configure(KithAppOptions options)
    {
        base.Configure(options);
        options.Settings["KITH_ADMIN_EMAIL"] = AdminEmail;
        options.Settings["KITH_ADMIN_PASSWORD"] = Password;
        options.Settings["KITH_RATE_LIMITS"] = "off";
    }
}

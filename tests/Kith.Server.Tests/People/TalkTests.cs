using System.Collections.Concurrent;
using Kith.Server.Tests.Events;
using Kith.Tests.Shared.Talk;

namespace Kith.Server.Tests.People;

/// <summary>
/// Many who talk at once on connections that break: everyone is told everything exactly once and in the same order, nothing acknowledged is
/// lost, nothing refused is there, and nobody sees what is others'. The load runner's <c>people</c> does the same with thousands.
/// </summary>
public abstract class TalkTests(ChatApp app)
{
    private const string Gaps = "SELECT max(seq) - min(seq) + 1 - count(*) FROM events WHERE principal_id = @principal";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public async Task Whatever_breaks_everyone_is_told_the_same_and_once(int people)
    {
        using var http = new HttpClient();
        var server = new TalkServer(http, app.Address);
        var faults = new ConcurrentQueue<string>();
        var (ours, theirs) = ($"canary{Guid.NewGuid():N}", $"canary{Guid.NewGuid():N}");
        var room = await TalkRoom.GatherAsync(server, people, [ours, theirs], seed: 1, faults, Cancel);
        var others = await TalkRoom.GatherAsync(server, 2, [theirs, ours], seed: 100, faults, Cancel);

        await Task.WhenAll(room.TalkAsync(300, Cancel), others.TalkAsync(60, Cancel));
        await room.CheckAsync(Cancel);
        await others.CheckAsync(Cancel);

        Assert.Empty(faults);
        Assert.True(room.Talkers.Sum(talker => talker.Connections) > 2 * people);
        foreach (var talker in room.Talkers.Concat(others.Talkers))
            Assert.Equal(0, await app.CountAsync(Gaps, new { principal = talker.UserId }));
    }
}

public sealed class SqliteTalkTests(EventApp app) : TalkTests(app), IClassFixture<EventApp>;

public sealed class PostgresTalkTests(PostgresEventApp app) : TalkTests(app), IClassFixture<PostgresEventApp>;

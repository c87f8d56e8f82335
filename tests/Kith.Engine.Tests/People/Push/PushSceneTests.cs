using Kith.Engine.Tests.Storage;

namespace Kith.Engine.Tests.People.Push;

/// <summary>Tests that send pushes: each with a service, a clock and people of its own, in tables that others left empty.</summary>
public abstract class PushSceneTests(TestDatabase storage) : IAsyncLifetime
{
    private PushScene? _scene;

    internal PushScene Scene => _scene ?? throw new InvalidOperationException("Not started.");

    internal PeopleNode Node => Scene.Node;

    private protected FakeClock Clock => Scene.Clock;

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _scene = await PushScene.StartAsync(storage.Database);
        await Node.ExecuteAsync("DELETE FROM push_subscriptions");
        Assert.Null((await Node.Get<Kith.Engine.Users.FirstStart>().PrepareAsync(Cancel)).Failure);
    }

    public async ValueTask DisposeAsync()
    {
        if (_scene is not null)
            await _scene.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}

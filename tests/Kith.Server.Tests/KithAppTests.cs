namespace Kith.Server.Tests;

public sealed class KithAppTests(KithApp app) : IClassFixture<KithApp>
{
    [Fact]
    public async Task A_server_listens_on_a_port_of_its_own()
    {
        (await app.Anonymous.GetAsync("/api/nothing-here")).Expect(404);

        Assert.NotEqual(80, app.Address.Port);
    }
}

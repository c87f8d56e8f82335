namespace Kith.Server.Tests;

public sealed class KithAppTests(KithApp app) : IClassFixture<KithApp>
{
    [Fact]
    public async Task Each_kind_of_person_is_who_they_are()
    {
        using var user = await app.SignUpAsync("medhavi");
        using var guest = await app.GuestAsync();
        using var browser = await app.BrowserAsync("zoe");

        Assert.Equal("medhavi", (await user.GetAsync("/api/auth/me")).Expect(200).Get("display_name"));
        Assert.True((await guest.GetAsync("/api/auth/me/")).Expect(200)["is_anonymous"]!.GetValue<bool>());
        Assert.Equal(browser.Email, (await browser.GetAsync("/api/auth/me")).Expect(200).Get("email"));
        (await app.Anonymous.GetAsync("/api/auth/me")).ExpectProblem(401, "unauthenticated");
    }
}

using Kith.Engine.Memory;
using Kith.Engine.Tests.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.Tests.Users;

/// <summary>Guests, chatbot sessions and claiming on every database.</summary>
public abstract class VisitorsTests(TestDatabase fixture)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Guests_show_the_anonymous_user_and_are_each_somebody_else()
    {
        await using var node = await new UsersNode(fixture.Database).PreparedAsync();

        var (a, b) = ((await node.GuestAsync()).SignedIn, (await node.GuestAsync()).SignedIn);

        Assert.Equal(a.User, b.User);
        Assert.True(a.User.IsAnonymous);
        Assert.NotEqual(a.Caller.PrincipalId, b.Caller.PrincipalId);
        Assert.False(a.Caller.IsRegistered);
        Assert.False(a.Caller.IsAdmin);
    }

    [Fact]
    public async Task Where_visitors_are_not_wanted_nobody_comes_in()
    {
        await using var node = await new UsersNode(
            fixture.Database,
            options: new UsersOptions { IsAnonymousAllowed = false }
        ).PreparedAsync();

        Assert.IsType<Forbidden>((await node.Accounts.EnterAsGuestAsync(UsersNode.Laptop, Cancelled)).Failure);
        Assert.IsType<Forbidden>((await fixture.Database.WriteAsync(node.Visitors.StartSessionAsync, Cancelled)).Failure);
    }

    [Fact]
    public async Task A_session_of_the_chatbot_api_is_a_caller_of_its_own()
    {
        await using var node = await new UsersNode(fixture.Database).PreparedAsync();

        var started = (await fixture.Database.WriteAsync(node.Visitors.StartSessionAsync, Cancelled)).Value;

        Assert.Equal(PrincipalKind.Session, started.Kind);
        Assert.Equal(started, (await node.Visitors.OpenSessionAsync(started.PrincipalId, Cancelled)).Value);
        var guest = await node.GuestAsync();
        Assert.IsType<NotFound>((await node.Visitors.OpenSessionAsync(guest.SignedIn.Caller.PrincipalId, Cancelled)).Failure);
    }

    [Fact]
    public async Task Guests_go_a_day_after_they_were_last_seen_and_sessions_stay()
    {
        var change = new RecordedChange();
        await using var node = await new UsersNode(fixture.Database, changes: change).PreparedAsync();
        await node.Revocations.PollAsync(Cancelled);
        var (gone, back) = (await node.GuestAsync(), await node.GuestAsync());
        var session = (await fixture.Database.WriteAsync(node.Visitors.StartSessionAsync, Cancelled)).Value;

        node.Clock.Jump(TimeSpan.FromHours(23));
        await node.SignIns.OpenCookieAsync(back.Cookie!, Cancelled);
        await node.LastSeen.FlushAsync(Cancelled);
        node.Clock.Jump(TimeSpan.FromHours(2));
        await node.Visitors.SweepAsync(Cancelled);

        Assert.Contains(gone.SignedIn.Caller.PrincipalId, change.Erased);
        Assert.DoesNotContain(back.SignedIn.Caller.PrincipalId, change.Erased);
        Assert.IsType<Unauthenticated>((await node.SignIns.OpenCookieAsync(gone.Cookie!, Cancelled)).Failure);
        Assert.Null((await node.SignIns.OpenCookieAsync(back.Cookie!, Cancelled)).Failure);
        Assert.Null((await node.Visitors.OpenSessionAsync(session.PrincipalId, Cancelled)).Failure);
    }

    [Fact]
    public async Task A_guest_who_registers_keeps_what_they_have()
    {
        var profiles = new Profiles(fixture.Database);
        await using var node = await new UsersNode(fixture.Database, changes: profiles).PreparedAsync();
        await node.Revocations.PollAsync(Cancelled);
        var guest = await node.GuestAsync();
        await profiles.PutAsync(
            guest.SignedIn.Caller,
            new ProfileChange("Medhavi", null, null, null, null, null),
            replace: false,
            Cancelled
        );

        var user = await node.SignUpAsync(guest: guest.SignedIn.Caller);

        Assert.Equal("Medhavi", (await profiles.GetAsync(user.SignedIn.Caller, Cancelled)).Name);
        Assert.IsType<Unauthenticated>((await node.SignIns.OpenCookieAsync(guest.Cookie!, Cancelled)).Failure);
        Assert.NotNull(node.Revocations.Check(guest.SignedIn.SignInId));
        Assert.Equal(
            0,
            await node.CountAsync("SELECT count(*) FROM principals WHERE id = @id", new { id = guest.SignedIn.Caller.PrincipalId })
        );
    }

    [Fact]
    public async Task A_guest_is_claimed_once_however_often_it_is_asked()
    {
        var change = new RecordedChange();
        await using var node = await new UsersNode(fixture.Database, changes: change).PreparedAsync();
        var (guest, email) = ((await node.GuestAsync()).SignedIn.Caller, (await node.SignUpAsync()).SignedIn.User.Email!);

        var results = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => node.LogInAsync(email, guest: guest)));

        Assert.All(results, result => Assert.Null(result.Failure));
        Assert.Equal([(guest.PrincipalId, results[0].Value.SignedIn.Caller.UserId)], change.Claimed);
    }

    [Fact]
    public async Task A_claim_that_fails_leaves_the_guest_and_makes_no_account()
    {
        await using var node = await new UsersNode(fixture.Database, changes: new RecordedChange { Throws = true }).PreparedAsync();
        var (guest, email) = (await node.GuestAsync(), UsersNode.NewEmail());

        await Assert.ThrowsAsync<InvalidOperationException>(() => node.SignUpAsync(email, guest.SignedIn.Caller));

        Assert.Null((await node.SignIns.OpenCookieAsync(guest.Cookie!, Cancelled)).Failure);
        Assert.Equal(0, await node.CountAsync("SELECT count(*) FROM users WHERE email = @email", new { email }));
    }

    [Fact]
    public async Task Another_user_can_not_be_claimed()
    {
        var change = new RecordedChange();
        await using var node = await new UsersNode(fixture.Database, changes: change).PreparedAsync();
        var victim = await node.SignUpAsync();

        await node.SignUpAsync(guest: victim.SignedIn.Caller);

        Assert.Empty(change.Claimed);
        Assert.Null((await node.SignIns.OpenCookieAsync(victim.Cookie!, Cancelled)).Failure);
    }
}

public sealed class SqliteVisitorsTests(SqliteTestDatabase fixture) : VisitorsTests(fixture), IClassFixture<SqliteTestDatabase>;

public sealed class PostgresVisitorsTests(PostgresTestDatabase fixture) : VisitorsTests(fixture), IClassFixture<PostgresTestDatabase>;

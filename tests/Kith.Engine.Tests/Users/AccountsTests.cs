using Kith.Engine.Storage;
using Kith.Engine.Tests.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.Tests.Users;

/// <summary>Accounts, sign-ins and visitors on every database.</summary>
public abstract class AccountsTests(TestDatabase fixture)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_address_registered_twenty_times_at_once_makes_one_account()
    {
        await using var node = await NodeAsync();
        var email = UsersNode.NewEmail();

        var results = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(i =>
                    node.Accounts.RegisterAsync(
                        i % 2 == 0 ? email : $" {email.ToUpperInvariant()}",
                        UsersNode.Password,
                        null,
                        UsersNode.Laptop,
                        null,
                        Cancelled
                    )
                )
        );

        Assert.Single(results, result => result.Failure is null);
        Assert.Equal(19, results.Count(result => result.Failure is EmailTaken));
        Assert.Equal(1, await node.CountAsync("SELECT count(*) FROM users WHERE email = @email", new { email }));
    }

    [Fact]
    public async Task A_password_changed_twenty_times_at_once_is_changed_once()
    {
        await using var node = await NodeAsync();
        var signedIn = (await node.SignUpAsync()).SignedIn;
        string New(int i) => $"{i} tall oaks, quiet river";

        var results = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(i =>
                    // Each from a network of its own, or most were told to wait.
                    node.Accounts.ChangePasswordAsync(
                        signedIn.Caller,
                        signedIn.SignInId,
                        UsersNode.Password,
                        New(i),
                        UsersNode.Laptop with
                        {
                            Network = $"192.0.2.{i}",
                        },
                        Cancelled
                    )
                )
        );

        var changed = Assert.Single(Enumerable.Range(0, 20), i => results[i].Failure is null);
        Assert.Equal(
            ["old"],
            results.Select(result => result.Failure).OfType<Invalid>().SelectMany(failure => failure.Errors.Keys).Distinct()
        );
        Assert.Null((await node.LogInAsync(signedIn.User.Email!, New(changed))).Failure);
    }

    [Fact]
    public async Task Everything_wrong_with_an_account_is_said_at_once()
    {
        await using var node = await NodeAsync();

        var result = await node.Accounts.RegisterAsync("nobody", "short", new string('n', 65), UsersNode.Laptop, null, Cancelled);

        var failure = Assert.IsType<Invalid>(result.Failure);
        Assert.Equal(["display_name", "email", "password"], failure.Errors.Keys.Order());
    }

    [Fact]
    public async Task A_name_comes_from_the_address_when_none_is_given()
    {
        await using var node = await NodeAsync();

        var made = await node.SignUpAsync($"Kim.{Guid.NewGuid():N}@example.org");

        Assert.StartsWith("kim.", made.SignedIn.User.DisplayName, StringComparison.Ordinal);
        Assert.Equal(made.SignedIn.Caller.PrincipalId, made.SignedIn.Caller.UserId);
    }

    [Fact]
    public async Task Logging_in_renews_a_hash_of_fewer_rounds()
    {
        await using var old = await NodeAsync();
        await using var now = new UsersNode(fixture.Database, options: new UsersOptions { PasswordRounds = 1_500 });
        var email = (await old.SignUpAsync()).SignedIn.User.Email!;

        Assert.Null((await now.LogInAsync(email)).Failure);

        Assert.Equal(
            1,
            await now.CountAsync(
                "SELECT count(*) FROM users WHERE email = @email AND password_hash LIKE 'pbkdf2-sha512$1500$%'",
                new { email }
            )
        );
        Assert.Null((await now.LogInAsync(email)).Failure);
    }

    [Fact]
    public async Task A_suspended_account_gets_in_nowhere()
    {
        await using var node = await NodeAsync();
        var made = await node.SignUpAsync();
        await SuspendAsync(made.SignedIn.Caller.UserId);

        Assert.IsType<Forbidden>((await node.LogInAsync(made.SignedIn.User.Email!)).Failure);
        Assert.IsType<WrongCredentials>((await node.LogInAsync(made.SignedIn.User.Email!, "not the password")).Failure);
        Assert.IsType<Unauthenticated>((await node.SignIns.OpenCookieAsync(made.Cookie!, Cancelled)).Failure);
        Assert.IsType<Unauthenticated>((await node.SignIns.RefreshAsync(made.RefreshToken, Cancelled)).Failure);
        var ticket = await node.SignIns.CreateTicketAsync(made.SignedIn.SignInId, Cancelled);
        Assert.IsType<Unauthenticated>((await node.SignIns.OpenTicketAsync(ticket, Cancelled)).Failure);
    }

    [Fact]
    public async Task A_refresh_token_is_good_once_and_its_reuse_ends_the_sign_in()
    {
        await using var node = await NodeAsync();
        var made = await node.SignUpAsync();

        var second = (await node.SignIns.RefreshAsync(made.RefreshToken, Cancelled)).Value;
        var third = (await node.SignIns.RefreshAsync(second.RefreshToken, Cancelled)).Value;
        Assert.Equal(made.SignedIn.SignInId, third.SignedIn.SignInId);
        Assert.IsType<Unauthenticated>((await node.SignIns.RefreshAsync(made.RefreshToken, Cancelled)).Failure);

        Assert.IsType<Unauthenticated>((await node.SignIns.RefreshAsync(third.RefreshToken, Cancelled)).Failure);
        Assert.IsType<Unauthenticated>((await node.SignIns.OpenCookieAsync(made.Cookie!, Cancelled)).Failure);
        Assert.NotNull(node.Revocations.Check(made.SignedIn.SignInId));
    }

    [Fact]
    public async Task A_refresh_token_used_ten_times_at_once_is_good_at_most_once()
    {
        await using var node = await NodeAsync();
        var made = await node.SignUpAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => node.SignIns.RefreshAsync(made.RefreshToken, Cancelled)));

        var good = Assert.Single(results, result => result.Failure is null);
        Assert.IsType<Unauthenticated>((await node.SignIns.RefreshAsync(good.Value.RefreshToken, Cancelled)).Failure);
    }

    [Fact]
    public async Task A_sign_in_lasts_thirty_days_after_it_was_last_used()
    {
        await using var node = await NodeAsync();
        var made = await node.SignUpAsync();

        node.Clock.Jump(TimeSpan.FromDays(29));
        Assert.Null((await node.SignIns.OpenCookieAsync(made.Cookie!, Cancelled)).Failure);
        await node.LastSeen.FlushAsync(Cancelled);
        node.Clock.Jump(TimeSpan.FromDays(29));
        Assert.Null((await node.SignIns.OpenCookieAsync(made.Cookie!, Cancelled)).Failure);
        node.Clock.Jump(TimeSpan.FromDays(2));

        Assert.IsType<Unauthenticated>((await node.SignIns.OpenCookieAsync(made.Cookie!, Cancelled)).Failure);
        Assert.IsType<Unauthenticated>((await node.SignIns.RefreshAsync(made.RefreshToken, Cancelled)).Failure);
    }

    [Fact]
    public async Task A_cookie_costs_one_read_and_no_write()
    {
        await using var node = await NodeAsync();
        var made = await node.SignUpAsync();
        var before = node.Database.Statements;

        await node.SignIns.OpenCookieAsync(made.Cookie!, Cancelled);

        Assert.Equal(1, node.Database.Statements - before);
    }

    [Fact]
    public async Task Only_hashes_of_secrets_are_stored()
    {
        await using var node = await NodeAsync();
        var made = await node.SignUpAsync();
        var ticket = await node.SignIns.CreateTicketAsync(made.SignedIn.SignInId, Cancelled);

        var stored = await node.Database.ReadAsync(
            session =>
                session.QueryAsync<string>(
                    "SELECT cookie_hash FROM sign_ins UNION ALL SELECT token_hash FROM refresh_tokens UNION ALL SELECT token_hash FROM one_time_tokens"
                ),
            Cancelled
        );

        Assert.DoesNotContain(stored, text => text == made.Cookie || text == made.RefreshToken || text == ticket);
        Assert.Contains(Tokens.HashOf(made.Cookie!), stored);
    }

    [Fact]
    public async Task A_ticket_opens_one_socket_within_thirty_seconds()
    {
        await using var node = await NodeAsync();
        var made = await node.SignUpAsync();
        var (used, late) = (await TicketAsync(), await TicketAsync());

        var opened = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => node.SignIns.OpenTicketAsync(used, Cancelled)));
        node.Clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(made.SignedIn.Caller, Assert.Single(opened, result => result.Failure is null).Value.Caller);
        Assert.IsType<Unauthenticated>((await node.SignIns.OpenTicketAsync(late, Cancelled)).Failure);

        Task<string> TicketAsync() => node.SignIns.CreateTicketAsync(made.SignedIn.SignInId, Cancelled);
    }

    [Fact]
    public async Task A_ticket_of_a_revoked_sign_in_opens_nothing()
    {
        await using var node = await NodeAsync();
        var made = await node.SignUpAsync();
        var ticket = await node.SignIns.CreateTicketAsync(made.SignedIn.SignInId, Cancelled);

        await node.SignIns.RevokeAsync(made.SignedIn.Caller, made.SignedIn.SignInId, Cancelled);

        Assert.IsType<Unauthenticated>((await node.SignIns.OpenTicketAsync(ticket, Cancelled)).Failure);
    }

    [Fact]
    public async Task An_erased_account_leaves_no_row_behind()
    {
        var change = new RecordedChange();
        await using var node = await NodeAsync(change);
        var made = await node.SignUpAsync();
        var (id, email) = (made.SignedIn.Caller.UserId, made.SignedIn.User.Email);

        Assert.IsType<Invalid>(
            (await node.Accounts.EraseAsync(made.SignedIn.Caller, "not the password", UsersNode.Laptop, Cancelled)).Failure
        );
        Assert.Empty(change.Erased);
        var erased = (await node.Accounts.EraseAsync(made.SignedIn.Caller, UsersNode.Password, UsersNode.Laptop, Cancelled)).Value;

        Assert.Equal((id, 1), (erased.UserId, erased.Counts["sessions"]));
        Assert.Equal([id], change.Erased);
        Assert.Equal(0, await node.CountAsync("SELECT count(*) FROM users WHERE id = @id", new { id }));
        Assert.Equal(0, await node.CountAsync("SELECT count(*) FROM principals WHERE id = @id", new { id }));
        Assert.Equal(0, await node.CountAsync("SELECT count(*) FROM sign_ins WHERE principal_id = @id", new { id }));
        Assert.NotNull(node.Revocations.Check(made.SignedIn.SignInId));
        Assert.Null((await node.Accounts.RegisterAsync(email, UsersNode.Password, null, UsersNode.Laptop, null, Cancelled)).Failure);
    }

    [Fact]
    public async Task Erasing_keeps_everything_when_a_feature_fails()
    {
        await using var node = await NodeAsync(new RecordedChange { Throws = true });
        var made = await node.SignUpAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            node.Accounts.EraseAsync(made.SignedIn.Caller, UsersNode.Password, UsersNode.Laptop, Cancelled)
        );

        Assert.Null((await node.SignIns.OpenCookieAsync(made.Cookie!, Cancelled)).Failure);
        Assert.Null(node.Revocations.Check(made.SignedIn.SignInId));
    }

    private async Task<UsersNode> NodeAsync(params IPrincipalChange[] changes)
    {
        var node = await new UsersNode(fixture.Database, changes: changes).PreparedAsync();
        await node.Revocations.PollAsync(Cancelled);
        return node;
    }

    private Task<int> SuspendAsync(string userId) =>
        fixture.Database.WriteAsync(
            session => session.ExecuteAsync("UPDATE users SET suspended_at = 1 WHERE id = @userId", new { userId }),
            Cancelled
        );
}

/// <summary>A feature that only notes what it is told.</summary>
internal sealed class RecordedChange : IPrincipalChange
{
    public List<(string Guest, string User)> Claimed { get; } = [];

    public List<string> Erased { get; } = [];

    public bool Throws { get; init; }

    public Task ClaimAsync(WriteSession session, string guestId, string userId)
    {
        Claimed.Add((guestId, userId));
        return Throws ? throw new InvalidOperationException("on purpose") : Task.CompletedTask;
    }

    public Task EraseAsync(WriteSession session, string principalId, Departure departure)
    {
        Erased.Add(principalId);
        return Throws ? throw new InvalidOperationException("on purpose") : Task.CompletedTask;
    }
}

public sealed class SqliteAccountsTests(SqliteTestDatabase fixture) : AccountsTests(fixture), IClassFixture<SqliteTestDatabase>;

public sealed class PostgresAccountsTests(PostgresTestDatabase fixture) : AccountsTests(fixture), IClassFixture<PostgresTestDatabase>;

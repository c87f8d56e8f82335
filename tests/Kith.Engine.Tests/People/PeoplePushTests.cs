using Kith.Engine.People;
using Kith.Engine.People.Push;
using Kith.Engine.Tests.People.Push;
using Kith.Engine.Users;

namespace Kith.Engine.Tests.People;

/// <summary>What people who aren't connected are told of what happens between people, on each database.</summary>
public abstract class PeoplePushTests(EngineApp app)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_is_told_to_the_others_until_they_have_read_it()
    {
        var (ann, bob) = (await SignUpAsync("ann"), await SignUpAsync("bob"));
        var chat = await app.MeetAsync(ann, bob);
        await ForgetAsync();

        var said = await app.TellAsync(ann, chat, "Are you up?");
        var told = Assert.Single(await ListAsync());
        Assert.Equal((bob.PrincipalId, said.Message.Id), told);

        var content = await FindAsync(PeoplePushes.MessageKind, bob, said.Message.Id);
        Assert.Equal(("ann", "Are you up?", $"/p/{chat}"), (content?.Title, content?.Body, content?.Path));
        Assert.DoesNotContain("ann", content!.Hidden, StringComparison.Ordinal);
        await app.TellAsync(bob, chat, "Now I am.");
        Assert.Null(await FindAsync(PeoplePushes.MessageKind, bob, said.Message.Id));
        Assert.Null(await FindAsync(PeoplePushes.MessageKind, await app.AddPersonAsync("eve"), said.Message.Id));
    }

    [Fact]
    public async Task Of_one_chat_a_device_is_told_the_newest()
    {
        var (ann, bob) = (await SignUpAsync("ann"), await SignUpAsync("bob"));
        var chat = await app.MeetAsync(ann, bob);
        await ForgetAsync();

        await app.TellAsync(ann, chat, "one");
        var second = await app.TellAsync(ann, chat, "two");

        Assert.Equal([(bob.PrincipalId, second.Message.Id)], await ListAsync());
    }

    [Fact]
    public async Task What_is_said_to_who_blocks_one_wakes_nobody()
    {
        var (ann, bob) = (await SignUpAsync("ann"), await SignUpAsync("bob"));
        var chat = await app.MeetAsync(ann, bob);
        var connection = (await app.Connections.ListAsync(bob, null, null, 1, Cancel)).Value[0].Id;
        Assert.Null((await app.Connections.BlockAsync(bob, connection, Cancel)).Failure);
        await ForgetAsync();

        await app.TellAsync(ann, chat, "Hello?");

        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task Who_is_asked_is_told_unless_they_declined_before()
    {
        var (ann, bob) = (await SignUpAsync("ann"), await SignUpAsync("bob"));
        await ForgetAsync();
        var asked = await AskAsync(ann, bob);
        var told = Assert.Single(await ListAsync());
        Assert.Equal((bob.PrincipalId, asked), told);
        Assert.Equal("/people", (await FindAsync(PeoplePushes.RequestKind, bob, asked))?.Path);

        await app.Connections.DeclineAsync(bob, asked, Cancel);
        Assert.Null(await FindAsync(PeoplePushes.RequestKind, bob, asked));
        await app.Connections.RemoveAsync(ann, asked, Cancel);
        await ForgetAsync();
        await AskAsync(ann, bob);

        Assert.Empty(await ListAsync());
    }

    private async Task<Caller> SignUpAsync(string name)
    {
        var email = $"{Guid.NewGuid():N}@example.org";
        var person = (await app.Accounts.RegisterAsync(email, PeopleNode.Password, name, new Device("a test", "192.0.2.1"), null, Cancel))
            .Value
            .SignedIn;
        var browser = new Browser();
        var address = $"https://fcm.googleapis.com/fcm/send/{Guid.NewGuid():N}";
        var device = new NewPushSubscription(null, address, browser.PublicKey, browser.Secret, null, null, ShowContent: true);
        Assert.Null((await app.PushSubscriptions.AddAsync(person.Caller, person.SignInId, device, Cancel)).Failure);
        return person.Caller;
    }

    private async Task<string> AskAsync(Caller who, Caller whom) =>
        (await app.Connections.AskAsync(who, email: null, whom.UserId, key: null, Cancel)).Value.Value.Id;

    private Task<PushContent?> FindAsync(PushKind kind, Caller person, string subjectId) =>
        app.Database.ReadAsync(session => kind.FindAsync(session, person.PrincipalId, subjectId), Cancel);

    private Task ForgetAsync() => app.Database.WriteAsync(session => session.ExecuteAsync("DELETE FROM pushes"), Cancel);

    private async Task<IReadOnlyList<(string, string)>> ListAsync() =>
        [
            .. (
                await app.Database.ReadAsync(
                    session =>
                        session.QueryAsync<Told>(
                            "SELECT s.principal_id, p.subject_id FROM pushes p JOIN push_subscriptions s ON s.id = p.subscription_id"
                        ),
                    Cancel
                )
            ).Select(told => (told.PrincipalId, told.SubjectId)),
        ];

    private sealed record Told(string PrincipalId, string SubjectId);
}

public sealed class SqlitePeoplePushTests(SqliteEngine app) : PeoplePushTests(app), IClassFixture<SqliteEngine>;

public sealed class PostgresPeoplePushTests(PostgresEngine app) : PeoplePushTests(app), IClassFixture<PostgresEngine>;

using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;

namespace Kith.Server.Tests.Authorization;

/// <summary>Somebody with credentials, and whose things they try: their own, or not.</summary>
internal sealed record Actor(Person Person, Things Things, (string Name, string Value)[] Credentials);

/// <summary>One column of the table.</summary>
/// <param name="Owned">Of what they try, what they are meant to have.</param>
/// <param name="NewAsync">
/// Another one of the kind, with things of these kinds: for a call that changes something, so that no call spoils another. Those who
/// may change nothing stay themselves.
/// </param>
internal sealed record Caller(string Name, Actor Shared, Kinds Owned, Func<Kinds, Task<Actor>> NewAsync);

/// <summary>Everybody the doors are tried by. Those who have nothing of their own try what is the user's.</summary>
internal sealed class Callers(ChatApp app)
{
    private static readonly string[] s_names =
    [
        "none",
        "expired",
        "ended",
        "suspended",
        "erased",
        "exkey",
        "guest",
        "guest2",
        "user",
        "user2",
        "contact",
        "former",
        "admin",
        "read",
        "chat",
        "key2",
    ];

    public static IReadOnlyList<string> Names => s_names;

    public async Task<IReadOnlyList<Caller>> MakeAsync()
    {
        var user = await UserAsync(Kinds.All);
        var guest = await GuestAsync(Kinds.All);
        var keys = await KeysAsync(user.Person, Kinds.All, user.Things);
        return
        [
            Stranger("none", Anonymous(user.Things)),
            Stranger("expired", WithToken(Expired(user.Person), user.Things)),
            Stranger("ended", await EndedAsync(user.Things)),
            Stranger("suspended", await SuspendedAsync(user.Things)),
            Stranger("erased", await ErasedAsync(user.Things)),
            Stranger("exkey", await RevokedKeyAsync(user.Things)),
            new Caller("guest", guest, Kinds.All, GuestAsync),
            Other("guest2", await OtherGuestAsync(guest.Things), _ => OtherGuestAsync(guest.Things)),
            new Caller("user", user, Kinds.All, UserAsync),
            Other("user2", await OtherAsync(user.Things), _ => OtherAsync(user.Things)),
            new Caller(
                "contact",
                ContactOf(user),
                Kinds.People | Kinds.Group,
                async kinds => ContactOf(await UserAsync(kinds | Kinds.People))
            ),
            Other("former", FormerOf(user), async kinds => FormerOf(await UserAsync(kinds | Kinds.People))),
            Other("admin", await AdminAsync(user.Things), _ => AdminAsync(user.Things)),
            new Caller("read", keys.Read, Kinds.All, _ => Task.FromResult(keys.Read)),
            new Caller("chat", keys.Chat, Kinds.All, async kinds => (await NewKeysAsync(kinds)).Chat),
            new Caller("key2", keys.Second, Kinds.All, async kinds => (await NewKeysAsync(kinds)).Second),
        ];
    }

    private static Caller Stranger(string name, Actor actor) => new(name, actor, Kinds.None, _ => Task.FromResult(actor));

    private static Caller Other(string name, Actor actor, Func<Kinds, Task<Actor>> newAsync) => new(name, actor, Kinds.None, newAsync);

    private Actor Anonymous(Things things) => new(app.Anonymous, things, []);

    private Actor WithToken(string token, Things things) => new(app.WithToken(token), things, [("Authorization", $"Bearer {token}")]);

    private static Actor ActorOf(Person person, Things things) => new(person, things, [("Authorization", $"Bearer {person.AccessToken}")]);

    private static Actor ContactOf(Actor user) => ActorOf(user.Things.Contact!, user.Things);

    /// <summary>With all that is the user's, but of their connections the one they had with this one.</summary>
    private static Actor FormerOf(Actor user)
    {
        var (person, parted) = user.Things.Former!.Value;
        return ActorOf(person, user.Things.With(parted));
    }

    private async Task<Actor> UserAsync(Kinds kinds)
    {
        var person = await app.SignUpAsync();
        return ActorOf(person, await Things.MakeAsync(app, person, kinds));
    }

    private async Task<Actor> GuestAsync(Kinds kinds)
    {
        var person = await app.GuestAsync();
        return ActorOf(person, await Things.MakeAsync(app, person, kinds));
    }

    private async Task<Actor> OtherAsync(Things things) => ActorOf(await app.SignUpAsync(), things);

    private async Task<Actor> OtherGuestAsync(Things things) => ActorOf(await app.GuestAsync(), things);

    private async Task<Actor> AdminAsync(Things things)
    {
        using var person = await app.SignUpAsync();
        await app.ArrangeAsync("UPDATE users SET role = 'admin' WHERE id = @id", new { id = person.UserId });
        return ActorOf(await app.LogInAsync(person.Email), things);
    }

    private async Task<Actor> EndedAsync(Things things)
    {
        using var person = await app.SignUpAsync();
        (await person.PostAsync("/api/auth/logout")).Expect(204);
        return WithToken(person.AccessToken, things);
    }

    /// <summary>By cookie, whose account is looked at each time. What suspends has to end the access tokens: no door does yet.</summary>
    private async Task<Actor> SuspendedAsync(Things things)
    {
        using var person = await app.SignUpAsync();
        var login = await app.Anonymous.PostAsync("/api/auth/login", new { email = person.Email, password = KithApp.Password });
        await app.ArrangeAsync("UPDATE users SET suspended_at = created_at WHERE id = @id", new { id = person.UserId });
        var cookie = login.Expect(200).Header("Set-Cookie")!.Split(';')[0];
        var caller = app.Anonymous;
        caller.Client.DefaultRequestHeaders.Add("Cookie", cookie);
        return new Actor(caller, things, [("Cookie", cookie)]);
    }

    private async Task<Actor> ErasedAsync(Things things)
    {
        using var person = await app.SignUpAsync();
        (await person.DeleteAsync("/api/auth/me", new { password = KithApp.Password })).Expect(200);
        return WithToken(person.AccessToken, things);
    }

    private async Task<Actor> RevokedKeyAsync(Things things)
    {
        using var person = await app.SignUpAsync();
        var made = (await person.PostAsync("/api/api-keys/", new { name = "Former" })).Expect(201);
        (await person.DeleteAsync($"/api/api-keys/{made.Get("id")}/")).Expect(204);
        return WithToken(made.Get("key"), things);
    }

    private async Task<(Actor Read, Actor Chat, Actor Second)> NewKeysAsync(Kinds kinds) =>
        await KeysAsync(await app.SignUpAsync(), kinds, things: null);

    /// <summary>Three keys of a person: what is the person's is theirs, but the session is of an end user of the second.</summary>
    private async Task<(Actor Read, Actor Chat, Actor Second)> KeysAsync(Person owner, Kinds kinds, Things? things)
    {
        var chat = await KeyAsync(owner, "chat");
        var sessions = await Things.MakeAsync(app, owner, kinds & Kinds.Session, app.WithToken(chat));
        things ??= await Things.MakeAsync(app, owner, kinds & ~Kinds.Session);
        things = things with { Session = sessions.Session };
        return (
            WithToken(await KeyAsync(owner, "read"), things),
            WithToken(chat, things),
            WithToken(await KeyAsync(owner, "chat"), things)
        );
    }

    private static async Task<string> KeyAsync(Person owner, string scope) =>
        (await owner.PostAsync("/api/api-keys/", new { name = scope, scopes = (string[])[scope] })).Expect(201).Get("key");

    private string Expired(Person person)
    {
        var payload = JsonNode.Parse(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(person.AccessToken.Split('.')[1])))!;
        payload["exp"] = payload["iat"]!.GetValue<long>();
        return app.ForgeToken(payload.ToJsonString());
    }
}

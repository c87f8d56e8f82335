using System.Diagnostics;
using Kith.Server.Tests.People;

namespace Kith.Server.Tests.Authorization;

/// <summary>What a door's address or body takes of somebody's.</summary>
[Flags]
internal enum Kinds
{
    None = 0,

    /// <summary>A chat with a message, its answer and their turn.</summary>
    Chat = 1,
    Fact = 2,
    Mood = 4,
    Agent = 8,

    /// <summary>An API key, and an end user of it.</summary>
    Key = 16,

    /// <summary>A sign-in on another device.</summary>
    SignIn = 32,

    /// <summary>A chatbot session.</summary>
    Session = 64,

    /// <summary>A chatbot session made without credentials: who knows its id may use it.</summary>
    Visit = 128,

    /// <summary>A connection, the chat that is its, a message there, and somebody who asks for another one.</summary>
    People = 256,

    /// <summary>A device that is told what happens.</summary>
    Device = 512,

    /// <summary>A group of theirs that their contact is in, with a message there, and somebody else whom they know; with <see cref="People"/>.</summary>
    Group = 1024,
    All = 2047,
}

/// <summary>The ids of what somebody has; what wasn't made, or can't be, is an id of nothing.</summary>
internal sealed record Things
{
    /// <summary>In every text of theirs. Whoever else reads it has seen what is not for them.</summary>
    public string Canary { get; } = $"canary{Guid.NewGuid():N}";

    /// <summary>In what they told their contact. Nobody else is to read it.</summary>
    public string Told { get; } = $"told{Guid.NewGuid():N}";

    /// <summary>Whom they are connected with.</summary>
    public Person? Contact { get; private set; }

    /// <summary>Whom they were connected with, and what was between the two.</summary>
    public (Person Person, Things Things)? Former { get; private set; }

    /// <summary>Whose they are; null of what isn't there.</summary>
    public Person? Owner { get; private init; }

    public string Chat { get; private set; } = NoId();
    public string Message { get; private set; } = NoId();
    public string Answer { get; private set; } = NoId();
    public string Turn { get; private set; } = NoId();
    public string Fact { get; private set; } = NoId();
    public string Mood { get; private set; } = NoId();
    public string Agent { get; private set; } = NoId();
    public string Key { get; private set; } = NoId();
    public string EndUser { get; private set; } = NoId();
    public string SignIn { get; private set; } = NoId();
    public string Session { get; init; } = NoId();
    public string Visit { get; private set; } = NoId();
    public string Connection { get; private set; } = NoId();
    public string Request { get; private set; } = NoId();
    public string PeopleChat { get; private set; } = NoId();
    public string PeopleMessage { get; private set; } = NoId();
    public string Device { get; private set; } = NoId();

    /// <summary>The subscription of the device, as a browser gives it.</summary>
    public object Subscription =>
        new
        {
            endpoint = $"https://updates.push.services.mozilla.com/wpush/v2/{Canary}",
            keys = new
            {
                // RFC 8291, section 5.
                p256dh = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
                auth = "BTBZMqHH6r4Tts7J_aSIgg",
            },
        };

    public string Group { get; private set; } = NoId();
    public string GroupMessage { get; private set; } = NoId();

    /// <summary>Whom they know and have not let into the group.</summary>
    public string Acquaintance { get; private set; } = NoId();

    /// <summary>These, but those of people from elsewhere.</summary>
    public Things With(Things people) =>
        this with
        {
            Connection = people.Connection,
            PeopleChat = people.PeopleChat,
            PeopleMessage = people.PeopleMessage,
        };

    /// <summary>The same answer for other ids and another trace, so that two of them can be compared.</summary>
    public string Neutral(string text)
    {
        string[] ids =
        [
            .. new[] { Chat, Message, Answer, Turn, Fact, Mood, Agent, Key, EndUser, SignIn, Session, Visit, Device },
            .. new[] { Connection, Request, PeopleChat, PeopleMessage, Group, GroupMessage, Acquaintance },
        ];
        foreach (var id in ids)
            text = text.Replace(id, "ID", StringComparison.Ordinal);
        return text;
    }

    /// <summary>Made through the doors, but for a mood, which no door makes.</summary>
    /// <param name="key">An API key of theirs, if the session is to be one of its end users.</param>
    public static async Task<Things> MakeAsync(ChatApp app, Person owner, Kinds kinds, Person? key = null)
    {
        var things = new Things { Owner = owner };
        if (kinds.HasFlag(Kinds.Session))
            things = things with { Session = await SessionAsync(key ?? owner, things.Canary) };
        if (kinds.HasFlag(Kinds.Visit))
            things.Visit = await SessionAsync(app.Anonymous, "visitor");
        if (kinds.HasFlag(Kinds.Chat))
            await things.AddChatAsync(app, owner);
        if (kinds.HasFlag(Kinds.Fact))
            things.Fact = IdOf(await owner.PostAsync("/api/memory/facts/", new { text = $"Likes {things.Canary}." }));
        if (kinds.HasFlag(Kinds.Mood))
            await things.AddMoodAsync(app, owner);
        if (kinds.HasFlag(Kinds.Device))
            things.Device = IdOf(await owner.PostAsync("/api/push/subscriptions/", things.Subscription));
        if (kinds.HasFlag(Kinds.Agent))
            things.Agent = IdOf(await owner.PostAsync("/api/agents/", new { name = things.Canary, prompt = things.Canary }));
        if (kinds.HasFlag(Kinds.Key))
            await things.AddKeyAsync(app, owner);
        if (kinds.HasFlag(Kinds.People) && owner.SignIn!["user"]!["email"] is not null)
            await things.AddPeopleAsync(app, owner);
        if (kinds.HasFlag(Kinds.People | Kinds.Group) && things.Contact is not null)
            await things.AddGroupAsync(app, owner);
        if (kinds.HasFlag(Kinds.SignIn) && owner.SignIn!["user"]!["email"] is not null)
        {
            using var elsewhere = await app.LogInAsync(owner.Email);
            things.SignIn = (await elsewhere.GetAsync("/api/auth/sessions/")).Expect(200).Get("results.0.id");
        }
        return things;
    }

    private async Task AddChatAsync(ChatApp app, Person owner)
    {
        Chat = IdOf(await owner.PostAsync("/api/ai/chats/", new { title = Canary, system_prompt = Canary }));
        var said = (await owner.PostAsync($"/api/ai/chats/{Chat}/send_message/", new { content = $"I like {Canary}." })).Expect(200);
        (Message, Answer) = (said.Get("user_message.id"), said.Get("ai_message.id"));
        Turn =
            await app.FindAsync("SELECT id FROM turns WHERE conversation_id = @chat", new { chat = Chat })
            ?? throw new UnreachableException();
    }

    private async Task AddMoodAsync(ChatApp app, Person owner)
    {
        var session = (await owner.GetAsync("/api/auth/sessions/")).Expect(200).Get("results.0.id");
        await app.ArrangeAsync(
            """
            INSERT INTO moods (id, principal_id, message_id, label, valence, pending, at)
            SELECT @mood, principal_id, NULL, @canary, 0.5, 0, created_at FROM sign_ins WHERE id = @session
            """,
            new
            {
                mood = Mood,
                canary = Canary,
                session,
            }
        );
    }

    private async Task AddKeyAsync(ChatApp app, Person owner)
    {
        var made = await owner.PostAsync("/api/api-keys/", new { name = Canary });
        if (made.Status != 201)
            return;
        Key = made.Get("id");
        await SessionAsync(app.WithToken(made.Get("key")), Canary);
        EndUser = (await owner.GetAsync($"/api/api-keys/{Key}/users/")).Expect(200).Get("results.0.id");
    }

    private async Task AddPeopleAsync(ChatApp app, Person owner)
    {
        var (contact, former, stranger) = (await app.SignUpAsync(), await app.SignUpAsync(), await app.SignUpAsync());
        await AddConnectionAsync(owner, contact);
        var parted = new Things();
        await parted.AddConnectionAsync(owner, former);
        (await owner.DeleteAsync($"/api/connections/{parted.Connection}/")).Expect(204);
        (Contact, Former) = (contact, (former, parted));
        Request = IdOf(await stranger.PostAsync("/api/connections/", new { user_id = owner.UserId }));
    }

    private async Task AddGroupAsync(ChatApp app, Person owner)
    {
        var acquaintance = await app.SignUpAsync();
        await owner.MeetAsync(acquaintance);
        Acquaintance = acquaintance.UserId;
        Group = await owner.GatherAsync(Contact!);
        GroupMessage = await owner.TellAsync($"/api/groups/{Group}/", Told);
    }

    private async Task AddConnectionAsync(Person owner, Person other)
    {
        Connection = IdOf(await other.PostAsync("/api/connections/", new { email = owner.Email }));
        PeopleChat = (await owner.PostAsync($"/api/connections/{Connection}/accept/")).Expect(200).Get("chat_id");
        PeopleMessage = IdOf(await owner.PostAsync($"/api/people-chats/{PeopleChat}/messages/", new { content = Told }));
    }

    private static async Task<string> SessionAsync(Person maker, string user) =>
        (await maker.PostAsync("/api/v1/chatbot/session", new { user_id = user, template_id = "aira" })).Expect(200).Get("session_id");

    private static string IdOf(Answer made) => made.Status == 201 ? made.Get("id") : NoId();

    private static string NoId() => Guid.CreateVersion7().ToString();
}

using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Kith.Server.Hosting;

namespace Kith.Server.Tests.Authorization;

/// <summary>The routes, each with a body that is good. What has none is sent <c>{}</c>, or nothing where nothing is changed.</summary>
internal static partial class RestDoors
{
    private static readonly string[] s_chats = ["/api/ai/chats", "/api/chats"];

    private static readonly Dictionary<string, Func<Things, object>> s_bodies = new(StringComparer.Ordinal)
    {
        ["POST /api/agents"] = _ => new { name = "Somebody", prompt = "Be kind." },
        ["PATCH /api/agents/{key}"] = _ => new { name = "Somebody else" },
        ["POST /api/ai/chats"] = _ => new { title = "A chat" },
        ["PATCH /api/ai/chats/{id}"] = _ => new { title = "Another chat" },
        ["POST /api/ai/chats/{id}/send_message"] = _ => new { content = "Hello" },
        ["PATCH /api/ai/chats/{id}/messages/{messageId}"] = _ => new { content = "Good evening" },
        ["POST /api/ai/chats/{id}/fork"] = things => new { message = things.Answer },
        ["POST /api/send-message"] = _ => new { message = "Hello" },
        ["PUT /api/user-profile"] = _ => new { name = "Ravi" },
        ["PATCH /api/user-profile"] = _ => new { name = "Ravi" },
        ["POST /api/memory/facts"] = _ => new { text = "Plays chess." },
        ["PATCH /api/memory/facts/{id}"] = _ => new { text = "Plays Go." },
        ["PATCH /api/memory/moods/{id}"] = _ => new { label = "calm" },
        ["POST /api/memory/search"] = _ => new { query = "like" },
        ["POST /api/api-keys"] = _ => new { name = "A key" },
        ["POST /api/push/subscriptions"] = _ => new Things().Subscription,
        ["POST /api/auth/register"] = _ => new { email = $"{Guid.NewGuid():N}@example.org", password = KithApp.Password },
        ["POST /api/auth/login"] = _ => new { email = AuthorizationApp.AdminEmail, password = KithApp.Password },
        ["POST /api/auth/setup"] = _ => new
        {
            token = "long used",
            email = "x@example.org",
            password = KithApp.Password,
        },
        ["POST /api/auth/password"] = _ => new { old = KithApp.Password, @new = "another calm, wide lake" },
        ["PATCH /api/auth/me"] = _ => new { display_name = "Ravi" },
        ["DELETE /api/auth/me"] = _ => new { password = KithApp.Password },
        ["POST /api/import"] = _ => new
        {
            conversations = new[] { new { title = "Old", messages = new[] { new { role = "user", content = "Hello" } } } },
        },
        ["POST /api/people-chats/{id}/read"] = things => new { message_id = things.PeopleMessage },
        ["PATCH /api/presence"] = _ => new { visible = true },
        ["POST /api/connections"] = _ => new { email = $"{Guid.NewGuid():N}@example.org" },
        ["POST /api/connections/{id}/messages"] = _ => new { content = "Hello" },
        ["POST /api/people-chats/{id}/messages"] = _ => new { content = "Hello" },
        ["PATCH /api/people-chats/{id}/messages/{messageId}"] = _ => new { content = "Good evening" },
        ["POST /api/people-chats/{id}/ai-context"] = _ => new { allowed = false },
        ["POST /api/groups"] = _ => new { title = "A group", members = Array.Empty<string>() },
        ["PATCH /api/groups/{id}"] = _ => new { title = "Another title" },
        ["POST /api/groups/{id}/members"] = things => new { user_id = things.Acquaintance },
        ["POST /api/groups/{id}/messages"] = _ => new { content = "Hello" },
        ["PATCH /api/groups/{id}/messages/{messageId}"] = _ => new { content = "Good evening" },
        ["POST /v1/chat/completions"] = _ => new { model = "kith/aira", messages = Hello },
        ["POST /api/v1/chatbot/session"] = _ => new { user_id = "anna", template_id = "aira" },
        ["POST /api/v1/chatbot/session/{id}/message"] = _ => new { message = "Hello" },
    };

    /// <summary>What a body or a query can name of somebody's, beside what the address does.</summary>
    private static readonly (string Route, string Note, Kinds Takes, Func<Things, string> Query, Func<Things, object>? Body)[] s_more =
    [
        ("POST /api/ai/chats", "agent", Kinds.Agent, _ => "", things => new { agent = things.Agent }),
        ("POST /api/ai/chats", "related chat", Kinds.People, _ => "", things => new { related_chat = things.PeopleChat }),
        ("POST /api/ai/chats", "related AI chat", Kinds.Chat, _ => "", things => new { related_chat = things.Chat }),
        (
            "POST /api/groups",
            "member",
            Kinds.Group | Kinds.People,
            _ => "",
            things => new { title = "A group", members = new[] { things.Acquaintance } }
        ),
        (
            "POST /api/people-chats/{id}/messages",
            "reply",
            Kinds.People,
            _ => "",
            things => new { content = "Hello", reply_to = things.PeopleMessage }
        ),
        ("POST /api/send-message", "chat", Kinds.Chat, _ => "", things => new { message = "Hello", chat_id = things.Chat }),
        ("GET /api/search", "chat", Kinds.Chat, things => $"?q=like&chat={things.Chat}", null),
        ("POST /api/memory/search", "chat", Kinds.Chat, _ => "", things => new { query = "like", chat_id = things.Chat }),
        (
            "POST /v1/chat/completions",
            "chat",
            Kinds.Chat,
            _ => "",
            things => new
            {
                model = "kith/aira",
                messages = Hello,
                metadata = new { chat_id = things.Chat },
            }
        ),
        ("POST /v1/chat/completions", "agent", Kinds.Agent, _ => "", things => new { model = $"kith/{things.Agent}", messages = Hello }),
        ("DELETE /api/push/subscriptions", "device", Kinds.Device, _ => "", things => things.Subscription),
        ("POST /api/v1/chatbot/session", "template", Kinds.Agent, _ => "", things => new { user_id = "anna", template_id = things.Agent }),
    ];

    /// <summary>Whose what the addresses below these name is.</summary>
    private static readonly (string Prefix, Kinds Kind)[] s_kinds =
    [
        (s_chats[0], Kinds.Chat),
        (s_chats[1], Kinds.Chat),
        ("/api/turns/", Kinds.Chat),
        ("/api/agents/", Kinds.Agent),
        ("/api/v1/chatbot/templates/", Kinds.Agent),
        ("/v1/models/", Kinds.Agent),
        ("/api/memory/facts/", Kinds.Fact),
        ("/api/memory/moods/", Kinds.Mood),
        ("/api/api-keys/", Kinds.Key),
        ("/api/auth/sessions/", Kinds.SignIn),
        ("/api/push/subscriptions/", Kinds.Device),
        ("/api/v1/chatbot/session/", Kinds.Session),
        ("/api/connections/", Kinds.People),
        ("/api/people-chats/", Kinds.People),
        ("/api/groups/", Kinds.Group | Kinds.People),
    ];

    private static object[] Hello => [new { role = "user", content = "Hello" }];

    /// <param name="routes">As the server lists them: <c>GET /api/agents/{key}</c>.</param>
    public static IEnumerable<Door> Of(IReadOnlyList<string> routes)
    {
        foreach (var route in routes)
        {
            var body = s_bodies.GetValueOrDefault(Known(route));
            yield return new RestDoor(route, route, TakesOf(route), _ => route == "GET /api/search" ? "?q=like" : "", body);
            foreach (var more in s_more.Where(more => more.Route == Known(route)))
                yield return new RestDoor($"{route} ({more.Note})", route, more.Takes, more.Query, more.Body ?? body);
            if (route.Contains("/chatbot/session/{id}", StringComparison.Ordinal))
                yield return new RestDoor($"{route} (of a visitor)", route, Kinds.Visit, _ => "", body);
        }
    }

    /// <summary>The second address of chats does the same.</summary>
    private static string Known(string route) => route.Replace($" {s_chats[1]}", $" {s_chats[0]}", StringComparison.Ordinal);

    private static Kinds TakesOf(string route) => Parameter().IsMatch(route) ? KindOf(route.Split(' ')[1]) : Kinds.None;

    private static Kinds KindOf(string pattern) =>
        s_kinds.FirstOrDefault(kind => pattern.StartsWith(kind.Prefix, StringComparison.Ordinal)) is ({ }, var found)
            ? found
            : throw new InvalidOperationException($"Say in {nameof(RestDoors)} whose what {pattern} names is.");

    [GeneratedRegex(@"\{\**(?<name>\w+)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Parameter();

    private sealed record RestDoor(string Name, string Route, Kinds Takes, Func<Things, string> Query, Func<Things, object>? Body)
        : Door(Name, Takes, Changes: !Route.StartsWith("GET ", StringComparison.Ordinal))
    {
        public override async Task<Outcome> TryAsync(ChatApp app, Actor actor)
        {
            var (method, pattern) = (new HttpMethod(Route.Split(' ')[0]), Route.Split(' ')[1]);
            var path =
                Parameter().Replace(pattern, match => IdFor(pattern, match.Groups["name"].Value, actor.Things)) + Query(actor.Things);
            if (pattern == "/api/events/stream")
                return await OpenAsync(actor.Person, path);
            object? body = Body?.Invoke(actor.Things) ?? (method == HttpMethod.Post ? new { } : null);
            if (pattern == "/api/auth/refresh")
                body = new { refresh_token = (await app.GuestAsync()).RefreshToken };
            var answer = await actor.Person.SendAsync(method, path, body);
            return new Outcome(CellOf(answer), actor.Things.Neutral(Trace().Replace(answer.Text, "")), answer.Text);
        }

        /// <summary>A stream that never ends: whether it begins.</summary>
        private static async Task<Outcome> OpenAsync(Person person, string path)
        {
            var response = await person.Client.GetAsync(
                path,
                HttpCompletionOption.ResponseHeadersRead,
                TestContext.Current.CancellationToken
            );
            using (response)
                return new Outcome($"{(int)response.StatusCode}", "", "");
        }

        private string IdFor(string pattern, string parameter, Things things) =>
            (Takes, parameter) switch
            {
                (_, "emoji") => Uri.EscapeDataString("👍"),
                (Kinds.Chat, "id") when pattern.StartsWith("/api/turns/", StringComparison.Ordinal) => things.Turn,
                (Kinds.Chat, "id") => things.Chat,
                (Kinds.Chat, "messageId") when Route.StartsWith("PATCH", StringComparison.Ordinal) => things.Message,
                (Kinds.Chat, "messageId") => things.Answer,
                (Kinds.Agent, "id") when pattern.StartsWith("/v1/", StringComparison.Ordinal) => $"kith/{things.Agent}",
                (Kinds.Agent, _) => things.Agent,
                (Kinds.Fact, "id") => things.Fact,
                (Kinds.Mood, "id") => things.Mood,
                (Kinds.Key, "id") => things.Key,
                (Kinds.Key, "userId") => things.EndUser,
                (Kinds.SignIn, "id") => things.SignIn,
                (Kinds.Device, "id") => things.Device,
                (Kinds.Session, "id") => things.Session,
                (Kinds.Visit, "id") => things.Visit,
                (Kinds.People, "id") when pattern.EndsWith("/accept", StringComparison.Ordinal) => things.Request,
                (Kinds.People, "id") when pattern.EndsWith("/decline", StringComparison.Ordinal) => things.Request,
                (Kinds.People, "id") when pattern.StartsWith("/api/connections/", StringComparison.Ordinal) => things.Connection,
                (Kinds.People, "id") => things.PeopleChat,
                (Kinds.People, "messageId") => things.PeopleMessage,
                (Kinds.Group | Kinds.People, "id") => things.Group,
                (Kinds.Group | Kinds.People, "messageId") => things.GroupMessage,
                (Kinds.Group | Kinds.People, "userId") => things.Contact?.UserId ?? things.Acquaintance,
                _ => throw new InvalidOperationException($"Say in {nameof(RestDoors)} what {{{parameter}}} of {Route} is."),
            };
    }

    private static string CellOf(Answer answer)
    {
        if (answer.Status < 400)
            return $"{answer.Status}";
        var code = CodeOf(answer);
        return code == ErrorCodes.Of(answer.Status).Code ? $"{answer.Status}" : $"{answer.Status}{code?[0]}";
    }

    /// <summary>As each surface says it.</summary>
    private static string? CodeOf(Answer answer)
    {
        try
        {
            var json = answer.Json;
            return (json["code"] ?? (json["error"] as JsonObject)?["code"] ?? json["error"])?.GetValue<string>();
        }
        catch (JsonException)
        {
            return "?";
        }
    }

    [GeneratedRegex("\"trace_id\":\"[^\"]*\"", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Trace();
}

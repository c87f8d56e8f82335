using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kith.Load.Clients;

/// <summary>Somebody with one chat in Kith.</summary>
internal sealed record KithPerson(HttpClient Http, Uri Address, string Token, string ChatId)
{
    /// <summary>Comes in as a guest and starts a chat.</summary>
    public static async Task<KithPerson> EnterAsync(HttpClient http, Uri address, CancellationToken cancellationToken) =>
        (await EnterWithRefreshAsync(http, address, cancellationToken)).Person;

    /// <summary>Registers an account, with a chat.</summary>
    public static async Task<KithPerson> RegisterAsync(
        HttpClient http,
        Uri address,
        CancellationToken cancellationToken,
        string? password = null
    )
    {
        var body = new JsonObject { ["email"] = $"{Guid.NewGuid():N}@example.org", ["password"] = password ?? $"{Guid.NewGuid()}" };
        using var registered = await http.PostAsJsonAsync(new Uri(address, "/api/auth/register"), body, cancellationToken);
        return await StartChatAsync(http, address, Text(await ReadAsync(registered, cancellationToken), "access_token"), cancellationToken);
    }

    /// <summary>As above, in a chat with an agent that asks for this model.</summary>
    public static async Task<KithPerson> EnterAsync(HttpClient http, Uri address, string model, CancellationToken cancellationToken)
    {
        var person = await EnterAsync(http, address, cancellationToken);
        var agent = new JsonObject
        {
            ["name"] = "Talker",
            ["prompt"] = "You talk a lot.",
            ["model"] = model,
        };
        var made = await person.SendAsync(HttpMethod.Post, "/api/agents/", agent, cancellationToken);
        var chat = await person.SendAsync(
            HttpMethod.Post,
            "/api/ai/chats/",
            new JsonObject { ["agent"] = Text(made, "id") },
            cancellationToken
        );
        return person with { ChatId = Text(chat, "id") };
    }

    /// <summary>As above, with the token to go on by.</summary>
    public static async Task<(KithPerson Person, string RefreshToken)> EnterWithRefreshAsync(
        HttpClient http,
        Uri address,
        CancellationToken cancellationToken
    )
    {
        using var entered = await http.PostAsync(new Uri(address, "/api/auth/guest"), content: null, cancellationToken);
        var signIn = await ReadAsync(entered, cancellationToken);
        return (await StartChatAsync(http, address, Text(signIn, "access_token"), cancellationToken), Text(signIn, "refresh_token"));
    }

    /// <summary>The same person at a server that may be elsewhere by now.</summary>
    public async Task<(KithPerson Person, string RefreshToken)> RefreshAsync(
        Uri address,
        string refreshToken,
        CancellationToken cancellationToken
    )
    {
        var body = new JsonObject { ["refresh_token"] = refreshToken };
        using var refreshed = await Http.PostAsJsonAsync(new Uri(address, "/api/auth/refresh"), body, cancellationToken);
        var signIn = await ReadAsync(refreshed, cancellationToken);
        return (this with { Address = address, Token = Text(signIn, "access_token") }, Text(signIn, "refresh_token"));
    }

    /// <summary>What is sent to say something in the chat.</summary>
    public HttpRequestMessage Message(string text, string accept)
    {
        var request = Request(HttpMethod.Post, $"/api/ai/chats/{ChatId}/send_message/");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(accept));
        request.Content = JsonContent.Create(new JsonObject { ["content"] = text });
        return request;
    }

    public async Task<JsonNode> SendAsync(HttpMethod method, string path, JsonNode? body, CancellationToken cancellationToken)
    {
        using var request = Request(method, path);
        if (body is not null)
            request.Content = JsonContent.Create(body);
        using var response = await Http.SendAsync(request, cancellationToken);
        return await ReadAsync(response, cancellationToken);
    }

    private static async Task<KithPerson> StartChatAsync(HttpClient http, Uri address, string token, CancellationToken cancellationToken)
    {
        var person = new KithPerson(http, address, token, "");
        var chat = await person.SendAsync(HttpMethod.Post, "/api/ai/chats/", new JsonObject(), cancellationToken);
        return person with { ChatId = Text(chat, "id") };
    }

    private HttpRequestMessage Request(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, new Uri(Address, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        return request;
    }

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.IsSuccessStatusCode
            ? JsonNode.Parse(text) ?? throw new JsonException("null")
            : throw new TurnFailedException($"{(int)response.StatusCode} {text}");
    }

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();
}

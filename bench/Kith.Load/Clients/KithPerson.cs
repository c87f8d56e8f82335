using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kith.Load.Clients;

/// <summary>A guest of Kith with one chat.</summary>
internal sealed class KithPerson(HttpClient http, Uri address, string token, string userId, string chatId)
{
    public HttpClient Http => http;

    public Uri Address => address;

    public string Token => token;

    public string UserId => userId;

    public string ChatId => chatId;

    /// <summary>Comes in and starts a chat.</summary>
    public static async Task<KithPerson> EnterAsync(HttpClient http, Uri address, CancellationToken cancellationToken)
    {
        using var entered = await http.PostAsync(new Uri(address, "/api/auth/guest"), content: null, cancellationToken);
        var signIn = await ReadAsync(entered, cancellationToken);
        var guest = new KithPerson(
            http,
            address,
            signIn["access_token"]!.GetValue<string>(),
            signIn["user"]!["id"]!.GetValue<string>(),
            ""
        );
        var chat = await guest.SendAsync(HttpMethod.Post, "/api/ai/chats/", new JsonObject(), cancellationToken);
        return new KithPerson(http, address, guest.Token, guest.UserId, chat["id"]!.GetValue<string>());
    }

    /// <summary>What is sent to say something in the chat.</summary>
    public HttpRequestMessage Message(string text, string accept)
    {
        var request = Request(HttpMethod.Post, $"/api/ai/chats/{chatId}/send_message/");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(accept));
        request.Content = JsonContent.Create(new JsonObject { ["content"] = text });
        return request;
    }

    public HttpRequestMessage Request(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, new Uri(address, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return request;
    }

    public async Task<JsonNode> SendAsync(HttpMethod method, string path, JsonNode? body, CancellationToken cancellationToken)
    {
        using var request = Request(method, path);
        if (body is not null)
            request.Content = JsonContent.Create(body);
        using var response = await http.SendAsync(request, cancellationToken);
        return await ReadAsync(response, cancellationToken);
    }

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.IsSuccessStatusCode
            ? JsonNode.Parse(text) ?? throw new JsonException("null")
            : throw new TurnFailedException($"{(int)response.StatusCode} {text}");
    }
}

using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json.Nodes;

namespace Kith.Tests.Shared.Talk;

/// <summary>Where the server is now: it may be killed, and come back at another address.</summary>
internal sealed class TalkServer(HttpClient http, Uri address)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(50);

    public Uri Address { get; set; } = address;

    public async Task<JsonNode?> SendAsync(HttpMethod method, string path, string? token, object? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(Address, path));
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (body is not null)
            request.Content = JsonContent.Create(body);
        using var response = await http.SendAsync(request, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.IsSuccessStatusCode
            ? text.Length == 0
                ? null
                : JsonNode.Parse(text)
            : throw new HttpRequestException(text, inner: null, response.StatusCode);
    }

    /// <summary>Again and again, for as long as nobody answers.</summary>
    public async Task<TalkSocket> ConnectAsync(string token, string cursor, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await TalkSocket.OpenAsync(Address, token, cursor, cancellationToken);
            }
            catch (Exception e) when (IsLost(e) && !cancellationToken.IsCancellationRequested)
            {
                await Task.Delay(s_patience, cancellationToken);
            }
        }
    }

    /// <summary>Nobody knows what became of what was sent.</summary>
    public static bool IsLost(Exception exception) =>
        exception is WebSocketException or IOException
        || exception is HttpRequestException { StatusCode: null or >= System.Net.HttpStatusCode.InternalServerError };
}

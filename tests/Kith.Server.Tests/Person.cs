using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Kith.Server.Tests;

/// <summary>Somebody who talks to the server: with a bearer token, with a browser's cookies, or with nothing.</summary>
public sealed class Person(HttpClient client) : IDisposable
{
    /// <summary>For what <see cref="SendAsync"/> can't say: streams, sockets, odd bytes. Relative addresses work.</summary>
    public HttpClient Client => client;

    /// <summary>What sign-up, login or guest answered; null for a caller without credentials.</summary>
    public JsonNode? SignIn { get; private set; }

    public string AccessToken => SignIn!["access_token"]!.GetValue<string>();

    public string RefreshToken => SignIn!["refresh_token"]!.GetValue<string>();

    public string UserId => SignIn!["user"]!["id"]!.GetValue<string>();

    public string Email => SignIn!["user"]!["email"]!.GetValue<string>();

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<Answer> PostAsync(string path, object? body = null) => SendAsync(HttpMethod.Post, path, body ?? new { });

    public Task<Answer> PatchAsync(string path, object body) => SendAsync(HttpMethod.Patch, path, body);

    public Task<Answer> PutAsync(string path, object? body = null) => SendAsync(HttpMethod.Put, path, body);

    public Task<Answer> DeleteAsync(string path, object? body = null) => SendAsync(HttpMethod.Delete, path, body);

    /// <param name="body">An anonymous object or JsonNode (sent as JSON), a string (sent as it is, labelled JSON), or null.</param>
    public async Task<Answer> SendAsync(HttpMethod method, string path, object? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body switch
        {
            null => null,
            HttpContent content => content,
            string text => new StringContent(text, MediaTypeHeaderValue.Parse("application/json")),
            _ => JsonContent.Create(body),
        };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return await Answer.ReadAsync(response, $"{method} {path}");
    }

    /// <summary>Goes on with these tokens: the answer of sign-up, login, guest or refresh.</summary>
    public Person Use(Answer signIn, bool bearer = true)
    {
        SignIn = signIn.Json;
        if (bearer)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", AccessToken);
        return this;
    }

    public void Dispose() => client.Dispose();
}

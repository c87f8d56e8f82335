using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;

namespace Kith.Server.Tests;

/// <summary>One server-sent event.</summary>
public sealed record ServerEvent(string Type, string? Id, JsonNode Data);

public static class ServerEvents
{
    /// <summary>Opens a stream: a POST when there is a body, else a GET.</summary>
    public static async Task<HttpResponseMessage> OpenStreamAsync(
        this Person person,
        string path,
        object? body = null,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, path);
        request.Headers.Accept.ParseAdd("text/event-stream");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        if (body is not null)
            request.Content = System.Net.Http.Json.JsonContent.Create(body);
        return await person.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    /// <summary>The whole stream.</summary>
    public static async Task<List<ServerEvent>> StreamAsync(
        this Person person,
        string path,
        object? body = null,
        params (string Name, string Value)[] headers
    )
    {
        using var response = await person.OpenStreamAsync(path, body, headers);
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var events = new List<ServerEvent>();
        await foreach (var item in ReadAsync(response))
            events.Add(item);
        return events;
    }

    public static async IAsyncEnumerable<ServerEvent> ReadAsync(HttpResponseMessage response)
    {
        var cancel = TestContext.Current.CancellationToken;
        await foreach (var item in SseParser.Create(await response.Content.ReadAsStreamAsync(cancel)).EnumerateAsync(cancel))
            yield return new ServerEvent(
                item.EventType,
                item.EventId,
                item.Data.Length == 0 ? new JsonObject() : JsonNode.Parse(item.Data)!
            );
    }

    public static string Text(this IEnumerable<ServerEvent> events) =>
        string.Concat(events.Where(e => e.Type == "token").Select(e => e.Data["content"]!.GetValue<string>()));
}

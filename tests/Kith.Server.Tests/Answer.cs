using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kith.Server.Tests;

/// <summary>What the server said, read whole.</summary>
public sealed record Answer(int Status, string Text, HttpResponseHeaders Headers, string? ContentType, string Request)
{
    /// <summary>The body as JSON. Throws when it isn't.</summary>
    public JsonNode Json => JsonNode.Parse(Text) ?? throw new JsonException($"{Request} answered null.");

    /// <summary>A value of the JSON body by its path, e.g. <c>user.id</c> or <c>results.0.id</c>; null when it isn't there.</summary>
    public JsonNode? this[string path]
    {
        get
        {
            JsonNode? node = Json;
            foreach (var name in path.Split('.'))
                node = node is JsonArray array ? array.ElementAtOrDefault(int.Parse(name)) : node?[name];
            return node;
        }
    }

    /// <summary>A string of the JSON body by its path. Throws when it isn't there.</summary>
    public string Get(string path) => this[path]?.GetValue<string>() ?? throw new JsonException($"{Request}: no {path} in {Text}");

    /// <summary>A response header, or null.</summary>
    public string? Header(string name) => Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;

    public Answer Expect(int status)
    {
        if (Status != status)
            Assert.Fail($"{Request} answered {Status}, expected {status}: {Text}");
        return this;
    }

    /// <summary>Where more than one will do.</summary>
    public Answer ExpectStatus(params int[] statuses)
    {
        if (!statuses.Contains(Status))
            Assert.Fail($"{Request} answered {Status}, expected one of {string.Join(", ", statuses)}: {Text}");
        return this;
    }

    /// <summary>RFC 9457 problem details with everything the contract promises.</summary>
    public Answer ExpectProblem(int status, string code)
    {
        Expect(status);
        Assert.Equal("application/problem+json", ContentType);
        Assert.Equal(code, Get("code"));
        Assert.Equal(status, this["status"]!.GetValue<int>());
        Assert.NotEmpty(Get("title"));
        Assert.NotEmpty(Get("detail"));
        Assert.NotEmpty(Get("trace_id"));
        return this;
    }

    /// <summary>A 400 that names this field.</summary>
    public Answer ExpectInvalid(string field)
    {
        ExpectProblem(400, "invalid");
        if (this["errors"]?[field] is not JsonArray { Count: > 0 })
            Assert.Fail($"{Request}: no errors for {field} in {Text}");
        return this;
    }

    internal static async Task<Answer> ReadAsync(HttpResponseMessage response, string request) =>
        new(
            (int)response.StatusCode,
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            response.Headers,
            response.Content.Headers.ContentType?.MediaType,
            request
        );
}

using System.Net;
using System.Text;
using System.Text.Json;
using Kith.Engine;
using Kith.Server.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Kith.Server.Tests.Hosting;

public sealed class ErrorTests
{
    public sealed record Pet(string Name, int Age = 0, Pet? Friend = null, DateTimeOffset? Born = null);

    [Fact]
    public async Task An_unknown_address_is_not_found()
    {
        await using var app = await StartAsync();
        await AssertProblemAsync(await app.GetAsync("/api/nothing"), 404, "not_found");
    }

    [Fact]
    public async Task A_wrong_method_is_invalid()
    {
        await using var app = await StartAsync();
        var response = await app.SendAsync(HttpMethod.Delete, "/api/pets");
        await AssertProblemAsync(response, 405, "invalid");
        Assert.Equal(["POST"], response.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("""{"name":"Rex","agee":1}""", "agee", "There is no such member.")]
    [InlineData("""{"name":"Rex","friend":{"name":"Ada","colour":"red"}}""", "friend.colour", "There is no such member.")]
    [InlineData("""{"name":"Rex","name":"Ada"}""", "name", "This is given twice.")]
    [InlineData("""{"name":"Rex","friend":{"name":"Ada","name":"Bo"}}""", "friend.name", "This is given twice.")]
    [InlineData("""{"Name":"Rex"}""", "Name", "There is no such member.")]
    [InlineData("""{"age":1}""", "name", "This is required.")]
    [InlineData("""{"name":"Rex","friend":{"age":1}}""", "friend.name", "This is required.")]
    [InlineData("""{"name":null}""", "name", "This has the wrong type.")]
    [InlineData("""{"name":"Rex","age":"1"}""", "age", "This has the wrong type.")]
    [InlineData("""{"name":"Rex","age":1e99}""", "age", "This has the wrong type.")]
    [InlineData("""{"name":"Rex","friend":[1]}""", "friend", "This has the wrong type.")]
    [InlineData("""{"name":"Rex","born":"2026-01-01T10:00:00"}""", "born", "This has the wrong type.")]
    [InlineData("""[]""", "body", "This has the wrong type.")]
    [InlineData("""{"name":"Rex",}""", "body", "This is not valid JSON: line 1, byte 15.")]
    [InlineData("""{"name":"Rex""", "body", "This is not valid JSON: line 1, byte 13.")]
    [InlineData("""{"name":"\ud800"}""", "name", "This has the wrong type.")]
    [InlineData("", "body", "A JSON body is expected.")]
    [InlineData("null", "body", "A JSON body is expected.")]
    public async Task Bad_json_is_told_where_and_what(string body, string field, string text)
    {
        await using var app = await StartAsync();
        var problem = await AssertProblemAsync(await app.SendAsync(HttpMethod.Post, "/api/pets", JsonBody(body)), 400, "invalid");
        var errors = problem.GetProperty("errors").EnumerateObject().Select(e => (e.Name, e.Value[0].GetString()));
        Assert.Equal([(field, text)], errors);
    }

    [Fact]
    public async Task Json_may_be_nested_thirty_two_levels_deep_and_no_deeper()
    {
        await using var app = await StartAsync();
        var fits = await app.SendAsync(HttpMethod.Post, "/api/pets/count", JsonBody(Nested(32)));
        Assert.Equal(HttpStatusCode.OK, fits.StatusCode);
        var problem = await AssertProblemAsync(await app.SendAsync(HttpMethod.Post, "/api/pets", JsonBody(Nested(33))), 400, "invalid");
        Assert.Equal(
            "The JSON is nested too deeply: 32 levels are allowed.",
            problem.GetProperty("errors").GetProperty("body")[0].GetString()
        );
    }

    [Theory]
    [InlineData("limit=many", "This has the wrong form.")]
    [InlineData("", "This is required.")]
    public async Task A_bad_query_is_told_by_its_name(string query, string text)
    {
        await using var app = await StartAsync();
        var problem = await AssertProblemAsync(await app.GetAsync($"/api/list?{query}"), 400, "invalid");
        Assert.Equal(text, problem.GetProperty("errors").GetProperty("limit")[0].GetString());
    }

    [Fact]
    public async Task A_body_that_is_no_json_is_unsupported()
    {
        await using var app = await StartAsync();
        var response = await app.SendAsync(
            HttpMethod.Post,
            "/api/pets",
            new StringContent("name=Rex", Encoding.UTF8, "application/x-www-form-urlencoded")
        );
        await AssertProblemAsync(response, 415, "unsupported_media");
    }

    [Theory]
    [InlineData("klingon")]
    [InlineData("\"klingon\"")]
    [InlineData("utf-7")]
    public async Task A_body_in_an_unknown_encoding_is_unsupported(string charset)
    {
        await using var app = await StartAsync();
        var content = new ByteArrayContent("""{"name":"Rex"}"""u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", $"application/json; charset={charset}");
        await AssertProblemAsync(await app.SendAsync(HttpMethod.Post, "/api/pets", content), 415, "unsupported_media");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_over_a_megabyte_is_too_large(bool lengthIsKept)
    {
        await using var app = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/pets")
        {
            Content = JsonBody($$"""{"name":"{{new string('a', 1024 * 1024)}}"}"""),
        };
        // The client waits for 100 Continue, so that it reads the answer instead of writing into a closed connection.
        request.Headers.ExpectContinue = true;
        request.Headers.TransferEncodingChunked = lengthIsKept;
        await AssertProblemAsync(await app.Client.SendAsync(request, TestContext.Current.CancellationToken), 413, "too_large");
    }

    [Fact]
    public async Task A_crash_says_nothing_about_itself()
    {
        await using var app = await StartAsync();
        var problem = await AssertProblemAsync(await app.GetAsync("/api/crash"), 500, "internal");
        Assert.DoesNotContain("canary", problem.GetRawText(), StringComparison.Ordinal);
        var trace = problem.GetProperty("trace_id").GetString()!;
        Assert.Contains(
            app.Log.Lines,
            line => line.Contains(trace, StringComparison.Ordinal) && line.Contains("canary", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_failure_becomes_the_problem_of_its_code()
    {
        await using var app = await StartAsync();
        var problem = await AssertProblemAsync(await app.GetAsync("/api/failure"), 404, "not_found");
        Assert.Equal("There is no such chat.", problem.GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData("/api/v9/failure", 404, "not_found")]
    [InlineData("/api/v9/nothing", 404, "not_found")]
    [InlineData("/api/v9/crash", 500, "internal")]
    public async Task A_surface_may_have_a_shape_of_its_own_for_errors(string path, int status, string code)
    {
        await using var app = await StartAsync();
        var response = await app.GetAsync(path);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal($$"""{"success":false,"error":"{{code}}"}""", await ReadAsync(response));
    }

    [Fact]
    public async Task A_foreign_host_name_is_refused()
    {
        await using var app = await StartAsync();
        await AssertProblemAsync(await app.SendAsync(HttpMethod.Get, "/api/failure", host: "evil.example"), 400, "invalid");
        await AssertProblemAsync(await app.SendAsync(HttpMethod.Get, "/api/failure", host: "localhost"), 404, "not_found");
    }

    private static string Nested(int levels) =>
        string.Concat(Enumerable.Repeat("""{"name":"x","friend":""", levels - 1)) + """{"name":"x"}""" + new string('}', levels - 1);

    private static StringContent JsonBody(string text) => new(text, Encoding.UTF8, "application/json");

    private static Task<HostedApp> StartAsync() =>
        HostedApp.StartAsync(
            app =>
            {
                app.MapPost("/api/pets", (Pet pet) => pet);
                app.MapPost("/api/pets/count", (Pet pet) => 1);
                app.MapGet("/api/list", (int limit) => limit);
                app.MapGet("/api/failure", () => Problem.From(new NotFound("chat")));
                app.MapGet("/api/crash", string () => throw new InvalidOperationException("canary"));
                app.MapGet("/api/v9/failure", () => Problem.From(new NotFound("chat")));
                app.MapGet("/api/v9/crash", string () => throw new InvalidOperationException("canary"));
            },
            builder => builder.Services.AddSingleton(new ProblemShape("/api/v9", p => new { Success = false, Error = p.Code }))
        );

    private static async Task<JsonElement> AssertProblemAsync(HttpResponseMessage response, int status, string code)
    {
        var text = await ReadAsync(response);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonElement.Parse(text);
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
        Assert.Matches("^[0-9a-f]{32}$", problem.GetProperty("trace_id").GetString()!);
        foreach (var inside in (string[])["System.", "Microsoft.", "Kith.", nameof(Pet), "Exception", ".NET"])
            Assert.DoesNotContain(inside, text, StringComparison.Ordinal);
        return problem;
    }

    private static Task<string> ReadAsync(HttpResponseMessage response) =>
        response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
}

using System.Text.Json.Nodes;

namespace Kith.Server.Tests.GraphQL;

/// <summary>Asking the GraphQL door.</summary>
internal static class Asking
{
    public static Task<Answer> AskAsync(this Person person, string query, object? variables = null) =>
        person.PostAsync("/graphql/", new { query, variables });

    /// <summary>The data of an answer without errors.</summary>
    public static async Task<JsonNode> DataAsync(this Person person, string query, object? variables = null)
    {
        var answer = (await person.AskAsync(query, variables)).Expect(200);
        if (answer["errors"] is not null)
            Assert.Fail(answer.Text);
        return answer["data"]!;
    }

    /// <summary>The code of the first error, which has a text too.</summary>
    public static Answer ExpectError(this Answer answer, int status, string code)
    {
        answer.Expect(status);
        Assert.Equal(code, answer.Get("errors.0.extensions.code"));
        Assert.NotEmpty(answer.Get("errors.0.message"));
        return answer;
    }

    public static async Task<string> StartSessionAsync(this Person person, string? title = null) =>
        (await person.DataAsync("mutation($title: String) { createChatSession(title: $title) { session { id } } }", new { title }))[
            "createChatSession"
        ]!["session"]!["id"]!.GetValue<string>();
}

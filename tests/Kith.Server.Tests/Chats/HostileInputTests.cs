using System.Net.Http.Headers;
using System.Text;

namespace Kith.Server.Tests.Chats;

/// <summary>Empty, huge, malformed, foreign: the contract's answer, and nothing stored.</summary>
public sealed class HostileInputTests(ChatApp app) : IClassFixture<ChatApp>
{
    public static TheoryData<string, int, string> Bodies =>
        new()
        {
            { "", 400, "invalid" },
            { "null", 400, "invalid" },
            { "[]", 400, "invalid" },
            { "\"text\"", 400, "invalid" },
            { "{", 400, "invalid" },
            { "{\"content\":\"x\"", 400, "invalid" },
            { "{\"content\":\"x\",}", 400, "invalid" },
            { "{\"content\":\"x\",\"content\":\"y\"}", 400, "invalid" },
            { "{\"content\":\"x\",\"admin\":true}", 400, "invalid" },
            { "{\"Content\":\"x\"}", 400, "invalid" },
            { "{\"content\":5}", 400, "invalid" },
            { "{\"content\":null}", 400, "invalid" },
            { "{\"content\":\"\"}", 400, "invalid" },
            { "{\"content\":\" \\n\\t \"}", 400, "invalid" },
            { "{\"content\":\"a\\u0000b\"}", 400, "invalid" },
            { "{\"content\":\"a\\u001bb\"}", 400, "invalid" },
            { "{\"content\":\"\\ud800\"}", 400, "invalid" },
            { "{\"content\":\"x\",\"context_message_limit\":0}", 400, "invalid" },
            { "{\"content\":\"x\",\"context_message_limit\":1.5}", 400, "invalid" },
            { "{\"content\":\"x\",\"client_id\":{}}", 400, "invalid" },
            { "{\"content\":" + new string('[', 40) + new string(']', 40) + "}", 400, "invalid" },
        };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_body_that_breaks_a_rule_is_refused(string body, int status, string code)
    {
        var me = await app.GuestAsync();
        var id = await ChatApp.StartChatAsync(me);

        (await me.SendAsync(HttpMethod.Post, $"/api/ai/chats/{id}/send_message/", body)).ExpectProblem(status, code);

        await AssertNothingStoredAsync(me, id);
    }

    [Fact]
    public async Task A_message_over_32_kb_and_a_body_over_1_mb_are_refused()
    {
        var me = await app.GuestAsync();
        var id = await ChatApp.StartChatAsync(me);

        (await me.PostAsync($"/api/ai/chats/{id}/send_message/", new { content = new string('x', 32 * 1024 + 1) })).ExpectInvalid(
            "content"
        );
        (await me.PostAsync($"/api/ai/chats/{id}/send_message/", new { content = new string('é', 16 * 1024 + 1) })).ExpectInvalid(
            "content"
        );
        (await me.PostAsync($"/api/ai/chats/{id}/send_message/", new { content = new string('x', 1024 * 1024) })).ExpectProblem(
            413,
            "too_large"
        );
        await AssertNothingStoredAsync(me, id);
        (await me.PostAsync($"/api/ai/chats/{id}/send_message/", new { content = new string('x', 32 * 1024) })).Expect(200);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    public async Task A_body_that_is_no_json_is_415(string type)
    {
        var me = await app.GuestAsync();
        var id = await ChatApp.StartChatAsync(me);
        var content = new StringContent("{\"content\":\"x\"}", Encoding.UTF8);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);

        (await me.SendAsync(HttpMethod.Post, $"/api/ai/chats/{id}/send_message/", content)).ExpectProblem(415, "unsupported_media");

        await AssertNothingStoredAsync(me, id);
    }

    [Theory]
    [InlineData("GET", "/api/ai/chats/{0}/")]
    [InlineData("PATCH", "/api/ai/chats/{0}/")]
    [InlineData("DELETE", "/api/ai/chats/{0}/")]
    [InlineData("POST", "/api/ai/chats/{0}/end/")]
    [InlineData("POST", "/api/ai/chats/{0}/send_message/")]
    [InlineData("GET", "/api/ai/chats/{0}/messages/")]
    [InlineData("GET", "/api/chats/{0}/messages")]
    [InlineData("POST", "/api/turns/{1}/stop/")]
    [InlineData("GET", "/api/turns/{1}/events")]
    [InlineData("GET", "/api/v1/chatbot/session/{0}")]
    [InlineData("DELETE", "/api/v1/chatbot/session/{0}")]
    public async Task Somebody_elses_thing_is_exactly_like_nothing(string method, string path)
    {
        var owner = await app.SignUpAsync();
        var id = await ChatApp.StartChatAsync(owner);
        var turn = (await owner.StreamAsync($"/api/ai/chats/{id}/send_message/", new { content = "canary-private" }))[0];
        var turnId = turn.Data["turn_id"]!.GetValue<string>();
        object? body = method switch
        {
            "PATCH" => new { title = "mine now" },
            "POST" when path.Contains("send", StringComparison.Ordinal) => new { content = "hi" },
            "POST" => new { },
            _ => null,
        };
        foreach (var other in new[] { await app.SignUpAsync(), await app.GuestAsync() })
        {
            var theirs = await other.SendAsync(new HttpMethod(method), string.Format(null, path, id, turnId), body);
            var nothing = await other.SendAsync(new HttpMethod(method), string.Format(null, path, Guid.NewGuid(), Guid.NewGuid()), body);

            theirs.Expect(404);
            Assert.Equal(WithoutTrace(nothing.Text), WithoutTrace(theirs.Text));
        }

        Assert.Equal(2, (await owner.GetAsync($"/api/ai/chats/{id}/messages/"))["results"]!.AsArray().Count);
        Assert.Equal("active", (await owner.GetAsync($"/api/ai/chats/{id}/")).Get("status"));
    }

    [Theory]
    [InlineData("GET", "/api/ai/chats/")]
    [InlineData("POST", "/api/ai/chats/")]
    [InlineData("GET", "/api/agents/")]
    [InlineData("POST", "/api/send-message/")]
    [InlineData("GET", "/api/user-profile/")]
    [InlineData("GET", "/api/greeting/")]
    [InlineData("GET", "/api/turns/x/events")]
    public async Task Without_credentials_or_with_bad_ones_it_is_401(string method, string path)
    {
        var body = method == "POST" ? new { } : null;
        (await app.Anonymous.SendAsync(new HttpMethod(method), path, body)).ExpectProblem(401, "unauthenticated");
        var refused = await app.Anonymous.SendAsync(new HttpMethod(method), path, body, ("Authorization", "Bearer nonsense"));
        refused.ExpectProblem(401, "unauthenticated");
    }

    [Fact]
    public async Task Ids_in_bodies_may_be_numbers()
    {
        var me = await app.GuestAsync();

        (await me.SendAsync(HttpMethod.Post, "/api/ai/chats/", "{\"related_chat\":1}")).ExpectProblem(404, "not_found");
        (await me.SendAsync(HttpMethod.Post, "/api/ai/chats/", "{\"agent\":1}")).ExpectProblem(404, "not_found");
        Assert.Empty((await me.GetAsync("/api/ai/chats/"))["results"]!.AsArray());
    }

    [Theory]
    [InlineData("/api/ai/chats/", "agent", "{\"agent\":\"\\u0000\"}")]
    [InlineData("/api/ai/chats/", "related_chat", "{\"related_chat\":\"\\u0000\"}")]
    [InlineData("/api/send-message/", "chat_id", "{\"message\":\"hi\",\"chat_id\":\"a\\u0000b\"}")]
    public async Task An_id_with_a_null_character_is_refused(string path, string field, string body) =>
        (await (await app.GuestAsync()).SendAsync(HttpMethod.Post, path, body)).ExpectInvalid(field);

    [Theory]
    [InlineData("/api/ai/chats/", "1|\0")]
    [InlineData("/api/agents/aira/chats/", "1|\0")]
    [InlineData("/api/agents/", "\0")]
    public async Task A_cursor_with_a_null_character_is_refused(string path, string cursor) =>
        (await (await app.GuestAsync()).GetAsync($"{path}?cursor={Convert.ToBase64String(Encoding.UTF8.GetBytes(cursor))}")).ExpectInvalid(
            "cursor"
        );

    [Theory]
    [InlineData("PUT", "preferences")]
    [InlineData("PATCH", "important_facts")]
    public async Task Half_a_character_in_a_profile_is_refused_and_the_profile_stays_readable(string method, string field)
    {
        var me = await app.GuestAsync();

        (await me.SendAsync(new HttpMethod(method), "/api/user-profile/", $$$"""{"{{{field}}}":{"a":["\ud800"]}}""")).ExpectInvalid(field);

        Assert.Empty((await me.GetAsync("/api/user-profile/")).Expect(200)[field]!.AsObject());
        (await me.SendAsync(new HttpMethod(method), "/api/user-profile/", $$$"""{"{{{field}}}":{"a":"\ud83d\ude00"}}""")).Expect(200);
    }

    private static async Task AssertNothingStoredAsync(Person person, string chatId) =>
        Assert.Empty((await person.GetAsync($"/api/ai/chats/{chatId}/messages/")).Expect(200)["results"]!.AsArray());

    private static string WithoutTrace(string text) =>
        System.Text.RegularExpressions.Regex.Replace(
            text,
            "\"trace_id\":\"[^\"]*\"",
            "",
            System.Text.RegularExpressions.RegexOptions.None,
            TimeSpan.FromSeconds(1)
        );
}

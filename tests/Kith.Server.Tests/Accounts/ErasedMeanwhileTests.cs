namespace Kith.Server.Tests.Accounts;

/// <summary>What a request answers whose account was erased after its credentials were found good.</summary>
public abstract class ErasedMeanwhileTests(KithApp app)
{
    [Theory]
    [InlineData("POST", "/api/ai/chats/", """{"title":"too late"}""")]
    [InlineData("POST", "/api/agents/", """{"name":"Late","prompt":"You are late."}""")]
    [InlineData("POST", "/api/send-message/", """{"message":"too late"}""")]
    [InlineData("POST", "/api/v1/chatbot/session", """{"user_id":"u","template_id":"aira"}""")]
    [InlineData("PUT", "/api/user-profile/", """{"name":"Late"}""")]
    public async Task It_is_as_if_nobody_had_signed_in(string method, string path, string body)
    {
        var me = await app.SignUpAsync();
        // Its tokens are still good on this node: nothing was revoked.
        await app.ArrangeAsync("DELETE FROM users WHERE id = @UserId", new { me.UserId });

        foreach (var key in new[] { "", "k" })
        {
            var headers = key.Length == 0 ? Array.Empty<(string, string)>() : [("Idempotency-Key", key)];
            var answer = (await me.SendAsync(new HttpMethod(method), path, body, headers)).Expect(401);
            Assert.Contains("unauthenticated", answer.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_socket_closes_as_when_its_sign_in_ended()
    {
        var me = await app.SignUpAsync();
        using var socket = await KithSocket.ConnectAsync(app, "/ws/chat/", me);
        await app.ArrangeAsync("DELETE FROM users WHERE id = @UserId", new { me.UserId });

        await socket.SendAsync(new { type = "message", content = "too late" });

        Assert.Equal(4401, await socket.ExpectCloseAsync());
    }
}

public sealed class SqliteErasedMeanwhileTests(AccountsApp app) : ErasedMeanwhileTests(app), IClassFixture<AccountsApp>;

public sealed class PostgresErasedMeanwhileTests(PostgresAccountsApp app) : ErasedMeanwhileTests(app), IClassFixture<PostgresAccountsApp>;

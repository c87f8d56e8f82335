namespace Kith.Server.Tests.GraphQL;

/// <summary>The operations GraphQL clients of before send, as they send them.</summary>
public abstract class SeedOperationTests(ChatApp app)
{
    [Fact]
    public async Task A_chat_from_signing_in_to_the_list_of_sessions()
    {
        using var owner = await app.SignUpAsync("investor");
        using var me = app.Anonymous;

        var auth = await me.DataAsync(
            $$"""
            mutation {
            tokenAuth(email: "{{owner.Email}}", password: "{{KithApp.Password}}") {
            token
            }
            }
            """
        );
        me.Client.DefaultRequestHeaders.Authorization = new("Bearer", auth["tokenAuth"]!["token"]!.GetValue<string>());

        var created = await me.DataAsync(
            """
            mutation {
            createChatSession(title: "Investment Planning") {
            session {
            id
            title
            createdAt
            }
            }
            }
            """
        );
        var session = created["createChatSession"]!["session"]!;
        var id = session["id"]!.GetValue<string>();
        Assert.Equal("Investment Planning", session["title"]!.GetValue<string>());
        Assert.EndsWith("Z", session["createdAt"]!.GetValue<string>(), StringComparison.Ordinal);

        var sent = await me.DataAsync(
            $$"""
            mutation {
            sendMessage(sessionId: "{{id}}", content: "What should I invest in?") {
            message {
            content
            role
            confidence
            }
            }
            }
            """
        );
        var reply = sent["sendMessage"]!["message"]!;
        Assert.Equal(["content", "role", "confidence"], reply.AsObject().Select(member => member.Key));
        Assert.Equal("What should I invest in?", reply["content"]!.GetValue<string>());
        Assert.Equal("assistant", reply["role"]!.GetValue<string>());
        Assert.InRange(reply["confidence"]!.GetValue<double>(), 0, 1);

        var history = await me.DataAsync(
            $$"""
            query {
            chatMessages(sessionId: "{{id}}") {
            role
            content
            createdAt
            }
            }
            """
        );
        Assert.Equal(["user", "assistant"], history["chatMessages"]!.AsArray().Select(message => message!["role"]!.GetValue<string>()));

        var sessions = await me.DataAsync(
            """
            query {
            myChatSessions {
            id
            title
            updatedAt
            }
            }
            """
        );
        Assert.Equal(id, Assert.Single(sessions["myChatSessions"]!.AsArray())!["id"]!.GetValue<string>());
        // The same chat at every other door.
        Assert.Equal(2, (await owner.GetAsync($"/api/ai/chats/{id}/")).Expect(200)["message_count"]!.GetValue<int>());
    }
}

public sealed class SqliteSeedOperationTests(ChatApp app) : SeedOperationTests(app), IClassFixture<ChatApp>;

public sealed class PostgresSeedOperationTests(PostgresChatApp app) : SeedOperationTests(app), IClassFixture<PostgresChatApp>;

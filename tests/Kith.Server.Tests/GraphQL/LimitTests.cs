namespace Kith.Server.Tests.GraphQL;

/// <summary>What is counted, and what takes too long.</summary>
public sealed class LimitTests
{
    [Fact]
    public async Task Each_sign_in_of_a_document_counts()
    {
        await using var app = await KithApp.StartAsync();
        using var owner = await app.SignUpAsync();
        var fields = Aliases($"tokenAuth(email: \"{owner.Email}\", password: \"{KithApp.Password}\") {{ token }}");

        await app.Anonymous.DataAsync($"mutation {{ {fields} }}");
        (await app.Anonymous.AskAsync($"mutation {{ {fields} }}")).Expect(200);
        var third = await app.Anonymous.AskAsync($"mutation {{ {fields} }}");

        third.ExpectError(200, "rate_limited");
        Assert.True(third["errors.0.extensions.retryAfter"]!.GetValue<int>() > 0);
        // The same network has no other budget at another door; one more is let in each second.
        await FirstRefusalAsync(() => app.Anonymous.PostAsync("/api/auth/login", new { email = owner.Email, password = KithApp.Password }));
    }

    [Fact]
    public async Task Each_message_of_a_document_counts()
    {
        await using var app = await KithApp.StartAsync();
        using var me = await app.SignUpAsync();
        var query = $"mutation {{ {Aliases("sendMessage(sessionId: \"1\", content: \"x\") { turnId }")} }}";
        for (var i = 0; i < 4; i++)
            (await me.AskAsync(query)).ExpectError(200, "not_found");

        var fifth = await me.AskAsync(query);

        Assert.Contains("rate_limited", fifth.Expect(200).Text, StringComparison.Ordinal);
        // The same person has no other budget at another door; two more are let in each second.
        var refused = await FirstRefusalAsync(() => me.PostAsync("/api/ai/chats/1/send_message/", new { content = "x" }));
        refused.ExpectProblem(429, "rate_limited");
        Assert.NotNull(refused.Header("Retry-After"));
        using var socket = await KithSocket.ConnectAsync(app, "/ws/chat/", me);
        var codes = new List<string>();
        while (codes.Count < Tries && !codes.Contains("rate_limited"))
        {
            await socket.SendAsync(
                new
                {
                    type = "message",
                    chat_id = "1",
                    content = "x",
                }
            );
            codes.Add((await socket.ExpectAsync("error"))["code"]!.GetValue<string>());
        }

        Assert.Equal("rate_limited", codes[^1]);
    }

    [Fact]
    public async Task A_socket_that_is_not_initialised_within_10_seconds_closes_with_4408()
    {
        var clock = new FakeClock();
        await using var app = await KithApp.StartAsync(options => options.Clock = clock);
        var waits = clock.WhenSetAsync(TimeSpan.FromSeconds(10));
        using var socket = await GraphQLClient.ConnectAsync(app);
        await waits;

        clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(4408, await socket.ExpectCloseAsync());
    }

    [Fact]
    public async Task While_the_database_is_away_a_field_says_so()
    {
        await using var app = await KithApp.StartAsync(options => options.BreakableStorage = true);
        using var me = await app.SignUpAsync();
        app.StorageFails = true;

        var answer = await me.AskAsync("{ me { id } __typename }");

        answer.ExpectError(200, "storage_unavailable");
        Assert.Equal("Query", answer.Get("data.__typename"));
    }

    /// <summary>Far fewer than each door would let in if it counted for itself.</summary>
    private const int Tries = 40;

    private static async Task<Answer> FirstRefusalAsync(Func<Task<Answer>> ask)
    {
        for (var i = 0; i < Tries; i++)
        {
            if (await ask() is { Status: 429 } refused)
                return refused;
        }

        throw new InvalidOperationException("Nothing was refused.");
    }

    private static string Aliases(string field) => string.Concat(Enumerable.Range(0, 30).Select(i => $"a{i}: {field} "));
}

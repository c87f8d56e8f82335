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
        await app.Anonymous.DataAsync($"mutation {{ {fields} }}");
        var third = await app.Anonymous.AskAsync($"mutation {{ {fields} }}");

        third.ExpectError(200, "rate_limited");
        Assert.True(third["errors.0.extensions.retryAfter"]!.GetValue<int>() > 0);
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

    private static string Aliases(string field) => string.Concat(Enumerable.Range(0, 30).Select(i => $"a{i}: {field} "));
}

namespace Kith.Server.Tests.Memory;

/// <summary>With an embedding model set, the server finds by meaning what somebody said.</summary>
public sealed class EmbeddingSettingTests(EmbeddingSettingTests.App app) : IClassFixture<EmbeddingSettingTests.App>
{
    [Fact]
    public async Task What_was_said_is_found_without_a_word_in_common()
    {
        var me = await app.SignUpAsync();
        var chat = await ChatApp.StartChatAsync(me);
        (await me.PostAsync($"/api/ai/chats/{chat}/send_message/", new { content = "Our attorney telephoned" })).Expect(200);

        // The chat model is told it, and then the embedding model.
        while ((await app.NextRequestAsync("Our attorney telephoned")).Path != "/v1/embeddings") { }
        var found = await FindAsync(me);
        // It is kept a moment after it was asked for.
        while (found.Count == 0)
            found = await FindAsync(me);

        Assert.Contains("Our attorney telephoned", found);
        Assert.Contains(
            app.Models.Requests,
            request => request.Model == "embedder" && request.BodyText.Contains("solicitor", StringComparison.Ordinal)
        );
    }

    private static async Task<IReadOnlyList<string>> FindAsync(Person me)
    {
        var answer = (await me.PostAsync("/api/memory/search/", new { query = "solicitor" })).Expect(200);
        return [.. answer.Json["results"]!.AsArray().Select(hit => hit!["text"]!.GetValue<string>())];
    }

    public sealed class App : ChatApp
    {
        protected override void Configure(KithAppOptions options)
        {
            base.Configure(options);
            options.Settings["OPENAI_EMBEDDING_MODEL"] = "embedder";
        }
    }
}

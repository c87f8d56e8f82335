using Kith.FakeModel;

namespace Kith.Server.Tests;

/// <summary>The real server with the fake model server as its provider; by default the model echoes.</summary>
public class ChatApp : KithApp
{
    public FakeModelServer Models { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        Models = await FakeModelServer.StartAsync();
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Models.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected override void Configure(KithAppOptions options)
    {
        options.Settings["OPENAI_BASE_URL"] = Models.BaseUrl;
        options.Settings["OPENAI_MODEL"] = "echo";
    }

    /// <summary>The next request to the model that has this text in it.</summary>
    public async Task<ReceivedRequest> NextRequestAsync(string text)
    {
        while (true)
        {
            var request = await Models.NextRequestAsync(TestContext.Current.CancellationToken);
            if (request.BodyText.Contains(text, StringComparison.Ordinal))
                return request;
        }
    }

    /// <summary>A chat with an agent whose model follows this script of the fake model server.</summary>
    public static async Task<string> StartChatAsync(Person person, string? model = null, string? title = null)
    {
        string? agent = null;
        if (model is not null)
        {
            agent = (
                await person.PostAsync(
                    "/api/agents/",
                    new
                    {
                        name = "Scripted",
                        prompt = "You do as the script says.",
                        model,
                    }
                )
            ).Expect(201).Get("id");
        }

        return (await person.PostAsync("/api/ai/chats/", new { agent, title })).Expect(201).Get("id");
    }
}

/// <summary>The same on PostgreSQL.</summary>
public sealed class PostgresChatApp : ChatApp
{
    protected override void Configure(KithAppOptions options)
    {
        base.Configure(options);
        options.Postgres = true;
    }
}

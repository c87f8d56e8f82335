using Kith.Engine.Conversations;
using Kith.Engine.Memory.Search;
using Kith.Engine.Users;

namespace Kith.Engine.Tests.Memory.Search;

/// <summary>Chats that are searched, and how to search them.</summary>
public abstract class SearchScene
{
    protected SearchScene(EngineApp app)
    {
        App = app;
        app.Model.Reset();
    }

    protected EngineApp App { get; }

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected async Task<SearchPage> FindAsync(Caller caller, string query) =>
        (await App.Search.FindAsync(caller, query, null, 0, 50, Cancel)).Value;

    protected async Task<IReadOnlyList<string>> TextsAsync(Caller caller, string query) =>
        [.. (await FindAsync(caller, query)).Results.Select(result => result.View.Message.Content)];

    /// <summary>A chat with these messages, indexed.</summary>
    protected async Task<Conversation> TellAsync(Caller caller, params string[] texts)
    {
        var chat = await AddAsync(caller, texts);
        await App.Index.CatchUpAsync(Cancel);
        return chat;
    }

    protected Task<Conversation> AddAsync(Caller caller, params string[] texts) => Corpus.AddAsync(App, caller, texts);
}

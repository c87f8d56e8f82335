using Kith.Engine.Conversations;
using Kith.Engine.Memory.Embeddings;
using Kith.Engine.Memory.Search;
using Kith.Engine.Models;
using Kith.Engine.Models.OpenAI;
using Kith.Engine.Tests.Memory.Search;
using Kith.Engine.Turns;
using Kith.Engine.Users;
using Kith.FakeModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Kith.Engine.Tests.Memory.Embeddings;

/// <summary>
/// The engine once more, on the database of another one, with an embedding model at a fake server. Unless the test names one the model has a
/// name of its own, so that no other test's vectors are its.
/// </summary>
internal sealed class EmbeddingEngine : IAsyncDisposable
{
    private readonly EngineApp _app;
    private readonly ServiceProvider _services;

    private EmbeddingEngine(EngineApp app, FakeModelServer server, EmbeddingModel model, ServiceProvider services) =>
        (_app, Server, Model, _services) = (app, server, model, services);

    public FakeModelServer Server { get; }

    public EmbeddingModel Model { get; }

    public Embedder Embedder => _services.GetRequiredService<Embedder>();

    /// <summary>Not started.</summary>
    public EmbeddingWorker Worker => _services.GetServices<IHostedService>().OfType<EmbeddingWorker>().Single();

    /// <summary>Its worker hears of what this one indexes.</summary>
    public SearchIndex Index => _services.GetRequiredService<SearchIndex>();

    public MemorySearch Search => _services.GetRequiredService<MemorySearch>();

    public VectorCache Vectors => _services.GetRequiredService<VectorCache>();

    /// <summary>How often it was asked.</summary>
    public int Requests => Server.Requests.Count;

    /// <summary>All that it was told.</summary>
    public string Told => string.Join('\n', Server.Requests.Select(request => request.BodyText));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <param name="name">Under which its vectors are kept.</param>
    /// <param name="script">What the server is asked for; null for the name.</param>
    public static async Task<EmbeddingEngine> StartAsync(
        EngineApp app,
        string? name = null,
        string? script = null,
        bool isLocal = true,
        TimeProvider? clock = null,
        HttpMessageHandler? handler = null
    )
    {
        var database = app.Database;
        name ??= Guid.NewGuid().ToString("N");
        var server = await FakeModelServer.StartAsync(cancellationToken: Cancel);
        var options = new ModelsOptions { OpenAIBaseUrl = server.BaseUrl, OpenAIEmbeddingModel = script ?? name };
        var http = handler is null ? new HttpClient() : new HttpClient(handler);
        var generator = new OpenAIEmbeddingGenerator(options, http, database.Clock);
        var model = new EmbeddingModel(name, generator, new ModelReach(isLocal), clock ?? database.Clock);
        var services = app.BuildAnother(database, new TurnsOptions { NodeId = $"node-{name}" }, isLocal, model);
        return new EmbeddingEngine(app, server, model, services);
    }

    /// <summary>Indexes and embeds all there is.</summary>
    public async Task CatchUpAsync()
    {
        await _app.Index.CatchUpAsync(Cancel);
        await Embedder.CatchUpAsync(rest: 0, Cancel);
    }

    /// <summary>A chat with these messages, findable.</summary>
    public async Task<Conversation> TellAsync(Caller caller, params string[] texts)
    {
        var chat = await Corpus.AddAsync(_app, caller, texts);
        await CatchUpAsync();
        return chat;
    }

    public async Task<IReadOnlyList<MemoryHit>> FindAsync(
        Caller caller,
        string query,
        string? kind = null,
        string? conversationId = null
    ) =>
        (
            await Search.SearchAsync(
                caller,
                new MemoryQuery(query, 10, kind is null ? null : [kind], conversationId, _app.Database.Clock.GetUtcNow()),
                Cancel
            )
        ).Value;

    public async Task<string> TextsAsync(Caller caller, string query) =>
        string.Join(" | ", (await FindAsync(caller, query)).Select(hit => hit.Text));

    /// <summary>What of a person's has a vector, from A to Z, by whichever model.</summary>
    public async Task<string> EmbeddedAsync(Caller caller) =>
        string.Join(
            " | ",
            (
                await _app.Database.ReadAsync(
                    session =>
                        session.QueryAsync<string>(
                            """
                            SELECT coalesce(m.content, f.text, s.text) FROM embeddings e JOIN search_documents d ON d.number = e.document
                            JOIN search_owners o ON o.number = e.owner AND o.number = d.owner LEFT JOIN messages m ON m.id = d.message_id
                            LEFT JOIN facts f ON f.id = d.fact_id LEFT JOIN summaries s ON s.conversation_id = d.summary_of
                            WHERE o.principal_id = @PrincipalId
                            """,
                            new { caller.PrincipalId }
                        ),
                    Cancel
                )
            ).Order(StringComparer.Ordinal)
        );

    /// <summary>Says it in a turn of this engine's.</summary>
    public async Task<TurnEnded> TalkAsync(Caller caller, Conversation chat, string text) =>
        await FinishAsync(
            (await _services.GetRequiredService<TurnIntake>().StartAsync(caller, new TurnRequest(chat.Id, text), Cancel)).Value
        );

    public async Task<TurnEnded> AnswerAgainAsync(Caller caller, Conversation chat, string messageId) =>
        await FinishAsync(
            (await _services.GetRequiredService<TurnIntake>().AnswerAgainAsync(caller, chat.Id, messageId, key: null, Cancel)).Value
        );

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Model.Dispose();
        await Server.DisposeAsync();
    }

    private async Task<TurnEnded> FinishAsync(AcceptedTurn turn) =>
        (await _services.GetRequiredService<TurnFollower>().FinishAsync(turn.TurnId, Cancel))!;
}

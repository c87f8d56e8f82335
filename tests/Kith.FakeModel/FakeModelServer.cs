using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;
using Kith.FakeModel.Audio;
using Kith.FakeModel.Scripts;
using Kith.FakeModel.Wire;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Kith.FakeModel;

/// <summary>
/// A model server on loopback that speaks OpenAI's and Anthropic's wire formats and does what the requested
/// model's name says (see README.md). Never touches a network and keeps every request it received.
/// </summary>
public sealed class FakeModelServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Channel<ReceivedRequest> _arrivals = Channel.CreateUnbounded<ReceivedRequest>();
    private readonly ConcurrentQueue<ReceivedRequest> _requests = new();
    private readonly ConcurrentDictionary<string, int> _calls = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();
    private readonly bool _keepsRequests;

    private int _disposed;

    private FakeModelServer(WebApplication app, bool keepsRequests) => (_app, _keepsRequests) = (app, keepsRequests);

    /// <summary>What an OpenAI client wants as its base URL: ends in <c>/v1</c>.</summary>
    public string BaseUrl { get; private set; } = "";

    /// <summary>What an Anthropic client wants as its base URL: without <c>/v1</c>.</summary>
    public string AnthropicBaseUrl { get; private set; } = "";

    /// <summary>Everything received so far, in order of arrival.</summary>
    public IReadOnlyList<ReceivedRequest> Requests => [.. _requests];

    /// <summary>Starts listening on loopback; port 0 takes a free one. Without <paramref name="keepsRequests"/> it can run for long.</summary>
    public static async Task<FakeModelServer> StartAsync(
        int port = 0,
        bool keepsRequests = true,
        CancellationToken cancellationToken = default
    )
    {
        var builder = WebApplication.CreateSlimBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        var server = new FakeModelServer(builder.Build(), keepsRequests);
        server.Map();
        await server._app.StartAsync(cancellationToken);
        var addresses = server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>();
        server.AnthropicBaseUrl = addresses!.Addresses.First();
        server.BaseUrl = server.AnthropicBaseUrl + "/v1";
        return server;
    }

    /// <summary>The next request nobody has taken yet, waiting for it if need be.</summary>
    public async Task<ReceivedRequest> NextRequestAsync(CancellationToken cancellationToken = default) =>
        await _arrivals.Reader.ReadAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }
        await _stopping.CancelAsync();
        await _app.DisposeAsync();
        _stopping.Dispose();
    }

    private void Map()
    {
        _app.MapGet("/v1/models", context => ModelList.AnswerAsync(context));
        _app.MapPost("/v1/chat/completions", context => RunAsync(context, e => ChatExchange.AnswerAsync(e, OpenAIWire.Instance)));
        _app.MapPost("/v1/messages", context => RunAsync(context, e => ChatExchange.AnswerAsync(e, AnthropicWire.Instance)));
        _app.MapPost("/v1/embeddings", context => RunAsync(context, Embeddings.AnswerAsync));
        _app.MapPost("/v1/audio/transcriptions", context => RunAsync(context, Transcription.AnswerAsync));
        _app.MapPost("/v1/audio/speech", context => RunAsync(context, Speech.AnswerAsync));
        _app.MapFallback(context => RunAsync(context, Exchange.AnswerNotFoundAsync));
    }

    private async Task RunAsync(HttpContext context, Func<Exchange, Task> answer)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping.Token);
        var request = await ReceivedRequest.ReadAsync(context, ending.Token);
        var exchange = new Exchange(context, request, Script.Parse(request.Model), CountCall(request.Model), ending.Token);
        if (_keepsRequests)
        {
            _requests.Enqueue(request);
            _arrivals.Writer.TryWrite(request);
        }
        try
        {
            await answer(exchange);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            request.MarkAborted();
            context.Abort();
        }
        catch (IOException)
        {
            request.MarkAborted();
        }
        finally
        {
            request.MarkEnded();
        }
    }

    private int CountCall(string model) => _calls.AddOrUpdate(model, 1, (_, calls) => calls + 1);

    /// <summary>The process's signals belong to whoever started the server: a test run, or the program.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kith.Engine.Tests.People.Push;

/// <summary>A push service on loopback: keeps what it is given, and answers 201 unless a test says otherwise.</summary>
internal sealed class FakePushService : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<PushRequest> _requests = new();
    private readonly Channel<PushRequest> _arrivals = Channel.CreateUnbounded<PushRequest>();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Func<HttpContext, Task>>> _answers = new(StringComparer.Ordinal);

    private FakePushService(WebApplication app) => _app = app;

    public Uri Origin { get; private set; } = null!;

    /// <summary>All so far.</summary>
    public IReadOnlyList<PushRequest> Requests => [.. _requests];

    public static async Task<FakePushService> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var service = new FakePushService(builder.Build());
        service._app.Run(service.TakeAsync);
        await service._app.StartAsync(TestContext.Current.CancellationToken);
        var addresses = service._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>();
        service.Origin = new Uri(addresses!.Addresses.First());
        return service;
    }

    /// <summary>The address of a device.</summary>
    public string AddressOf(string device) => new Uri(Origin, $"/push/{device}").ToString();

    /// <summary>How the next requests of this device (or path) are answered, one after the other.</summary>
    public void Answer(string device, params Func<HttpContext, Task>[] answers)
    {
        foreach (var answer in answers)
            _answers.GetOrAdd(device, _ => new()).Enqueue(answer);
    }

    public static Func<HttpContext, Task> Status(int status, string? header = null, string? value = null, string? body = null) =>
        async context =>
        {
            context.Response.StatusCode = status;
            if (header is not null)
                context.Response.Headers[header] = value;
            if (body is not null)
                await context.Response.WriteAsync(body);
        };

    /// <summary>Doesn't answer before whoever asked has had enough.</summary>
    public static async Task HangAsync(HttpContext context)
    {
        var gone = new TaskCompletionSource();
        await using var _ = context.RequestAborted.Register(() => gone.TrySetResult());
        await gone.Task;
    }

    /// <summary>The next request that no test has taken yet.</summary>
    public async Task<PushRequest> NextAsync() => await _arrivals.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var device = context.Request.Path.Value!.Split('/')[^1];
        var headers = context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var request = new PushRequest(device, context.Request.Method, headers, body.ToArray());
        _requests.Enqueue(request);
        await _arrivals.Writer.WriteAsync(request);
        context.Response.StatusCode = 201;
        if (_answers.TryGetValue(device, out var answers) && answers.TryDequeue(out var answer))
            await answer(context);
    }
}

/// <summary>What a push service was given.</summary>
internal sealed record PushRequest(string Device, string Method, IReadOnlyDictionary<string, string> Headers, byte[] Body);

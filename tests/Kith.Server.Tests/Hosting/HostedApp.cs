using Kith.Server.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kith.Server.Tests.Hosting;

/// <summary>The hosting alone, on a real Kestrel at a free port, with whatever routes a test maps.</summary>
internal sealed class HostedApp : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Sandbox _sandbox;

    private HostedApp(WebApplication app, Sandbox sandbox, LogLines log)
    {
        (_app, _sandbox, Log) = (app, sandbox, log);
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public HttpClient Client { get; }

    public LogLines Log { get; }

    public static async Task<HostedApp> StartAsync(
        Action<WebApplication>? map = null,
        Action<WebApplicationBuilder>? add = null,
        params string[] settings
    )
    {
        var sandbox = new Sandbox();
        var builder = WebApplication.CreateBuilder([
            "--urls=http://127.0.0.1:0",
            $"--Kith:DataDir={sandbox.Folder}",
            "--Kith:WebBuild=off",
            .. settings,
        ]);
        builder.AddHosting();
        var log = new LogLines();
        builder.Logging.ClearProviders().AddProvider(log);
        // No web app, whatever the source tree has built; a test that wants one adds its own.
        builder.Services.AddSingleton(new WebApp { Folder = Path.Combine(sandbox.Folder, "dist") });
        add?.Invoke(builder);
        var app = builder.Build();
        app.UseHosting();
        app.UseRateLimits();
        map?.Invoke(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new HostedApp(app, sandbox, log);
    }

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? body = null, string? host = null)
    {
        var request = new HttpRequestMessage(method, path) { Content = body };
        request.Headers.Host = host;
        return Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        _sandbox.Dispose();
    }
}

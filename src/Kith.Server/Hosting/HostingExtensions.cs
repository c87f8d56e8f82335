using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using IPNetwork = System.Net.IPNetwork;

namespace Kith.Server.Hosting;

/// <summary>
/// Everything around the features: settings, limits, errors, headers, health, the API's document, the web app. In <c>Program.cs</c>
/// <see cref="AddHosting"/> and <see cref="UseHosting"/> come first, <see cref="UseRateLimits"/> after signing in.
/// </summary>
internal static class HostingExtensions
{
    /// <summary>
    /// The host's builder, without watching the settings' folder: they are read once, and every write to the data beside them would be an
    /// event.
    /// </summary>
    public static WebApplicationBuilder CreateBuilder(string[] args) =>
        WebApplication.CreateBuilder(["--hostBuilder:reloadConfigOnChange=false", .. args]);

    /// <summary>Reads and checks the settings, registers what is here, and answers the settings for those who come after.</summary>
    /// <exception cref="SetupException">A setting can't be used.</exception>
    public static KithOptions AddHosting(this WebApplicationBuilder builder)
    {
        var folder = Directory.GetCurrentDirectory();
        Settings.AddTo(
            ((IConfigurationBuilder)builder.Configuration).Sources,
            Environment.GetEnvironmentVariable,
            DotEnv.Read(Path.Combine(folder, ".env"))
        );
        var options = new OptionsReader(builder.Configuration, folder, SourceTree.Root).Read();
        if (options.Urls is { } urls)
            builder.WebHost.UseUrls(urls);

        builder.AddReadableLog();
        builder.WebHost.ConfigureKestrel(kestrel => LimitRequests(kestrel, options));
        var services = builder.Services;
        services.AddSingleton(options);
        services.AddSingleton(_ => NodeIdentity.Open(options.DataDir));
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(30));
        services.AddErrors();
        services.AddCors(cors =>
            cors.AddDefaultPolicy(policy =>
                policy
                    .WithOrigins([.. options.AllowedOrigins])
                    .AllowAnyHeader()
                    .AllowAnyMethod()
                    .AllowCredentials()
                    .WithExposedHeaders("Retry-After", "Idempotency-Replayed")
            )
        );
        services.AddSingleton<RateLimits>().AddSingleton<SocketLimits>();
        services.AddHealth();
        services.AddApiDocument();
        services.AddSingleton<WebApp>();
        services.AddHostedService<WebBuild>();
        services.AddHostedService<Banner>();
        services.AddHostedService<RestWorker>();
        // The web app's text only. Answers of the API may mix secrets with what a stranger chose (BREACH), and streams must not wait.
        services.AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true;
            compression.MimeTypes = ["text/html", "text/css", "text/javascript", "application/manifest+json", "image/svg+xml"];
        });
        return options;
    }

    /// <summary>Claims the data folder and builds the outermost part of the pipeline.</summary>
    /// <exception cref="SetupException">The data folder can't be used, or another process uses it.</exception>
    public static WebApplication UseHosting(this WebApplication app)
    {
        app.Services.GetRequiredService<NodeIdentity>();
        var options = app.Services.GetRequiredService<KithOptions>();
        app.UseTrustedProxies(options.TrustedProxies);
        app.UseSecurityHeaders();
        app.UseErrors();
        app.UseAllowedHosts(options.AllowedHosts);
        app.UseCors();
        app.UseApiDocument();
        app.Services.GetRequiredService<WebApp>().Use(app);
        app.MapHealth();
        return app;
    }

    /// <summary>Counts requests per principal, so it stands after whatever finds out who is calling.</summary>
    public static WebApplication UseRateLimits(this WebApplication app)
    {
        var limits = app.Services.GetRequiredService<RateLimits>();
        app.Use(limits.InvokeAsync);
        return app;
    }

    /// <summary>Before anything asks who calls: what others than these proxies say of that is passed over.</summary>
    private static void UseTrustedProxies(this IApplicationBuilder app, IReadOnlyList<IPNetwork> proxies)
    {
        if (proxies.Count == 0)
            return;
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
            // From the nearest on, as far as those who say it are trusted.
            ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in proxies)
            options.KnownIPNetworks.Add(network);
        app.UseForwardedHeaders(options);
    }

    private static void AddErrors(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json => Json.Configure(json.SerializerOptions));
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.AddExceptionHandler<ProblemExceptionHandler>();
    }

    private static void UseErrors(this IApplicationBuilder app)
    {
        app.UseExceptionHandler(_ => { });
        app.UseStatusCodePages(page => Problem.From(page.HttpContext.Response.StatusCode).ExecuteAsync(page.HttpContext));
    }

    private static void LimitRequests(KestrelServerOptions kestrel, KithOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = options.MaxBodyBytes;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(75);
        // Slower senders are cut off: a body of the default size takes an hour at worst, and then only from few connections.
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(10));
    }

    private static void AddReadableLog(this WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss ";
        });
        // Weaker than anything a person configures under "Logging".
        ((IConfigurationBuilder)builder.Configuration).Sources.Insert(
            0,
            new Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource
            {
                InitialData = new Dictionary<string, string?>(StringComparer.Ordinal)
                {
                    ["Logging:LogLevel:Default"] = "Information",
                    ["Logging:LogLevel:Microsoft"] = "Warning",
                    ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Warning",
                    // A token that ran out is an everyday thing; its caller is told.
                    ["Logging:LogLevel:Kith.Server.Identity.BearerHandler"] = "Warning",
                    ["Logging:LogLevel:Kith.Server.Identity.CookieHandler"] = "Warning",
                    // Why a start failed is said once, in plain words, by Startup.
                    ["Logging:LogLevel:Microsoft.Extensions.Hosting.Internal.Host"] = "Critical",
                },
            }
        );
    }
}

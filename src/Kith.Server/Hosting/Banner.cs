using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Kith.Server.Hosting;

/// <summary>The first lines an operator reads: where Kith is, where its data is, who answers.</summary>
internal sealed class Banner(IServer server, IHostApplicationLifetime lifetime, KithOptions options, ILoggerFactory loggers)
    : IHostedService
{
    // Older ones have four known vulnerabilities in ASP.NET Core.
    private static readonly Version s_safeRuntime = new(10, 0, 13);

    private readonly ILogger _logger = loggers.CreateLogger("Kith");

    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(Print);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Print()
    {
        var urls = string.Join(", ", server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []);
        _logger.LogInformation("Kith is ready: {Urls}", urls);
        _logger.LogInformation("Data in {DataDir}, {Database}, {Model}", options.DataDir, DescribeDatabase(), DescribeModel());
        if (Environment.Version < s_safeRuntime)
        {
            _logger.LogWarning(
                "This .NET runtime is {Version}; {Safe} fixes vulnerabilities in ASP.NET Core. Please update it",
                Environment.Version,
                s_safeRuntime
            );
        }
    }

    // Never the connection string: it may hold a password.
    private string DescribeDatabase() => options.IsPostgres ? "PostgreSQL" : $"SQLite ({Path.GetFileName(options.Database)})";

    private string DescribeModel()
    {
        if (options.OpenAI.IsConfigured)
            return $"{options.OpenAI.Model ?? "gpt-4o-mini"} at {options.OpenAI.BaseUrl?.Authority ?? "OpenAI"}";
        return options.Anthropic.ApiKey is null ? "offline friend (no model is configured)" : $"{options.Anthropic.Model ?? "Anthropic"}";
    }
}

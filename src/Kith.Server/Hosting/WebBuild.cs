using System.ComponentModel;
using System.Diagnostics;

namespace Kith.Server.Hosting;

/// <summary>
/// From the source tree: builds the web app before the server listens, if it is missing or stale. The work is done by
/// <c>eng/build-web.mjs</c>, which publishing and the tests use too; its output goes straight to the console.
/// </summary>
internal sealed class WebBuild(KithOptions options, WebApp web, ILoggerFactory loggers) : IHostedService
{
    private readonly ILogger _logger = loggers.CreateLogger("Kith");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!options.WebBuild || SourceTree.Root is not { } root || !Directory.Exists(Path.Combine(root, "web")))
            return;
        web.Problem = await BuildAsync(root, cancellationToken);
        if (web.Problem is not null)
            _logger.LogError("{Problem} Everything but the web app works", web.Problem);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static async Task<string?> BuildAsync(string root, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(root, "eng", "build-web.mjs")]) { WorkingDirectory = root };
        try
        {
            using var build = Process.Start(start)!;
            await using var stop = cancellationToken.Register(() => build.Kill(entireProcessTree: true));
            await build.WaitForExitAsync(CancellationToken.None);
            cancellationToken.ThrowIfCancellationRequested();
            return build.ExitCode == 0 ? null : "The web app couldn't be built; what npm said stands on the server's console.";
        }
        catch (Win32Exception)
        {
            return "The web app couldn't be built, because Node.js was not found. Install Node.js 20.19 or later from https://nodejs.org/ and start again.";
        }
    }
}

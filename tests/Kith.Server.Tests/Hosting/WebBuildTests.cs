using System.Diagnostics;
using Kith.Server.Hosting;

namespace Kith.Server.Tests.Hosting;

/// <summary><c>eng/build-web.mjs</c> on a stand-in for the web app, which needs no packages and no network.</summary>
public sealed class WebBuildTests : IDisposable
{
    private readonly Sandbox _web = new();

    public WebBuildTests()
    {
        _web.Write("package.json", """{"name":"web","version":"1.0.0","scripts":{"build":"node build.mjs"}}""");
        _web.Write(
            "package-lock.json",
            """{"name":"web","version":"1.0.0","lockfileVersion":3,"packages":{"":{"name":"web","version":"1.0.0"}}}"""
        );
        _web.Write(
            "build.mjs",
            "import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'; rmSync('dist', { recursive: true, force: true }); mkdirSync('dist'); writeFileSync('dist/index.html', 'built'); appendFileSync('node_modules/builds', 'x');"
        );
        _web.Write("src/app.ts", "one");
    }

    [Fact]
    public async Task A_missing_web_app_is_built_and_a_fresh_one_left_alone()
    {
        Assert.Equal(0, (await BuildAsync()).Code);
        Assert.Equal(
            "built",
            await File.ReadAllTextAsync(Path.Combine(_web.Folder, "dist", "index.html"), TestContext.Current.CancellationToken)
        );
        var again = await BuildAsync();
        Assert.Equal((0, ""), again);
        Assert.Equal(1, Builds);
    }

    [Fact]
    public async Task A_changed_source_builds_again_and_a_touched_one_does_not()
    {
        await BuildAsync();
        _web.Write("src/app.ts", "one");
        await BuildAsync();
        Assert.Equal(1, Builds);
        _web.Write("src/app.ts", "two");
        await BuildAsync();
        Assert.Equal(2, Builds);
    }

    [Fact]
    public async Task A_failed_build_fails_aloud_and_is_tried_again()
    {
        var script = Path.Combine(_web.Folder, "build.mjs");
        var works = await File.ReadAllTextAsync(script, TestContext.Current.CancellationToken);
        _web.Write("build.mjs", "console.error('no such colour'); process.exit(1);");
        var failed = await BuildAsync();
        Assert.Equal(1, failed.Code);
        Assert.Contains("no such colour", failed.Output, StringComparison.Ordinal);
        _web.Write("build.mjs", works);
        Assert.Equal(0, (await BuildAsync()).Code);
    }

    [Fact]
    public async Task Two_at_once_build_once()
    {
        var both = await Task.WhenAll(BuildAsync(), BuildAsync());
        Assert.All(both, b => Assert.Equal(0, b.Code));
        Assert.Equal(1, Builds);
    }

    public void Dispose() => _web.Dispose();

    private int Builds => File.ReadAllText(Path.Combine(_web.Folder, "node_modules", "builds")).Length;

    private async Task<(int Code, string Output)> BuildAsync()
    {
        var start = new ProcessStartInfo("node", [Path.Combine(SourceTree.Root!, "eng", "build-web.mjs"), _web.Folder])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await errors);
    }
}

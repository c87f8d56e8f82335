using System.Diagnostics;
using Kith.Server.Hosting;

namespace Kith.Server.Tests.Hosting;

/// <summary>The server as its own process, from the command line's point of view.</summary>
public sealed class StartTests : IDisposable
{
    private readonly Sandbox _sandbox = new();

    [Fact]
    public async Task A_bad_setting_in_the_file_ends_the_start_in_plain_words()
    {
        _sandbox.Write(".env", "KITH_REGISTRATION=maybe\n");
        using var server = Start();
        var errors = await server.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await server.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, server.ExitCode);
        Assert.Equal(
            $"Kith can't start.{Environment.NewLine}KITH_REGISTRATION is 'maybe'; allowed: open, closed.{Environment.NewLine}",
            errors
        );
    }

    [Fact]
    public async Task A_data_folder_in_use_ends_the_start_in_plain_words()
    {
        using var other = NodeIdentity.Open(Path.Combine(_sandbox.Folder, "data"));
        using var server = Start();
        var errors = await server.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await server.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, server.ExitCode);
        Assert.Contains("in use by another Kith process", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_does_not_answer_ends_the_start_in_plain_words()
    {
        _sandbox.Write(".env", "PORT=0\nKITH_DATABASE=Host=127.0.0.1;Port=1;Database=kith;Username=kith;Timeout=2\n");
        using var server = Start();
        var errors = await server.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await server.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, server.ExitCode);
        Assert.StartsWith("Kith can't start.", errors, StringComparison.Ordinal);
        Assert.Contains("KITH_DATABASE", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_lines_say_where_it_is_and_asking_it_to_stop_ends_it_cleanly()
    {
        _sandbox.Write(".env", "PORT=0\nKITH_ADMIN_EMAIL=admin@example.org\nKITH_ADMIN_PASSWORD=a quiet river by night\n");
        using var server = Start();
        try
        {
            var line = await server.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            Assert.Matches("Kith is ready: http://127\\.0\\.0\\.1:[1-9][0-9]+$", line!);
            var second = await server.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            Assert.Contains(Path.Combine(_sandbox.Folder, "data"), second!, StringComparison.Ordinal);
            Assert.Contains("offline friend", second!, StringComparison.Ordinal);
            using var interrupt = Process.Start("kill", ["-TERM", $"{server.Id}"]);
            await server.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, server.ExitCode);
        }
        finally
        {
            server.Kill();
        }
    }

    public void Dispose() => _sandbox.Dispose();

    private Process Start()
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Startup).Assembly.Location])
        {
            WorkingDirectory = _sandbox.Folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(n => Settings.Keys.ContainsKey(n) || n is "PORT" or "ASPNETCORE_URLS").ToList())
            start.Environment.Remove(name);
        start.Environment["KITH_DATA_DIR"] = Path.Combine(_sandbox.Folder, "data");
        start.Environment["KITH_WEB_BUILD"] = "off";
        return Process.Start(start)!;
    }
}

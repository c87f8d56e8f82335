using System.Diagnostics;

namespace Kith.Load.Servers;

/// <summary>The programs under load, built for release from this source tree.</summary>
/// <param name="Kith">Kith.Server, published without the web app.</param>
internal sealed record Builds(string Kith, string Relay, string Model)
{
    public static string Root { get; } = FindRoot();

    /// <summary>Builds what changed; a published folder of somebody else's choice is taken as it is.</summary>
    public static async Task<Builds> MakeAsync(string? published, bool build, CancellationToken cancellationToken)
    {
        var output = Path.Combine(Root, "artifacts", "bench");
        var made = new Builds(
            Path.Combine(published ?? Path.Combine(output, "kith"), "Kith.Server"),
            Path.Combine(output, "relay", "Kith.Relay"),
            Path.Combine(output, "model", "Kith.FakeModel")
        );
        if (!build)
            return made;
        if (published is null)
            await PublishAsync("src/Kith.Server", made.Kith, cancellationToken);
        await PublishAsync("bench/Kith.Relay", made.Relay, cancellationToken);
        await PublishAsync("tests/Kith.FakeModel", made.Model, cancellationToken);
        return made;
    }

    private static async Task PublishAsync(string project, string file, CancellationToken cancellationToken)
    {
        var folder = Path.GetDirectoryName(file)!;
        var start = new ProcessStartInfo("dotnet", ["publish", project, "-o", folder, "-p:KithWeb=off", "--nologo", "-v", "quiet"])
        {
            WorkingDirectory = Root,
        };
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{project} doesn't build.");
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Kith.slnx")))
                return folder.FullName;
        }

        throw new InvalidOperationException("Run this from its source tree.");
    }
}

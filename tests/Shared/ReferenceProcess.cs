using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kith.Tests.Shared;

/// <summary>
/// An implementation that isn't ours, in a process of Node's: asked and answered in lines of JSON. Its packages are there once eng/test.sh, or
/// <c>node eng/build-web.mjs --packages-only</c>, installed them.
/// </summary>
/// <param name="script">Below the folder of a test project.</param>
/// <param name="package">The package it can't do without.</param>
internal sealed class ReferenceProcess(string script, string package)
{
    private readonly string? _script = FindScript(script);

    public bool IsInstalled =>
        _script is not null && Directory.Exists(Path.Combine(Path.GetDirectoryName(_script)!, "node_modules", package));

    public async Task<IReadOnlyList<JsonElement>> AskAsync(IReadOnlyList<JsonObject> requests, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("node", [_script!])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        try
        {
            var answers = ReadAsync(process.StandardOutput, cancellationToken);
            foreach (var request in requests)
                await process.StandardInput.WriteLineAsync(request.ToJsonString().AsMemory(), cancellationToken);
            process.StandardInput.Close();
            var result = await answers;
            await process.WaitForExitAsync(cancellationToken);
            return result.Count == requests.Count
                ? result
                : throw new InvalidOperationException($"The reference answered {result.Count} of {requests.Count} requests.");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }

    private static async Task<List<JsonElement>> ReadAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        var answers = new List<JsonElement>();
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
            answers.Add(JsonElement.Parse(line));
        return answers;
    }

    private static string? FindScript(string script)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, script)))
                return Path.Combine(folder.FullName, script);
        }
        return null;
    }
}

using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kith.GraphQL.Tests.Comparison;

/// <summary>The reference implementation in a process of its own: asked and answered in lines of JSON.</summary>
internal static class ReferenceProcess
{
    private static readonly string? s_folder = FindFolder();

    /// <summary>Its package is there; eng/test.sh installs it.</summary>
    public static bool IsInstalled => s_folder is not null && Directory.Exists(Path.Combine(s_folder, "node_modules", "graphql"));

    public static async Task<IReadOnlyList<JsonElement>> AskAsync(IReadOnlyList<JsonObject> requests, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(s_folder!, "verdicts.mjs")])
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

    private static string? FindFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "reference", "verdicts.mjs")))
                return Path.Combine(folder.FullName, "reference");
        }
        return null;
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Kith.Load.Servers;

/// <summary>A server this run started. It is ended by its process id, whatever happens.</summary>
internal sealed partial class ChildServer : IAsyncDisposable
{
    private const int KeptLines = 200;

    private static readonly string[] Foreign = ["KITH_", "OPENAI_", "ANTHROPIC_", "ASPNETCORE_", "PORT", "Logging_"];

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool _isDisposed;

    private ChildServer(string name, Process process) => (Name, _process) = (name, process);

    public string Name { get; }

    public int Id => _process.Id;

    public Uri Address { get; private set; } = null!;

    /// <summary>Starts it and waits until it prints its address.</summary>
    public static async Task<ChildServer> StartAsync(
        string name,
        string file,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string> environment,
        string folder,
        CancellationToken cancellationToken
    )
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        foreach (var key in start.Environment.Keys.Where(key => Foreign.Any(key.StartsWith)).ToList())
            start.Environment.Remove(key);
        foreach (var (key, value) in environment)
            start.Environment[key] = value;
        var server = new ChildServer(name, Process.Start(start)!);
        try
        {
            server.Read();
            server.Address = await server._address.Task.WaitAsync(TimeSpan.FromSeconds(60), cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public ProcessFigures Figures() => ProcessFigures.Of(Id);

    /// <summary>What it printed last.</summary>
    public string Output => string.Join(Environment.NewLine, _lines);

    /// <summary>SIGKILL: it gets no chance to clean up.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>By the scenario when it is done with it, and by the stage for whatever is left.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
            return;
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    private void Read()
    {
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.EnableRaisingEvents = true;
        _process.Exited += (_, _) => _address.TrySetException(new InvalidOperationException($"{Name} ended at its start:\n{Output}"));
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private void Take(string? line)
    {
        if (line is null)
            return;
        _lines.Enqueue(line);
        while (_lines.Count > KeptLines)
            _lines.TryDequeue(out _);
        if (Loopback().Match(line) is { Success: true } found)
            _address.TrySetResult(new Uri(found.Value));
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+(/v1)?", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Loopback();
}

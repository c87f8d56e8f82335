using System.Globalization;
using System.Runtime.InteropServices;
using Kith.FakeModel.Scripts;

namespace Kith.FakeModel;

/// <summary>The server started by hand: prints its address and its scripts, then one line for each request unless told to be quiet.</summary>
internal static class FakeModelProgram
{
    private static async Task<int> Main(string[] args)
    {
        var quiet = args is ["--quiet", ..];
        if (!TryReadPort(quiet ? args[1..] : args, out var port))
        {
            await Console.Error.WriteLineAsync(
                "Usage: Kith.FakeModel [--quiet] [--port <0..65535>]   (0, the default, takes any free port)"
            );
            return 2;
        }
        using var stopping = new CancellationTokenSource();
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stopping.Cancel();
        }
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        await using var server = await FakeModelServer.StartAsync(port, keepsRequests: !quiet, stopping.Token);
        Console.WriteLine($"OpenAI-compatible: {server.BaseUrl}");
        Console.WriteLine($"Anthropic:         {server.AnthropicBaseUrl}");
        Console.WriteLine("The model's name is the script; join several with |, e.g. delay:500|say:hello");
        foreach (var step in ScriptTable.Steps)
        {
            Console.WriteLine($"  {step.Usage, -34} {step.Meaning}");
        }
        await PrintRequestsAsync(server, stopping.Token);
        return 0;
    }

    private static bool TryReadPort(string[] args, out int port)
    {
        port = 0;
        return args switch
        {
            [] => true,
            ["--port", var text] => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port <= 65535,
            _ => false,
        };
    }

    private static async Task PrintRequestsAsync(FakeModelServer server, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var request = await server.NextRequestAsync(cancellationToken);
                Console.WriteLine($"{request.Method} {request.Path} {request.Model}");
            }
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine("Stopped.");
        }
    }
}

using System.Data.Common;
using Kith.Engine;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace Kith.Server.Hosting;

internal static class Startup
{
    /// <summary>Runs the server. What an operator can put right is said in plain words, without a stack trace.</summary>
    /// <returns>The process's exit code: 0 after a clean stop, 1 when it couldn't start.</returns>
    public static async Task<int> RunAsync(Func<Task> run)
    {
        try
        {
            await run();
            return 0;
        }
        catch (SetupException problem)
        {
            return await FailAsync(problem.Message);
        }
        catch (OptionsValidationException problem)
        {
            return await FailAsync(string.Join(Environment.NewLine, problem.Failures));
        }
        catch (Exception problem) when (problem is StorageUnavailableException or DbException)
        {
            return await FailAsync($"{problem.Message}{Environment.NewLine}KITH_DATABASE says where the database is.");
        }
        catch (IOException problem) when (problem.InnerException is AddressInUseException)
        {
            return await FailAsync($"{problem.Message} Stop what uses it, or choose another port: PORT=8001.");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return await FailAsync(problem.Message);
        }
    }

    private static async Task<int> FailAsync(string text)
    {
        await Console.Error.WriteLineAsync($"Kith can't start.{Environment.NewLine}{text}");
        return 1;
    }
}

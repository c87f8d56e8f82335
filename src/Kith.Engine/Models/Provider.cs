using Microsoft.Extensions.AI;

namespace Kith.Engine.Models;

/// <summary>The providers' ids, in telemetry, exceptions and <c>GET /api/models/</c>.</summary>
internal static class Provider
{
    public const string OpenAI = "openai";
    public const string Anthropic = "anthropic";
    public const string Offline = "kith";

    /// <summary>Whichever one is asked in the background.</summary>
    public const string Background = "background";
}

/// <summary>What a model client here does not do, said aloud instead of ignored.</summary>
internal static class Unsupported
{
    /// <summary>Fails when there are tools to call.</summary>
    /// <exception cref="NotSupportedException">Tools were given.</exception>
    public static void CheckTools(ChatOptions? options)
    {
        if (options?.Tools is { Count: > 0 })
        {
            throw new NotSupportedException("Models are asked without tools here.");
        }
    }
}

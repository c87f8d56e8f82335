using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Memory;

namespace Kith.Server.Hosting;

/// <summary>
/// Where settings come from, weakest first: appsettings.json, <c>.env</c> in the working folder, the environment, the command line.
/// Everything ends up under <c>Kith</c> in the configuration, which is the only place <see cref="KithOptions"/> looks.
/// </summary>
internal static class Settings
{
    /// <summary>The environment's name of each setting, and its key in the configuration.</summary>
    public static readonly IReadOnlyDictionary<string, string> Keys = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["KITH_DATA_DIR"] = "Kith:DataDir",
        ["KITH_DATABASE"] = "Kith:Database",
        ["KITH_ADMIN_EMAIL"] = "Kith:AdminEmail",
        ["KITH_ADMIN_PASSWORD"] = "Kith:AdminPassword",
        ["KITH_REGISTRATION"] = "Kith:Registration",
        ["KITH_ANONYMOUS"] = "Kith:Anonymous",
        ["KITH_ALLOWED_ORIGINS"] = "Kith:AllowedOrigins",
        ["KITH_ALLOWED_HOSTS"] = "Kith:AllowedHosts",
        ["KITH_TRUSTED_PROXIES"] = "Kith:TrustedProxies",
        ["KITH_FCM_CREDENTIALS"] = "Kith:FcmCredentials",
        ["KITH_RATE_LIMITS"] = "Kith:RateLimits",
        ["KITH_WEB_BUILD"] = "Kith:WebBuild",
        ["OPENAI_API_KEY"] = "Kith:OpenAI:ApiKey",
        ["OPENAI_BASE_URL"] = "Kith:OpenAI:BaseUrl",
        ["OPENAI_MODEL"] = "Kith:OpenAI:Model",
        ["OPENAI_EMBEDDING_MODEL"] = "Kith:OpenAI:EmbeddingModel",
        ["OPENAI_STT_MODEL"] = "Kith:OpenAI:SpeechToTextModel",
        ["OPENAI_TTS_MODEL"] = "Kith:OpenAI:TextToSpeechModel",
        ["ANTHROPIC_API_KEY"] = "Kith:Anthropic:ApiKey",
        ["ANTHROPIC_MODEL"] = "Kith:Anthropic:Model",
    };

    /// <summary>Puts the file and the environment at their place in the order.</summary>
    /// <param name="sources">The configuration to complete.</param>
    /// <param name="environment">Reads an environment variable.</param>
    /// <param name="dotEnv">What the <c>.env</c> file says.</param>
    public static void AddTo(
        IList<IConfigurationSource> sources,
        Func<string, string?> environment,
        IReadOnlyDictionary<string, string> dotEnv
    )
    {
        var fromFile = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in dotEnv)
        {
            if (environment(name) is null)
                fromFile[KeyOf(name)] = value;
        }
        var fromEnvironment = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, key) in Keys)
        {
            if (environment(name) is { } value)
                fromEnvironment[key] = value;
        }

        // Right behind the environment, so that the command line (and a test's own settings) still win.
        var place = sources.Index().LastOrDefault(s => s.Item is EnvironmentVariablesConfigurationSource { Prefix: null or "" }).Index + 1;
        sources.Insert(place, new MemoryConfigurationSource { InitialData = fromFile });
        sources.Insert(place + 1, new MemoryConfigurationSource { InitialData = fromEnvironment });
    }

    private static string KeyOf(string name)
    {
        if (Keys.TryGetValue(name, out var key))
            return key;
        foreach (var prefix in (string[])["ASPNETCORE_", "DOTNET_"])
        {
            if (name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                name = name[prefix.Length..];
        }
        return name.Replace("__", ":", StringComparison.Ordinal);
    }
}

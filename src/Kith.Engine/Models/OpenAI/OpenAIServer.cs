using System.Net.Http.Headers;
using Kith.Engine.Models.Http;

namespace Kith.Engine.Models.OpenAI;

/// <summary>OpenAI, or the server in its place, as its clients need it.</summary>
internal static class OpenAIServer
{
    public static Uri Address(ModelsOptions options, string path) => new($"{options.OpenAIEndpoint.AbsoluteUri.TrimEnd('/')}/{path}");

    /// <summary>Null for servers without keys.</summary>
    public static AuthenticationHeaderValue? Authorization(ModelsOptions options) =>
        string.IsNullOrWhiteSpace(options.OpenAIApiKey) ? null : new AuthenticationHeaderValue("Bearer", options.OpenAIApiKey.Trim());

    /// <param name="modelSetting">The setting that names the model.</param>
    public static ProviderFaults Faults(ModelsOptions options, string modelSetting, TimeProvider clock)
    {
        var isOpenAI = options.OpenAIEndpoint.Host == new Uri(ModelsOptions.OpenAIUrl).Host;
        return new ProviderFaults(
            Provider.OpenAI,
            isOpenAI ? "OpenAI" : "The model server",
            isOpenAI ? $"OPENAI_API_KEY and {modelSetting}" : $"OPENAI_BASE_URL, OPENAI_API_KEY and {modelSetting}",
            options.OpenAIApiKey?.Trim(),
            clock
        );
    }
}

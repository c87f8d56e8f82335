using System.Collections.Immutable;
using System.Net.Http.Headers;
using Kith.Engine.Models.Http;
using Microsoft.Extensions.AI;

namespace Kith.Engine.Models.OpenAI;

/// <summary>OpenAI, and any server that speaks its chat completions.</summary>
internal sealed class OpenAIChatClient(ModelsOptions options, HttpClient http, TimeProvider clock)
    : ProviderChatClient(
        http,
        new Uri($"{options.OpenAIEndpoint.AbsoluteUri.TrimEnd('/')}/chat/completions"),
        new ChatClientMetadata(Provider.OpenAI, options.OpenAIEndpoint, options.OpenAIDefaultModel),
        Faults(options, clock)
    )
{
    /// <summary>Null for servers without keys.</summary>
    private readonly AuthenticationHeaderValue? _authorization = string.IsNullOrWhiteSpace(options.OpenAIApiKey)
        ? null
        : new AuthenticationHeaderValue("Bearer", options.OpenAIApiKey.Trim());

    protected override ProviderRequest Ask(
        string model,
        IEnumerable<ChatMessage> messages,
        ChatOptions? options,
        ImmutableHashSet<string> refused
    ) => OpenAIRequest.Create(model, messages, options, refused);

    protected override void AddHeaders(HttpRequestHeaders headers) => headers.Authorization = _authorization;

    protected override ProviderReply NewReply(string model) => new OpenAIReply(model);

    private static ProviderFaults Faults(ModelsOptions options, TimeProvider clock)
    {
        var isOpenAI = options.OpenAIEndpoint.Host == new Uri(ModelsOptions.OpenAIUrl).Host;
        return new ProviderFaults(
            Provider.OpenAI,
            isOpenAI ? "OpenAI" : "The model server",
            isOpenAI ? "OPENAI_API_KEY and OPENAI_MODEL" : "OPENAI_BASE_URL, OPENAI_API_KEY and OPENAI_MODEL",
            options.OpenAIApiKey?.Trim(),
            clock
        );
    }
}

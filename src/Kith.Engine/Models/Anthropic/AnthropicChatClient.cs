using System.Collections.Immutable;
using System.Net.Http.Headers;
using Kith.Engine.Models.Http;
using Microsoft.Extensions.AI;

namespace Kith.Engine.Models.Anthropic;

/// <summary>Anthropic's Messages API (version 2023-06-01), streamed.</summary>
internal sealed class AnthropicChatClient(ModelsOptions options, HttpClient http, TimeProvider clock)
    : ProviderChatClient(
        http,
        new Uri($"{options.AnthropicEndpoint.AbsoluteUri.TrimEnd('/')}/v1/messages"),
        new ChatClientMetadata(Provider.Anthropic, options.AnthropicEndpoint, options.AnthropicDefaultModel),
        new ProviderFaults(Provider.Anthropic, "Anthropic", "ANTHROPIC_API_KEY and ANTHROPIC_MODEL", options.AnthropicApiKey!.Trim(), clock)
    )
{
    private readonly string _key = options.AnthropicApiKey!.Trim();

    protected override ProviderRequest Ask(
        string model,
        IEnumerable<ChatMessage> messages,
        ChatOptions? options,
        ImmutableHashSet<string> refused
    ) => AnthropicRequest.Create(model, messages, options, refused);

    protected override void AddHeaders(HttpRequestHeaders headers)
    {
        headers.Add("x-api-key", _key);
        headers.Add("anthropic-version", "2023-06-01");
    }

    protected override ProviderReply NewReply(string model) => new AnthropicReply(model);
}

using System.Collections.Immutable;
using System.Net.Http.Headers;
using Kith.Engine.Models.Http;
using Microsoft.Extensions.AI;

namespace Kith.Engine.Models.OpenAI;

/// <summary>OpenAI, and any server that speaks its chat completions.</summary>
internal sealed class OpenAIChatClient(ModelsOptions options, HttpClient http, TimeProvider clock)
    : ProviderChatClient(
        http,
        OpenAIServer.Address(options, "chat/completions"),
        new ChatClientMetadata(Provider.OpenAI, options.OpenAIEndpoint, options.OpenAIDefaultModel),
        OpenAIServer.Faults(options, "OPENAI_MODEL", clock)
    )
{
    private readonly AuthenticationHeaderValue? _authorization = OpenAIServer.Authorization(options);

    protected override ProviderRequest Ask(
        string model,
        IEnumerable<ChatMessage> messages,
        ChatOptions? options,
        ImmutableHashSet<string> refused
    ) => OpenAIRequest.Create(model, messages, options, refused);

    protected override void AddHeaders(HttpRequestHeaders headers) => headers.Authorization = _authorization;

    protected override ProviderReply NewReply(string model) => new OpenAIReply(model);
}

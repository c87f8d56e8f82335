using System.ClientModel;
using System.ClientModel.Primitives;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Kith.Engine.Models.Http;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace Kith.Engine.Models.OpenAI;

/// <summary>
/// OpenAI, and any server that speaks its chat completions, over OpenAI's own SDK. The SDK sends and authenticates; the bodies are written and
/// read here, because its typed stream throws on what compatible servers send (an empty finish reason, a fractional time) and
/// does not show citations.
/// </summary>
internal sealed class OpenAIChatClient : IChatClient
{
    private readonly ChatClient _sdk;
    private readonly HttpClient _http;
    private readonly string _defaultModel;
    private readonly ProviderFaults _faults;
    private readonly RefusedSettings _refused = new();
    private readonly ChatClientMetadata _metadata;

    public OpenAIChatClient(ModelsOptions options, HttpClient http, TimeProvider clock)
    {
        _http = http;
        _defaultModel = options.OpenAIDefaultModel;
        var isOpenAI = options.OpenAIEndpoint.Host == new Uri(ModelsOptions.OpenAIUrl).Host;
        _faults = new ProviderFaults(
            Provider.OpenAI,
            isOpenAI ? "OpenAI" : "The model server",
            isOpenAI ? "OPENAI_API_KEY and OPENAI_MODEL" : "OPENAI_BASE_URL, OPENAI_API_KEY and OPENAI_MODEL",
            options.OpenAIApiKey?.Trim(),
            clock
        );
        _metadata = new ChatClientMetadata(Provider.OpenAI, options.OpenAIEndpoint, _defaultModel);
        var settings = new OpenAIClientOptions
        {
            Endpoint = options.OpenAIEndpoint,
            Transport = new HttpClientPipelineTransport(http),
            // Time-outs and retries are the pipeline's, where they can tell before the first token from after it.
            RetryPolicy = new ClientRetryPolicy(0),
            NetworkTimeout = Timeout.InfiniteTimeSpan,
        };
        if (string.IsNullOrWhiteSpace(options.OpenAIApiKey))
        {
            settings.AddPolicy(new NoAuthentication(), PipelinePosition.BeforeTransport);
        }
        var key = string.IsNullOrWhiteSpace(options.OpenAIApiKey) ? "none" : options.OpenAIApiKey.Trim();
        _sdk = new ChatClient(_defaultModel, new ApiKeyCredential(key), settings);
    }

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    ) => GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    ) => _faults.TranslateAsync(StreamAsync(messages, options, cancellationToken), cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? _metadata
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose() => _http.Dispose();

    private async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        Unsupported.CheckTools(options);
        var model = options?.ModelId ?? _defaultModel;
        using var response = await SendAsync(model, messages, options, cancellationToken);
        response.Headers.TryGetValue("Content-Type", out var contentType);
        var answer = new OpenAIAnswer(model);
        if (ProviderAnswer.IsEventStream(contentType))
        {
            await foreach (var update in ReadStreamAsync(response.ContentStream!, answer, cancellationToken))
            {
                yield return update;
            }
        }
        else if (ProviderAnswer.IsJson(contentType))
        {
            using var document = await ProviderAnswer.ReadDocumentAsync(response.ContentStream!, cancellationToken);
            CheckError(document.RootElement);
            if (answer.Add(document.RootElement) is { } text)
            {
                yield return text;
            }
        }
        else
        {
            throw _faults.NotAModel(contentType);
        }
        yield return answer.Close();
    }

    private async IAsyncEnumerable<ChatResponseUpdate> ReadStreamAsync(
        Stream body,
        OpenAIAnswer answer,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await foreach (var item in ProviderAnswer.ReadEventsAsync(body, cancellationToken))
        {
            if (item.Data == "[DONE]")
            {
                yield break;
            }
            using var chunk = JsonDocument.Parse(item.Data);
            CheckError(chunk.RootElement);
            if (answer.Add(chunk.RootElement) is { } text)
            {
                yield return text;
            }
        }
        if (!answer.IsFinished)
        {
            throw _faults.CutShort();
        }
    }

    /// <summary>Errors come with status 200 too: once a stream has begun, and from some servers always.</summary>
    private void CheckError(JsonElement answer)
    {
        if (answer.Find("error") is not null)
        {
            throw _faults.FromStream(ProviderError.Read(answer));
        }
    }

    private async Task<PipelineResponse> SendAsync(
        string model,
        IEnumerable<ChatMessage> messages,
        ChatOptions? options,
        CancellationToken cancellationToken
    )
    {
        while (true)
        {
            var request = OpenAIRequest.Create(model, messages, options, _refused.For(model));
            using var content = BinaryContent.Create(BinaryData.FromString(request.Body.ToJsonString()));
            var response = (await _sdk.CompleteChatAsync(content, RequestOptionsFor(cancellationToken))).GetRawResponse();
            if (response.Status == 200)
            {
                return response;
            }
            using (response)
            {
                var error = ProviderError.Parse(await ProviderAnswer.ReadErrorTextAsync(response.ContentStream!, cancellationToken));
                if (!_refused.TryLearn(model, response.Status, error, request.Optional))
                {
                    response.Headers.TryGetValue("Retry-After", out var retryAfter);
                    throw _faults.FromStatus(response.Status, retryAfter, error);
                }
            }
        }
    }

    private static RequestOptions RequestOptionsFor(CancellationToken cancellationToken)
    {
        var options = new RequestOptions
        {
            BufferResponse = false,
            ErrorOptions = ClientErrorBehaviors.NoThrow,
            CancellationToken = cancellationToken,
        };
        // Not text/event-stream: for that the SDK's transport would reconnect and repeat the call by itself when a stream breaks.
        options.SetHeader("Accept", "application/json");
        return options;
    }
}

using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Kith.Engine.Models.Http;
using Microsoft.Extensions.AI;

namespace Kith.Engine.Models.Anthropic;

/// <summary>Anthropic's Messages API (version 2023-06-01), streamed.</summary>
internal sealed class AnthropicChatClient : IChatClient
{
    private readonly HttpClient _http;
    private readonly Uri _address;
    private readonly string _key;
    private readonly string _defaultModel;
    private readonly ProviderFaults _faults;
    private readonly RefusedSettings _refused = new();
    private readonly ChatClientMetadata _metadata;

    public AnthropicChatClient(ModelsOptions options, HttpClient http, TimeProvider clock)
    {
        _http = http;
        _key = options.AnthropicApiKey!.Trim();
        _defaultModel = options.AnthropicDefaultModel;
        _address = new Uri($"{options.AnthropicEndpoint.AbsoluteUri.TrimEnd('/')}/v1/messages");
        _faults = new ProviderFaults(Provider.Anthropic, "Anthropic", "ANTHROPIC_API_KEY and ANTHROPIC_MODEL", _key, clock);
        _metadata = new ChatClientMetadata(Provider.Anthropic, options.AnthropicEndpoint, _defaultModel);
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
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var contentType = response.Content.Headers.ContentType?.ToString();
        var answer = new AnthropicAnswer(model);
        if (ProviderAnswer.IsEventStream(contentType))
        {
            await foreach (var update in ReadStreamAsync(body, answer, cancellationToken))
            {
                yield return update;
            }
        }
        else if (ProviderAnswer.IsJson(contentType))
        {
            using var document = await ProviderAnswer.ReadDocumentAsync(body, cancellationToken);
            CheckError(document.RootElement);
            if (answer.AddWhole(document.RootElement) is { } text)
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
        AnthropicAnswer answer,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await foreach (var item in ProviderAnswer.ReadEventsAsync(body, cancellationToken))
        {
            using var data = JsonDocument.Parse(item.Data);
            CheckError(data.RootElement);
            if (data.RootElement.FindString("type") == "message_stop")
            {
                yield break;
            }
            if (answer.Add(data.RootElement) is { } text)
            {
                yield return text;
            }
        }
        if (!answer.IsFinished)
        {
            throw _faults.CutShort();
        }
    }

    /// <summary>Errors come with status 200 once a stream has begun.</summary>
    private void CheckError(JsonElement answer)
    {
        if (answer.Find("error") is not null)
        {
            throw _faults.FromStream(ProviderError.Read(answer));
        }
    }

    private async Task<HttpResponseMessage> SendAsync(
        string model,
        IEnumerable<ChatMessage> messages,
        ChatOptions? options,
        CancellationToken cancellationToken
    )
    {
        while (true)
        {
            var request = AnthropicRequest.Create(model, messages, options, _refused.For(model));
            using var message = Message(request);
            var response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            var status = (int)response.StatusCode;
            if (status == 200)
            {
                return response;
            }
            using (response)
            {
                await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
                var error = ProviderError.Parse(await ProviderAnswer.ReadErrorTextAsync(body, cancellationToken));
                if (!_refused.TryLearn(model, status, error, request.Optional))
                {
                    var retryAfter = response.Headers.TryGetValues("Retry-After", out var values) ? values.FirstOrDefault() : null;
                    throw _faults.FromStatus(status, retryAfter, error);
                }
            }
        }
    }

    private HttpRequestMessage Message(AnthropicRequest request)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, _address)
        {
            Content = new StringContent(request.Body.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/json")),
        };
        message.Headers.Add("x-api-key", _key);
        message.Headers.Add("anthropic-version", "2023-06-01");
        message.Headers.UserAgent.ParseAdd("Kith");
        return message;
    }
}

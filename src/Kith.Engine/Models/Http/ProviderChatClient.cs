using System.Collections.Immutable;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Kith.Engine.Models.Http;

/// <summary>
/// A provider behind HTTP that streams its answer as events: sends, reads, and says what went wrong. How it is asked and what its events mean
/// is the subclass's.
/// </summary>
internal abstract class ProviderChatClient(HttpClient http, Uri address, ChatClientMetadata metadata, ProviderFaults faults) : IChatClient
{
    private readonly RefusedSettings _refused = new();

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    ) => GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    ) => faults.TranslateAsync(StreamAsync(messages, options, cancellationToken), cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? metadata
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose() => http.Dispose();

    /// <param name="refused">The names, on the wire, of settings not to send.</param>
    protected abstract ProviderRequest Ask(
        string model,
        IEnumerable<ChatMessage> messages,
        ChatOptions? options,
        ImmutableHashSet<string> refused
    );

    protected abstract void AddHeaders(HttpRequestHeaders headers);

    protected abstract ProviderReply NewReply(string model);

    private async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        Unsupported.CheckTools(options);
        var model = options?.ModelId ?? metadata.DefaultModelId!;
        using var response = await SendAsync(model, messages, options, cancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var contentType = response.Content.Headers.ContentType?.ToString();
        var reply = NewReply(model);
        if (ProviderAnswer.IsEventStream(contentType))
        {
            await foreach (var update in ReadStreamAsync(body, reply, cancellationToken))
            {
                yield return update;
            }
        }
        else if (ProviderAnswer.IsJson(contentType))
        {
            using var document = await ProviderAnswer.ReadDocumentAsync(body, cancellationToken);
            CheckError(document.RootElement);
            if (reply.AddWhole(document.RootElement) is { } text)
            {
                yield return text;
            }
        }
        else
        {
            throw faults.NotAModel(contentType);
        }
        yield return reply.Close();
    }

    private async IAsyncEnumerable<ChatResponseUpdate> ReadStreamAsync(
        Stream body,
        ProviderReply reply,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await foreach (var item in ProviderAnswer.ReadEventsAsync(body, cancellationToken))
        {
            using var data = item.Data;
            if (data is null)
            {
                yield break;
            }
            CheckError(data.RootElement);
            if (reply.IsLast(data.RootElement))
            {
                yield break;
            }
            if (reply.Add(data.RootElement) is { } text)
            {
                yield return text;
            }
        }
        if (!reply.IsFinished)
        {
            throw faults.CutShort();
        }
    }

    /// <summary>Errors come with status 200 too: once a stream has begun, and from some servers always.</summary>
    private void CheckError(JsonElement answer)
    {
        if (answer.Find("error") is not null)
        {
            throw faults.FromStream(ProviderError.Read(answer));
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
            var request = Ask(model, messages, options, _refused.For(model));
            using var message = ProviderHttp.Post(address, request.Body);
            AddHeaders(message.Headers);
            var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            var status = (int)response.StatusCode;
            if (status == 200)
            {
                return response;
            }
            using (response)
            {
                var error = await ProviderError.ReadAsync(response, cancellationToken);
                if (!_refused.TryLearn(model, status, error, request.Optional))
                {
                    throw faults.FromStatus(response, error);
                }
            }
        }
    }
}

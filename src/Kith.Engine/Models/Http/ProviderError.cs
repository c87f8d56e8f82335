using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Kith.Engine.Models.Http;

/// <summary>
/// A provider's own words for an error, read leniently: OpenAI's and Anthropic's <c>{"error":{"message","code","param"}}</c>, and
/// <c>{"error":"text"}</c> of others.
/// </summary>
internal sealed record ProviderError(string? Message, string? Code, string? Parameter)
{
    public static async Task<ProviderError> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        return Parse(await ProviderAnswer.ReadErrorTextAsync(body, cancellationToken));
    }

    public static ProviderError Parse(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return Read(document.RootElement);
        }
        catch (JsonException)
        {
            return new ProviderError(null, null, null);
        }
    }

    /// <summary>Reads <c>error</c> of a document or of an event.</summary>
    public static ProviderError Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("error", out var error))
        {
            return new ProviderError(null, null, null);
        }
        return error.ValueKind switch
        {
            JsonValueKind.String => new ProviderError(error.ToText(), null, null),
            JsonValueKind.Object => new ProviderError(
                error.FindString("message"),
                error.FindString("code") ?? error.FindString("type"),
                error.FindString("param")
            ),
            _ => new ProviderError(null, null, null),
        };
    }
}

/// <summary>Turns what a provider answered into the exception that callers know.</summary>
/// <param name="Id">The provider's id, e.g. <c>openai</c>.</param>
/// <param name="Name">What a person knows it as, at the beginning of a sentence.</param>
/// <param name="Settings">Which settings to look at when it says no.</param>
/// <param name="Key">Its key, so that it can be taken out of what the provider says.</param>
/// <param name="Clock">For <c>Retry-After</c> given as a date.</param>
internal sealed partial record ProviderFaults(string Id, string Name, string Settings, string? Key, TimeProvider Clock)
{
    private const int MaxQuoted = 200;

    /// <summary>For an answer whose status isn't 200.</summary>
    public ProviderException FromStatus(HttpResponseMessage response, ProviderError error) =>
        FromStatus(
            (int)response.StatusCode,
            response.Headers.TryGetValues("Retry-After", out var values) ? values.FirstOrDefault() : null,
            error
        );

    /// <summary>For an HTTP status that isn't 200.</summary>
    public ProviderException FromStatus(int status, string? retryAfter, ProviderError error) =>
        status switch
        {
            429 when error.Code == "insufficient_quota" => new ProviderUnavailableException(Id, $"{Name} says the quota is used up."),
            429 => Busy($"{Name} is busy (429).", retryAfter),
            408 or 425 or >= 500 => Busy($"{Name} is not available at the moment ({status}).", retryAfter),
            401 or 403 => Rejected(status, $"{Name} refused the key ({status}). Check {Settings}."),
            >= 300 and < 400 => Rejected(status, $"{Name} answered with a redirect ({status}), which is not followed. Check {Settings}."),
            _ => Rejected(status, $"{Name} rejected the request ({status}){Quote(error)}. Check {Settings}."),
        };

    /// <summary>For an error that arrives inside a stream that began well.</summary>
    public ProviderUnavailableException FromStream(ProviderError error) =>
        new(Id, $"{Name} reported an error while answering{Quote(error)}.") { IsTransient = true };

    public ProviderRejectedException NotAModel(string? contentType) =>
        Rejected(200, $"{Name} answered with something that is not a model's answer ({Safe(contentType ?? "no type")}). Check {Settings}.");

    public ProviderUnavailableException CutShort() => new(Id, $"{Name} broke off its answer.") { IsTransient = true };

    /// <summary>For what goes wrong below HTTP, or in the bytes; null for what is none of a provider's doing.</summary>
    public ProviderException? FromException(Exception exception, CancellationToken cancellationToken) =>
        exception switch
        {
            // Nobody asked to stop, so this is the connection's own time-out.
            OperationCanceledException when !cancellationToken.IsCancellationRequested => Unreachable(exception),
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => Rejected(
                0,
                $"{Name} could not be reached securely. Check {Settings}."
            ),
            HttpRequestException => Unreachable(exception),
            InvalidDataException => new ProviderUnavailableException(Id, $"{Name} sent more than is accepted.", exception),
            IOException => new ProviderUnavailableException(Id, $"The connection to {Name} was lost.", exception) { IsTransient = true },
            JsonException => new ProviderUnavailableException(Id, $"{Name} sent something unreadable.", exception),
            _ => null,
        };

    private ProviderUnavailableException Unreachable(Exception exception) =>
        new(Id, $"{Name} could not be reached.", exception) { IsTransient = true };

    private ProviderUnavailableException Busy(string message, string? retryAfter) =>
        new(Id, message) { IsTransient = true, RetryAfter = ParseRetryAfter(retryAfter) };

    private ProviderRejectedException Rejected(int status, string message) => new(Id, message) { Status = status };

    private TimeSpan? ParseRetryAfter(string? text)
    {
        if (!RetryConditionHeaderValue.TryParse(text, out var value))
        {
            return null;
        }
        var wait = value.Delta ?? value.Date - Clock.GetUtcNow();
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    private string Quote(ProviderError error) => string.IsNullOrWhiteSpace(error.Message) ? "" : $": {Safe(error.Message).TrimEnd('.')}";

    // Providers repeat keys (masked, or not) and whole requests in their errors.
    private string Safe(string text)
    {
        var line = ControlCharacters().Replace(text, " ");
        if (!string.IsNullOrEmpty(Key))
        {
            line = line.Replace(Key, "[key]", StringComparison.Ordinal);
        }
        line = Addresses().Replace(KeyLike().Replace(line, "[key]"), "[address]");
        return line.Length <= MaxQuoted ? line : line[..MaxQuoted] + "…";
    }

    [GeneratedRegex(@"[\p{C}\s]+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ControlCharacters();

    [GeneratedRegex(@"\b(?:sk|pk|key)-[\w*.-]{4,}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex KeyLike();

    [GeneratedRegex(@"https?://\S+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Addresses();
}

namespace Kith.Engine.Models;

/// <summary>
/// Which models answer, under the names that errors use: <c>OPENAI_API_KEY</c>, <c>OPENAI_BASE_URL</c> and so on. Null and empty count as
/// not set. With nothing set the offline friend answers.
/// </summary>
public sealed class ModelsOptions
{
    internal const string OpenAIUrl = "https://api.openai.com/v1";
    private const string AnthropicUrl = "https://api.anthropic.com";
    private const string DefaultOpenAIModel = "gpt-4o-mini";
    private const string DefaultAnthropicModel = "claude-sonnet-4-5";

    /// <summary>Sent as a bearer token to <see cref="OpenAIBaseUrl"/> and nowhere else.</summary>
    public string? OpenAIApiKey { get; set; }

    /// <summary>Any server that speaks OpenAI's API, usually ending in <c>/v1</c>. A base URL without a key is fine (Ollama).</summary>
    public string? OpenAIBaseUrl { get; set; }

    /// <summary>Asked when an agent names no model.</summary>
    public string? OpenAIModel { get; set; } = DefaultOpenAIModel;

    /// <summary>
    /// Switches embeddings on, at the server that <see cref="OpenAIBaseUrl"/> or <see cref="OpenAIApiKey"/> names; without either there are
    /// none.
    /// </summary>
    public string? OpenAIEmbeddingModel { get; set; }

    /// <summary>Switches Anthropic on: the second provider, or the only one.</summary>
    public string? AnthropicApiKey { get; set; }

    /// <summary>Without <c>/v1</c>.</summary>
    public string? AnthropicBaseUrl { get; set; } = AnthropicUrl;

    /// <summary>Asked when an agent names none of Anthropic's.</summary>
    public string? AnthropicModel { get; set; } = DefaultAnthropicModel;

    /// <summary>For the TCP and TLS connection.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>From sending the request to the first token.</summary>
    public TimeSpan FirstTokenTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Between two tokens.</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>For one whole answer, however lively.</summary>
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromMinutes(10);

    internal bool HasOpenAI => !string.IsNullOrWhiteSpace(OpenAIApiKey) || !string.IsNullOrWhiteSpace(OpenAIBaseUrl);

    internal bool HasAnthropic => !string.IsNullOrWhiteSpace(AnthropicApiKey);

    /// <summary>Null when there are no embeddings.</summary>
    internal string? EmbeddingModel => HasOpenAI && !string.IsNullOrWhiteSpace(OpenAIEmbeddingModel) ? OpenAIEmbeddingModel.Trim() : null;

    internal Uri OpenAIEndpoint => new(OrDefault(OpenAIBaseUrl, OpenAIUrl).TrimEnd('/'));

    internal Uri AnthropicEndpoint => new(OrDefault(AnthropicBaseUrl, AnthropicUrl).TrimEnd('/'));

    internal string OpenAIDefaultModel => OrDefault(OpenAIModel, DefaultOpenAIModel);

    internal string AnthropicDefaultModel => OrDefault(AnthropicModel, DefaultAnthropicModel);

    /// <summary>Everything that is wrong, one line each with what is allowed; empty when all is well.</summary>
    public IReadOnlyList<string> CheckSettings()
    {
        var errors = new List<string>();
        CheckUrl("OPENAI_BASE_URL", OpenAIBaseUrl, errors);
        CheckUrl("ANTHROPIC_BASE_URL", AnthropicBaseUrl, errors);
        CheckKey("OPENAI_API_KEY", OpenAIApiKey, errors);
        CheckModel("OPENAI_MODEL", OpenAIModel, errors);
        CheckModel("OPENAI_EMBEDDING_MODEL", OpenAIEmbeddingModel, errors);
        CheckKey("ANTHROPIC_API_KEY", AnthropicApiKey, errors);
        CheckModel("ANTHROPIC_MODEL", AnthropicModel, errors);
        CheckTime(nameof(ConnectTimeout), ConnectTimeout, errors);
        CheckTime(nameof(FirstTokenTimeout), FirstTokenTimeout, errors);
        CheckTime(nameof(IdleTimeout), IdleTimeout, errors);
        CheckTime(nameof(TotalTimeout), TotalTimeout, errors);
        return errors;
    }

    private static string OrDefault(string? text, string fallback) => string.IsNullOrWhiteSpace(text) ? fallback : text.Trim();

    // The values stay out of the errors: a key pasted into the wrong setting must not be printed.
    private static void CheckUrl(string name, string? text, List<string> errors)
    {
        var valid =
            string.IsNullOrWhiteSpace(text)
            || (
                Uri.TryCreate(text.Trim(), UriKind.Absolute, out var url)
                && url.Scheme is "http" or "https"
                && url.UserInfo.Length == 0
                && url.Query.Length == 0
                && url.Fragment.Length == 0
            );
        if (!valid)
        {
            errors.Add(
                $"{name} must be an http or https address without user name, query or fragment, e.g. http://127.0.0.1:11434/v1. "
                    + "A key belongs in the key's own setting."
            );
        }
    }

    private static void CheckKey(string name, string? text, List<string> errors)
    {
        if (text is not null && text.Trim().Any(c => c is <= ' ' or > '~'))
        {
            errors.Add($"{name} must be printable ASCII without spaces.");
        }
    }

    private static void CheckModel(string name, string? text, List<string> errors)
    {
        if (text?.Any(char.IsControl) == true)
        {
            errors.Add($"{name} must be a model's name on one line.");
        }
    }

    private static void CheckTime(string name, TimeSpan time, List<string> errors)
    {
        if (time < TimeSpan.FromMilliseconds(1) || time > TimeSpan.FromHours(24))
        {
            errors.Add($"{name} must be a time from 00:00:00.001 to 1.00:00:00, e.g. 00:00:30.");
        }
    }
}

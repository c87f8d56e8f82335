using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Kith.Engine;
using Kith.Engine.Conversations;
using Kith.Engine.Turns;
using Kith.Server.Hosting;
using Microsoft.Extensions.AI;

namespace Kith.Server.Surfaces.OpenAI;

/// <summary>
/// What <c>POST /v1/chat/completions</c> takes. Clients send much that no server here needs to know, so unknown members are let pass;
/// what its caller would rely on and can't be done is refused, as <see cref="Undoable"/> says.
/// </summary>
/// <param name="Model">An agent: <c>kith/</c> and its slug.</param>
/// <param name="User">With an API key: the end user it is for, whose memory is used and not that of the key's owner.</param>
/// <param name="Stop">A text, or up to four.</param>
/// <param name="MaxTokens">The former name of <c>max_completion_tokens</c>.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record CompletionBody(
    [property: Required] string? Model = null,
    [property: Required] IReadOnlyList<CompletionMessage>? Messages = null,
    bool? Stream = null,
    StreamOptions? StreamOptions = null,
    double? Temperature = null,
    double? TopP = null,
    long? MaxTokens = null,
    long? MaxCompletionTokens = null,
    double? PresencePenalty = null,
    double? FrequencyPenalty = null,
    long? Seed = null,
    [property: JsonConverter(typeof(IdConverter))] string? User = null,
    [property: WireType(typeof(string), typeof(IReadOnlyList<string>))] JsonElement? Stop = null,
    ResponseFormat? ResponseFormat = null,
    long? N = null,
    CompletionMetadata? Metadata = null
)
{
    public const string ModelPrefix = "kith/";

    private const int MostStops = 4;

    private static readonly JsonSerializerOptions s_lenient = new(Json.Strict)
    {
        AllowDuplicateProperties = true,
        Converters = { new ReadableElementConverter() },
    };

    /// <summary>How minimal APIs find it.</summary>
    /// <exception cref="BadHttpRequestException">It isn't one.</exception>
    public static async ValueTask<CompletionBody?> BindAsync(HttpContext context)
    {
        if (!context.Request.HasJsonContentType())
            throw new BadHttpRequestException("A JSON body is expected.", StatusCodes.Status415UnsupportedMediaType);
        try
        {
            return await context.Request.ReadFromJsonAsync<CompletionBody>(s_lenient, context.RequestAborted) ?? new CompletionBody();
        }
        catch (JsonException e)
        {
            throw new BadHttpRequestException("The body can't be read.", e);
        }
    }

    /// <summary>All that isn't named above.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }

    /// <summary>Whether the last piece of a stream tells the tokens.</summary>
    [JsonIgnore]
    public bool WantsUsage => StreamOptions?.IncludeUsage is true;

    /// <summary>The agent that is meant: with its prefix or without.</summary>
    [JsonIgnore]
    public string AgentKey => Model!.StartsWith(ModelPrefix, StringComparison.Ordinal) ? Model[ModelPrefix.Length..] : Model;

    /// <summary>What is to be answered, or what is wrong with it.</summary>
    public Result<CompletionRequest> ToRequest()
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        void Refuse(bool applies, string field, string text)
        {
            if (applies)
                errors.TryAdd(field, [text]);
        }

        Refuse(string.IsNullOrWhiteSpace(Model), "model", "is required");
        Refuse(Messages is not { Count: > 0 }, "messages", "is required");
        Refuse(N is not (null or 1), "n", "must be 1: there is one answer");
        foreach (var (name, value) in Others ?? new Dictionary<string, JsonElement>(StringComparer.Ordinal))
            Refuse(Undoable.Asks(name, value), name, "can't be done here: leave it out");
        Refuse(Temperature is < 0 or > 2, "temperature", "must be between 0 and 2");
        Refuse(TopP is < 0 or > 1, "top_p", "must be between 0 and 1");
        Refuse(PresencePenalty is < -2 or > 2, "presence_penalty", "must be between -2 and 2");
        Refuse(FrequencyPenalty is < -2 or > 2, "frequency_penalty", "must be between -2 and 2");
        Refuse(MaxTokens is < 1 or > int.MaxValue, "max_tokens", "must be a positive number");
        Refuse(MaxCompletionTokens is < 1 or > int.MaxValue, "max_completion_tokens", "must be a positive number");
        var stops = ReadStops();
        Refuse(stops is null, "stop", $"must be a text, or at most {MostStops}");
        var format = ResponseFormat?.ToFormat();
        Refuse(ResponseFormat is not null && format is null, "response_format", "must be of type text, json_object or json_schema");
        var messages = new List<BroughtMessage>();
        foreach (var (message, i) in (Messages ?? []).Select((message, i) => (message, i)))
        {
            if (message is null)
                Refuse(true, $"messages[{i}]", "is required");
            else if (message.Read().Try(out var read, out var problem))
                messages.Add(read);
            else
                Refuse(true, $"messages[{i}]", problem.Detail);
        }

        return errors.Count > 0
            ? new Invalid(errors)
            : new CompletionRequest(
                AgentKey,
                messages,
                new ChatOptions
                {
                    Temperature = (float?)Temperature,
                    TopP = (float?)TopP,
                    MaxOutputTokens = (int?)(MaxCompletionTokens ?? MaxTokens),
                    PresencePenalty = (float?)PresencePenalty,
                    FrequencyPenalty = (float?)FrequencyPenalty,
                    Seed = Seed,
                    StopSequences = stops,
                    ResponseFormat = format,
                }
            );
    }

    /// <summary>Null when they are none.</summary>
    private List<string>? ReadStops() =>
        Stop switch
        {
            null or { ValueKind: JsonValueKind.Null } => [],
            { ValueKind: JsonValueKind.String } one => [one.GetString()!],
            { ValueKind: JsonValueKind.Array } some
                when some.GetArrayLength() <= MostStops && some.EnumerateArray().All(stop => stop.ValueKind == JsonValueKind.String) =>
            [
                .. some.EnumerateArray().Select(stop => stop.GetString()!),
            ],
            _ => null,
        };
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record StreamOptions(bool? IncludeUsage = null);

/// <param name="ChatId">A stored chat: the last message is said there, and the rest is left to the chat.</param>
/// <param name="ClientId">The client's own id of that message: sent twice, it is said once.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record CompletionMetadata(string? ChatId = null, string? ClientId = null);

/// <param name="Content">A text, or parts of type <c>text</c>.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record CompletionMessage(
    [property: Required, AllowedValues("system", "developer", "user", "assistant")] string? Role = null,
    [property: WireType(typeof(string), typeof(IReadOnlyList<CompletionPart>))] JsonElement? Content = null
)
{
    public Result<BroughtMessage> Read()
    {
        var role = Role switch
        {
            "system" or "developer" => Roles.System,
            "user" => Roles.User,
            "assistant" => Roles.Assistant,
            _ => null,
        };
        if (role is null)
            return new Invalid("role", "must be system, developer, user or assistant");
        if (ReadContent() is not { } text)
            return new Invalid("content", "must be a text, or parts of type text");
        // Only the person has to say something: clients send what they have, be it nothing.
        if (role != Roles.User && string.IsNullOrWhiteSpace(text))
            return new BroughtMessage(role, "");
        return TextRules.CheckLong("content", text, int.MaxValue).Try(out var read, out var failure)
            ? new BroughtMessage(role, read)
            : failure;
    }

    /// <summary>Null when it isn't text alone.</summary>
    private string? ReadContent()
    {
        if (Content is { ValueKind: JsonValueKind.String } text)
            return text.GetString();
        if (Content is null or { ValueKind: JsonValueKind.Null })
            return "";
        if (Content is not { ValueKind: JsonValueKind.Array } parts)
            return null;
        var texts = new List<string>();
        foreach (var part in parts.EnumerateArray())
        {
            if (
                part.ValueKind != JsonValueKind.Object
                || !part.TryGetProperty("type", out var type)
                || type.ValueKind != JsonValueKind.String
                || !type.ValueEquals("text")
                || !part.TryGetProperty("text", out var content)
                || content.ValueKind != JsonValueKind.String
            )
                return null;
            texts.Add(content.GetString()!);
        }

        return string.Join('\n', texts);
    }
}

/// <param name="Type"><c>text</c>, <c>json_object</c> or <c>json_schema</c>.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record ResponseFormat(
    [property: Required, AllowedValues("text", "json_object", "json_schema")] string? Type = null,
    JsonSchemaFormat? JsonSchema = null
)
{
    /// <summary>Null when there is no such format.</summary>
    public ChatResponseFormat? ToFormat() =>
        Type switch
        {
            "text" => ChatResponseFormat.Text,
            "json_object" => ChatResponseFormat.Json,
            "json_schema" when JsonSchema is { Schema: { ValueKind: JsonValueKind.Object } schema } => ChatResponseFormat.ForJsonSchema(
                schema,
                JsonSchema.Name,
                JsonSchema.Description
            ),
            _ => null,
        };
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record JsonSchemaFormat(
    string? Name = null,
    string? Description = null,
    [property: WireType(typeof(IReadOnlyDictionary<string, JsonElement>))] JsonElement? Schema = null
);

/// <summary>A part of a message, for the API's document.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record CompletionPart([property: AllowedValues("text")] string Type, string Text);

namespace Kith.Engine.Agents;

/// <summary>A configured AI identity.</summary>
/// <param name="Id">Equal to the slug for the built-in ones.</param>
/// <param name="OwnerId">The principal it belongs to; null for the built-in ones.</param>
/// <param name="Prompt">The persona: what the model is told it is.</param>
/// <param name="Model">A model's name; null means the configured one.</param>
/// <param name="ContextMessages">How many messages before the new one the model sees.</param>
public sealed record Agent(
    string Id,
    string Slug,
    string? OwnerId,
    string Name,
    string Prompt,
    string? Greeting,
    string? Model,
    double? Temperature,
    long? MaxTokens,
    double? PresencePenalty,
    double? FrequencyPenalty,
    long ContextMessages,
    string? Voice,
    long CreatedAt
)
{
    public bool IsBuiltIn => OwnerId is null;
}

/// <summary>What a person says of an agent. When changing one, null means: as it is, and an empty greeting, model or voice: none.</summary>
/// <param name="Unset">Which of its numbers are to be the model's own.</param>
public sealed record AgentInput(
    string? Slug,
    string? Name,
    string? Prompt,
    string? Greeting,
    string? Model,
    double? Temperature,
    long? MaxTokens,
    double? PresencePenalty,
    double? FrequencyPenalty,
    long? ContextMessages,
    string? Voice,
    IReadOnlySet<string>? Unset = null
)
{
    public const string TemperatureField = "temperature";
    public const string MaxTokensField = "max_tokens";
    public const string PresencePenaltyField = "presence_penalty";
    public const string FrequencyPenaltyField = "frequency_penalty";
}

/// <summary>The built-in agents change with Kith, not by hand.</summary>
public sealed record AgentIsBuiltIn() : Failure("forbidden", "Built-in agents can't be changed. Make one of your own.");

/// <summary>A slug names one agent of a person.</summary>
public sealed record SlugTaken(string Slug) : Failure("conflict", $"You already have an agent called {Slug}.");

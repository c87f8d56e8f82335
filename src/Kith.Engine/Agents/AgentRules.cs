using System.Text.RegularExpressions;

namespace Kith.Engine.Agents;

/// <summary>What an agent's settings may be.</summary>
internal static partial class AgentRules
{
    public const long DefaultContextMessages = 20;

    /// <summary>The agent that <paramref name="input"/> makes of <paramref name="agent"/>, or what is wrong with it.</summary>
    public static Result<Agent> Apply(Agent agent, AgentInput input)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var changed = agent with
        {
            Name = Text("name", input.Name, agent.Name, text => TextRules.CheckName("name", text)),
            Prompt = Text("prompt", input.Prompt, agent.Prompt, text => TextRules.CheckLong("prompt", text)),
            Greeting = Optional("greeting", input.Greeting, agent.Greeting, text => TextRules.CheckName("greeting", text, 500)),
            Model = Optional("model", input.Model, agent.Model, text => TextRules.CheckName("model", text, 200)),
            Voice = Optional("voice", input.Voice, agent.Voice, text => TextRules.CheckName("voice", text)),
            Temperature = Range(AgentInput.TemperatureField, input.Temperature, agent.Temperature, 0, 2),
            PresencePenalty = Range(AgentInput.PresencePenaltyField, input.PresencePenalty, agent.PresencePenalty, -2, 2),
            FrequencyPenalty = Range(AgentInput.FrequencyPenaltyField, input.FrequencyPenalty, agent.FrequencyPenalty, -2, 2),
            MaxTokens = (long?)Range(AgentInput.MaxTokensField, input.MaxTokens, agent.MaxTokens, 1, 1_000_000),
            ContextMessages = (long)Range("context_messages", input.ContextMessages, agent.ContextMessages, 0, 200)!,
        };
        changed = changed with { Slug = Text("slug", input.Slug ?? FirstSlug(agent, changed.Name), agent.Slug, CheckSlug) };
        return errors.Count > 0 ? new Invalid(errors) : changed;

        string Text(string field, string? given, string current, Func<string?, Result<string>> check)
        {
            if (given is null && current.Length > 0)
                return current;
            if (check(given).Try(out var value, out var failure))
                return value;
            Add(failure);
            return current;
        }

        string? Optional(string field, string? given, string? current, Func<string?, Result<string>> check) =>
            given is null ? current
            : given.Length == 0 ? null
            : Text(field, given, "", check);

        double? Range(string field, double? given, double? current, double least, double most)
        {
            if (given is { } value && !(value >= least && value <= most))
                errors[field] = [$"must be between {least} and {most}"];
            return input.Unset?.Contains(field) == true ? null : given ?? current;
        }

        void Add(Failure failure)
        {
            foreach (var (field, texts) in ((Invalid)failure).Errors)
                errors[field] = texts;
        }
    }

    private static string? FirstSlug(Agent agent, string name) => agent.Slug.Length > 0 ? null : SlugOf(name);

    /// <summary>"Dr. Ünal's Coach" → "dr-nal-s-coach"; a name without any ASCII letter or digit gives "agent".</summary>
    private static string SlugOf(string name)
    {
        var slug = NotSlug().Replace(name.ToLowerInvariant(), "-").Trim('-');
        return slug.Length > 0 ? slug : "agent";
    }

    private static Result<string> CheckSlug(string? slug) =>
        slug is { Length: > 0 and <= TextRules.NameLength } && Slug().IsMatch(slug)
            ? slug
            : new Invalid("slug", $"must be 1 to {TextRules.NameLength} of a-z, 0-9 and single hyphens between them");

    [GeneratedRegex("[^a-z0-9]+", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex NotSlug();

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Slug();
}

using Microsoft.Extensions.AI;

namespace Kith.Engine.Models.Pipeline;

/// <summary>Somebody who can answer.</summary>
/// <param name="Provider">Its id.</param>
/// <param name="Client">Guarded by time-outs, retries and a breaker, unless offline.</param>
/// <param name="DefaultModel">Asked when nobody names a model that is its own.</param>
internal sealed record Candidate(string Provider, IChatClient Client, string DefaultModel)
{
    public bool IsOffline => Provider == Models.Provider.Offline;
}

/// <summary>Who is asked for a model's name, and who after them.</summary>
internal sealed class Routes(Candidate? openAI, Candidate? anthropic, Candidate offline) : IDisposable
{
    private const string AnthropicPrefix = "claude-";

    /// <summary>In order; the last is the offline friend, who always answers.</summary>
    public IEnumerable<(Candidate Candidate, string? Model)> For(string? model)
    {
        var first = anthropic is not null && IsAnthropic(model) ? anthropic : First;
        if (first is not null)
        {
            yield return (first, Knows(first, model) ? model! : first.DefaultModel);
        }
        foreach (var other in new[] { openAI, anthropic })
        {
            if (other is not null && other != first)
            {
                yield return (other, other.DefaultModel);
            }
        }
        yield return (offline, null);
    }

    /// <summary>Who is asked first when no model is named; null when that is the offline friend.</summary>
    public Candidate? First => openAI ?? anthropic;

    public IReadOnlyList<ConfiguredModel> List()
    {
        var all = new[] { openAI, anthropic, offline }.OfType<Candidate>().ToList();
        return [.. all.Select((c, i) => new ConfiguredModel(c.DefaultModel, c.Provider, i == 0, c.IsOffline))];
    }

    /// <summary>Closes the providers' connections; the offline friend is its registration's.</summary>
    public void Dispose()
    {
        openAI?.Client.Dispose();
        anthropic?.Client.Dispose();
    }

    // An OpenAI-compatible server may know any name; Anthropic knows its own.
    private static bool Knows(Candidate candidate, string? model) =>
        !string.IsNullOrWhiteSpace(model) && (candidate.Provider == Provider.OpenAI || IsAnthropic(model));

    private static bool IsAnthropic(string? model) => model?.StartsWith(AnthropicPrefix, StringComparison.Ordinal) == true;
}

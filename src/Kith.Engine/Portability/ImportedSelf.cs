using System.Text.Json;
using Kith.Engine.Agents;
using Kith.Engine.Memory.Facts;

namespace Kith.Engine.Portability;

/// <summary>What an export of a Kith says of a person beyond their conversations. It is held until the end, for it names messages.</summary>
internal sealed class ImportedSelf
{
    public List<AgentImport> Agents { get; } = [];

    public ProfileImport? Profile { get; set; }

    public List<FactImport> Facts { get; } = [];

    public List<MoodImport> Moods { get; } = [];

    /// <summary>Whether there is a list of facts, even an empty one: what the messages teach was learned there.</summary>
    public bool HasFacts { get; set; }

    /// <summary>The messages it names.</summary>
    public IEnumerable<string> Messages =>
        Facts
            .SelectMany(fact => fact.Sources.Select(source => source.MessageId))
            .Concat(Moods.Select(mood => mood.MessageId).OfType<string>());
}

/// <param name="Ids">What it is called there, and where it came from before.</param>
internal sealed record AgentImport(ForeignIds Ids, AgentInput Input);

internal sealed record ProfileImport(
    string? Name,
    JsonElement? Preferences,
    JsonElement? ImportantFacts,
    bool MemoryEnabled,
    string? SensitiveMemory,
    string? Timezone,
    bool Onboarded
);

/// <param name="Fact">As it is to be here, but for its id and owner.</param>
/// <param name="Sources">The messages it comes from or ends with, by their ids there.</param>
internal sealed record FactImport(ForeignIds Ids, Fact Fact, bool IsSuspended, IReadOnlyList<(string MessageId, long? EndedAt)> Sources);

internal sealed record MoodImport(ForeignIds Ids, string? MessageId, string Label, double Valence, bool IsPending, long At);

/// <summary>What a thing is called in the Kith it comes from, and where that one has it from, if from elsewhere.</summary>
internal sealed record ForeignIds(string? Id, string? ExternalId)
{
    /// <summary>The one it had first; null when it has no name.</summary>
    public string? First => ExternalId ?? Id;

    public IEnumerable<string> All => new[] { ExternalId, Id }.OfType<string>();
}

using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Kith.Engine.Memory.Facts;
using Kith.Engine.Memory.Recall;
using Kith.Engine.Storage;

namespace Kith.Engine.Memory;

/// <summary>
/// What a profile shows of what was learned: the name, and the facts there is one of. It is derived when it is read, so that it goes with
/// what it was learned from; what the person wrote comes before it.
/// </summary>
internal sealed class LearnedProfile
{
    private static readonly string[] s_slots = ["birthday", "home", "job", "employer", "study", "partner"];

    private readonly string? _name;
    private readonly Dictionary<string, string> _facts;

    private LearnedProfile(IReadOnlyList<Fact> live)
    {
        _name = LearnedName.Find(live);
        _facts = live.Where(fact => fact.Subject == FactRules.Me && s_slots.Contains(fact.Slot))
            .GroupBy(fact => fact.Slot!, StringComparer.Ordinal)
            .ToDictionary(slot => slot.Key, slot => slot.MaxBy(fact => fact.CreatedAt)!.Text, StringComparer.Ordinal);
    }

    /// <param name="now">Unix milliseconds.</param>
    public static async Task<LearnedProfile> ReadAsync(ReadSession session, string principalId, long now) =>
        new(await FactStore.ListLiveAsync(session, principalId, now));

    /// <summary>A profile with what was learned, where the person wrote nothing.</summary>
    public Profile Complete(Profile profile)
    {
        if (profile.MemoryEnabled == 0)
            return profile;
        using var own = JsonDocument.Parse(profile.ImportantFacts);
        var learned = _facts.Where(fact => !own.RootElement.TryGetProperty(fact.Key, out _));
        return profile with { Name = profile.Name ?? _name, ImportantFacts = Write(own.RootElement.EnumerateObject(), learned) };
    }

    /// <summary>
    /// Important facts without those that were given out as learned and came back: they aren't the person's own by that.
    /// </summary>
    /// <param name="before">What the person wrote before.</param>
    public string WithoutLearned(string importantFacts, string before)
    {
        using var given = JsonDocument.Parse(importantFacts);
        using var own = JsonDocument.Parse(before);
        return Write(
            given
                .RootElement.EnumerateObject()
                .Where(member =>
                    own.RootElement.TryGetProperty(member.Name, out _)
                    || member.Value.ValueKind != JsonValueKind.String
                    || !_facts.TryGetValue(member.Name, out var text)
                    || !member.Value.ValueEquals(text)
                ),
            []
        );
    }

    private static string Write(IEnumerable<JsonProperty> members, IEnumerable<KeyValuePair<string, string>> more)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(text, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            foreach (var member in members)
                member.WriteTo(writer);
            foreach (var (name, value) in more)
                writer.WriteString(name, value);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.WrittenSpan);
    }
}

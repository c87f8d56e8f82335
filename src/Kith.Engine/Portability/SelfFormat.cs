using System.Text.Json;
using Kith.Engine.Agents;
using Kith.Engine.Memory;
using Kith.Engine.Memory.Facts;

namespace Kith.Engine.Portability;

/// <summary>Agents, the profile, facts and moods as Kith writes them. What is known must be right.</summary>
internal static class SelfFormat
{
    private const int MostAgents = 1_000;
    private const int MostMoods = 100_000;

    /// <summary>The members of a document that are read whole.</summary>
    public static bool IsList(string name) => name is "agents" or "facts" or "moods";

    /// <summary>An item of one of the lists.</summary>
    public static void Read(string list, JsonElement element, string where, Fields fields, ImportedSelf self)
    {
        if (!fields.IsObject(element, where))
            return;
        var ids = new ForeignIds(fields.Id(element, "id", where), fields.Id(element, "external_id", where));
        switch (list)
        {
            case "agents" when HasRoom(self.Agents, MostAgents):
                self.Agents.Add(new AgentImport(ids, ReadAgent(element, where, fields)));
                break;
            case "facts" when HasRoom(self.Facts, (int)FactRules.MostFacts):
                self.Facts.Add(ReadFact(ids, element, where, fields));
                break;
            case "moods" when HasRoom(self.Moods, MostMoods):
                self.Moods.Add(ReadMood(ids, element, where, fields));
                break;
        }

        bool HasRoom<T>(List<T> all, int most)
        {
            if (all.Count == most)
                fields.Refuse(where, $"an import may have at most {most} {list}");
            return all.Count < most;
        }
    }

    public static ProfileImport ReadProfile(JsonElement element, Fields fields) =>
        new(
            fields.Name(element, "name", "profile"),
            Object(element, "preferences", fields),
            Object(element, "important_facts", fields),
            Fields.Flag(element, "memory_enabled", otherwise: true),
            OneOf(element, "sensitive_memory", "profile", SensitiveMemories.All, fields),
            fields.Name(element, "timezone", "profile"),
            Fields.Flag(element, "onboarded")
        );

    private static AgentInput ReadAgent(JsonElement element, string where, Fields fields) =>
        new(
            fields.Name(element, "slug", where),
            fields.Name(element, "name", where),
            fields.Long(element, "prompt", where, TextRules.LongBytes),
            fields.Text(element, "greeting", where),
            fields.Name(element, "model", where),
            fields.Number(element, "temperature", where, 0, 2),
            (long?)fields.Number(element, "max_tokens", where, 1, 1_000_000),
            fields.Number(element, "presence_penalty", where, -2, 2),
            fields.Number(element, "frequency_penalty", where, -2, 2),
            (long?)fields.Number(element, "context_messages", where, 0, 200),
            fields.Name(element, "voice", where)
        );

    private static FactImport ReadFact(ForeignIds ids, JsonElement element, string where, Fields fields)
    {
        var created = fields.Time(element, "created_at", where) ?? fields.Now;
        var fact = new Fact(
            Id: "",
            PrincipalId: "",
            OneOf(element, "kind", where, FactKinds.All, fields) ?? FactKinds.Other,
            fields.Name(element, "subject", where, TextRules.NameLength) ?? FactRules.Me,
            fields.Name(element, "text", where, FactRules.TextLength) ?? "",
            fields.Name(element, "slot", where),
            fields.Number(element, "salience", where, 0, 1) ?? FactRules.DefaultSalience,
            OneOf(element, "sensitivity", where, Sensitivities.All, fields) ?? Sensitivities.Normal,
            Pinned: Fields.Flag(element, "pinned") ? 1 : 0,
            Pending: Fields.Flag(element, "pending") ? 1 : 0,
            OneOf(element, "origin", where, [FactOrigins.Person, FactOrigins.Rules, FactOrigins.Model], fields) ?? FactOrigins.Person,
            fields.AnyTime(element, "valid_from", where),
            fields.AnyTime(element, "valid_until", where),
            created,
            fields.Time(element, "updated_at", where) ?? created
        );
        if (fact.Text.Length == 0)
            fields.Refuse($"{where}.text", "is required");
        return new FactImport(ids, fact, Fields.Flag(element, "suspended"), ReadSources(element, where, fields));
    }

    private static List<(string, long?)> ReadSources(JsonElement element, string where, Fields fields)
    {
        var sources = new List<(string, long?)>();
        if (Fields.Find(element, "sources") is not null)
        {
            foreach (var (item, place) in fields.Items(element, "sources", where))
            {
                if (fields.Id(item, place) is { } id)
                    sources.Add((id, null));
            }
        }

        if (Fields.Find(element, "ended_by") is null)
            return sources;
        foreach (var (item, place) in fields.Items(element, "ended_by", where))
        {
            if (fields.IsObject(item, place) && fields.Id(item, "message_id", place) is { } id)
                sources.Add((id, fields.AnyTime(item, "at", place) ?? fields.Now));
        }

        return sources;
    }

    private static MoodImport ReadMood(ForeignIds ids, JsonElement element, string where, Fields fields)
    {
        var label = fields.Name(element, "label", where, TextRules.NameLength);
        if (label is null)
            fields.Refuse($"{where}.label", "is required");
        return new MoodImport(
            ids,
            fields.Id(element, "message_id", where),
            label ?? "",
            fields.Number(element, "valence", where, -1, 1) ?? 0,
            Fields.Flag(element, "pending"),
            fields.Time(element, "at", where) ?? fields.Now
        );
    }

    private static string? OneOf(JsonElement element, string name, string where, IReadOnlyList<string> all, Fields fields)
    {
        var text = fields.Text(element, name, where);
        if (text is not null && !all.Contains(text))
            fields.Refuse($"{where}.{name}", $"must be one of {string.Join(", ", all)}");
        return text;
    }

    private static JsonElement? Object(JsonElement element, string name, Fields fields)
    {
        if (Fields.Find(element, name) is not { } value)
            return null;
        return fields.IsObject(value, $"profile.{name}") ? value.Clone() : null;
    }
}

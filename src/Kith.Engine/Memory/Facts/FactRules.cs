using Kith.Engine.Memory.Learning;

namespace Kith.Engine.Memory.Facts;

/// <summary>What a fact may be.</summary>
internal static class FactRules
{
    /// <summary>Characters of a statement.</summary>
    public const int TextLength = 1_000;

    /// <summary>Facts of one person.</summary>
    public const long MostFacts = 20_000;

    public const string Me = "me";
    public const double DefaultSalience = 0.5;

    private const int SlotLength = 200;

    /// <summary>The fact that <paramref name="input"/> makes of <paramref name="fact"/>, or what is wrong with it.</summary>
    public static Result<Fact> Apply(Fact fact, FactInput input)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var changed = fact with
        {
            Text = Text("text", input.Text, fact.Text, TextLength),
            Subject = Text("subject", input.Subject, fact.Subject, TextRules.NameLength),
            Kind = OneOf("kind", input.Kind, fact.Kind, FactKinds.All),
            Sensitivity = OneOf("sensitivity", input.Sensitivity, fact.Sensitivity, Sensitivities.All),
            Salience = Salience(),
            Pinned = input.Pinned is { } pinned ? (pinned ? 1 : 0) : fact.Pinned,
            Pending = input.Pending == false ? 0 : fact.Pending,
            ValidFrom = Day("valid_from", input.ValidFrom, fact.ValidFrom),
            ValidUntil = Day("valid_until", input.ValidUntil, fact.ValidUntil),
        };
        if (input.Pending == true && fact.Pending == 0)
            errors["pending"] = ["can only be set to false"];
        if (changed.ValidUntil < changed.ValidFrom)
            errors["valid_until"] = ["must not be before valid_from"];
        return errors.Count > 0 ? new Invalid(errors) : changed;

        string Text(string field, string? given, string current, int length)
        {
            if (given is null && current.Length > 0)
                return current;
            if (TextRules.CheckName(field, given, length).Try(out var value, out var failure))
                return value;
            errors[field] = ((Invalid)failure).Errors[field];
            return current;
        }

        string OneOf(string field, string? given, string current, IReadOnlyList<string> all)
        {
            if (given is null || all.Contains(given))
                return given ?? current;
            errors[field] = [$"must be one of {string.Join(", ", all)}"];
            return current;
        }

        double Salience()
        {
            if (input.Salience is { } given && !(given >= 0 && given <= 1))
                errors["salience"] = ["must be between 0 and 1"];
            return input.Salience ?? fact.Salience;
        }

        long? Day(string field, string? given, long? current)
        {
            if (given is null)
                return current;
            if (given.Length == 0)
                return null;
            if (Time.TryParse(given, out var time))
                return time.ToUnixTimeMilliseconds();
            errors[field] = ["must be a date (2026-11-27) or a time (2026-11-27T09:00:00Z), or empty for none"];
            return current;
        }
    }

    /// <summary>One of the person's own without a text.</summary>
    public static Fact Blank(string id, string principalId, long now) =>
        new(
            id,
            principalId,
            FactKinds.Other,
            Me,
            Text: "",
            Slot: null,
            DefaultSalience,
            Sensitivities.Normal,
            Pinned: 0,
            Pending: 0,
            FactOrigins.Person,
            ValidFrom: null,
            ValidUntil: null,
            now,
            now
        );

    /// <summary>What a fact becomes that the person put in other words. A slot that tells what it was about is no longer its own.</summary>
    public static Fact MakeOwn(Fact fact, Fact before) =>
        fact with
        {
            Origin = FactOrigins.Person,
            Slot = fact.Kind != before.Kind || fact.Slot?.Contains(':', StringComparison.Ordinal) == true ? null : fact.Slot,
        };

    /// <summary>What was extracted, within the rules; null when it says nothing that could be kept: of others nothing sensitive is.</summary>
    public static LearnedFact? Read(LearnedFact learned)
    {
        if (learned.Subject != Me && IsSensitive(learned))
            return null;
        if (!TextRules.CheckName("text", learned.Text, TextLength).Try(out var text, out _))
            return null;
        return learned with
        {
            Text = text,
            Kind = FactKinds.All.Contains(learned.Kind) ? learned.Kind : FactKinds.Other,
            Subject = TextRules.CheckName("subject", learned.Subject).Try(out var subject, out _) ? subject : Me,
            Slot = TextRules.CheckName("slot", learned.Slot, SlotLength).Try(out var slot, out _) ? slot : null,
            Salience = double.IsFinite(learned.Salience) ? Math.Clamp(learned.Salience, 0, 1) : DefaultSalience,
            Sensitivity = Sensitivities.All.Contains(learned.Sensitivity) ? learned.Sensitivity : Sensitivities.Normal,
        };
    }

    /// <summary>Kept only as the person's setting says. Health and beliefs always are, whatever was made of them.</summary>
    public static bool IsSensitive(LearnedFact learned) =>
        learned.Sensitivity == Sensitivities.Sensitive || learned.Kind is FactKinds.Health or FactKinds.Belief;

    /// <summary>The name of a mood.</summary>
    public static Result<string> CheckLabel(string? label) => TextRules.CheckName("label", label);
}

/// <summary>What a person writes of a fact; null means: as it is. An empty time means none.</summary>
/// <param name="Pending">False: a yes to what waits for one.</param>
/// <param name="ValidFrom">A date, or a time with its offset.</param>
public sealed record FactInput(
    string? Text = null,
    string? Kind = null,
    string? Subject = null,
    double? Salience = null,
    string? Sensitivity = null,
    bool? Pinned = null,
    bool? Pending = null,
    string? ValidFrom = null,
    string? ValidUntil = null
);

/// <summary>As much as can be kept of one person.</summary>
public sealed record MemoryFull()
    : Failure("conflict", $"There are {FactRules.MostFacts} facts already. Forget some that no longer matter.");

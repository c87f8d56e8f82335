namespace Kith.Engine.Memory.Learning;

/// <summary>What one message of a person says about them.</summary>
/// <param name="Mood">Null when it tells none.</param>
internal sealed record Learned(IReadOnlyList<LearnedFact> Facts, LearnedMood? Mood)
{
    public static Learned Nothing { get; } = new([], null);

    public bool IsNothing => Facts.Count == 0 && Mood is null;
}

/// <summary>A statement to be consolidated with what is known. The members are those of <see cref="Facts.Fact"/>.</summary>
/// <param name="ValidFrom">Since when it holds, or the day of what is planned.</param>
/// <param name="IsOver">It held and no longer does (<c>I don't work there any more</c>): it ends what it says, and adds nothing.</param>
internal sealed record LearnedFact(
    string Kind,
    string Subject,
    string Text,
    string? Slot,
    double Salience,
    string Sensitivity,
    DateTimeOffset? ValidFrom = null,
    DateTimeOffset? ValidUntil = null,
    bool IsOver = false
);

/// <param name="Label">One word: happy, sad, anxious, angry, tired, calm, excited, lonely, grateful, ….</param>
/// <param name="Valence">From -1 (bad) to 1 (good).</param>
internal sealed record LearnedMood(string Label, double Valence);

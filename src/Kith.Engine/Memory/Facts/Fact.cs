namespace Kith.Engine.Memory.Facts;

/// <summary>One statement about a person, as it is kept. Whether it holds: <see cref="KnownFact"/>.</summary>
/// <param name="Kind">One of <see cref="FactKinds"/>.</param>
/// <param name="Subject">Whom it is about: <c>me</c>, or somebody of theirs (<c>sister</c>, <c>Bruno</c>).</param>
/// <param name="Text">A whole sentence in the third person that stands by itself: <c>Works as a nurse in Pune.</c></param>
/// <param name="Slot">What can have one value at a time: a new one supersedes the old one. Null: any number hold together.</param>
/// <param name="Salience">How much it matters, from 0 to 1.</param>
/// <param name="Sensitivity">One of <see cref="Sensitivities"/>.</param>
/// <param name="Pinned">1: the person wants it kept in mind always.</param>
/// <param name="Pending">1: it waits for the person's yes, and is used nowhere until then.</param>
/// <param name="Origin">One of <see cref="FactOrigins"/>.</param>
/// <param name="ValidFrom">Since when it holds; null when nobody said.</param>
/// <param name="ValidUntil">Until when; null while it holds.</param>
public sealed record Fact(
    string Id,
    string PrincipalId,
    string Kind,
    string Subject,
    string Text,
    string? Slot,
    double Salience,
    string Sensitivity,
    long Pinned,
    long Pending,
    string Origin,
    long? ValidFrom,
    long? ValidUntil,
    long CreatedAt,
    long UpdatedAt
)
{
    /// <summary>Nobody's message is needed for it to hold.</summary>
    internal bool IsOwn => Origin == FactOrigins.Person;
}

/// <summary>A fact with what is derived from the messages it was learned from and the other facts.</summary>
/// <param name="IsSuspended">It was learned, and no message that says so is on an active branch.</param>
/// <param name="ValidUntil">Until when it holds: what is kept, what a message said of its end, or when another fact took its slot.</param>
/// <param name="SupersededBy">The fact that took its slot; null when none did.</param>
/// <param name="Sources">The messages it was learned from, the oldest first, on whichever branch.</param>
public sealed record KnownFact(Fact Fact, bool IsSuspended, long? ValidUntil, string? SupersededBy, IReadOnlyList<string> Sources)
{
    /// <summary>Whether it holds, or will: what isn't live is used nowhere.</summary>
    /// <param name="now">Unix milliseconds.</param>
    public bool IsLive(long now) => !IsSuspended && Fact.Pending == 0 && !IsPast(now);

    /// <summary>When something was said that ended it, after it was said itself; null when nothing was.</summary>
    internal Said? Overtaken { get; init; }

    /// <summary>It no longer holds.</summary>
    public bool IsPast(long now) => ValidUntil <= now;
}

/// <summary>A message that a fact was learned from.</summary>
/// <param name="EndedAt">Set when the message says that the fact is over, since then.</param>
/// <param name="OnPath">1 when it is on the active branch of its conversation.</param>
/// <param name="SaidAt">Unix milliseconds.</param>
internal sealed record FactSource(string FactId, string MessageId, long? EndedAt, long OnPath, long SaidAt);

/// <summary>What facts are about.</summary>
public static class FactKinds
{
    public const string Name = "name";
    public const string Birthday = "birthday";
    public const string Family = "family";
    public const string Friend = "friend";
    public const string Pet = "pet";
    public const string Work = "work";
    public const string Education = "education";
    public const string Place = "place";
    public const string Like = "like";
    public const string Dislike = "dislike";
    public const string Plan = "plan";
    public const string Event = "event";
    public const string Possession = "possession";
    public const string Skill = "skill";
    public const string Health = "health";
    public const string Belief = "belief";
    public const string Other = "other";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [Name, Birthday, Family, Friend, Pet, Work, Education, Place, Like, Dislike, Plan, Event, Possession, Skill, Health, Belief, Other];
}

/// <summary>Who may see a fact.</summary>
public static class Sensitivities
{
    public const string Normal = "normal";

    /// <summary>Health, beliefs and the like: kept only as the person's setting says.</summary>
    public const string Sensitive = "sensitive";

    /// <summary>Never leaves for a provider that isn't on this machine or its network.</summary>
    public const string LocalOnly = "local_only";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Normal, Sensitive, LocalOnly];
}

/// <summary>Who wrote a fact.</summary>
public static class FactOrigins
{
    public const string Person = "person";
    public const string Rules = "rules";
    public const string Model = "model";
}

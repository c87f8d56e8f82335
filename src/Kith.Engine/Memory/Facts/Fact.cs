namespace Kith.Engine.Memory.Facts;

/// <summary>One statement about a person.</summary>
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
/// <param name="SupersededBy">The fact that took its slot.</param>
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
    string? SupersededBy,
    long CreatedAt,
    long UpdatedAt
);

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

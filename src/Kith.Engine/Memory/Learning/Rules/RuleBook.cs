namespace Kith.Engine.Memory.Learning.Rules;

/// <summary>What people say of themselves, and what it means. The first rule that fits a statement is taken.</summary>
internal static class RuleBook
{
    public static IReadOnlyList<Rule> Rules { get; } =
    [
        .. PlaceAndWorkRules.Places,
        .. PlaceAndWorkRules.Work,
        .. PlaceAndWorkRules.Learning,
        .. TasteRules.Tastes,
        .. TasteRules.Skills,
        .. EventRules.Plans,
        .. EventRules.Events,
        .. EventRules.Things,
        .. SelfRules.Body,
        .. SelfRules.Treatments,
        .. SelfRules.Beliefs,
        .. SelfRules.Standing,
    ];
}

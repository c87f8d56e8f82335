namespace Kith.GraphQL.Validation;

/// <summary>The rules of section 5, by the names that the reference implementation gives them.</summary>
internal enum ValidationRule
{
    /// <summary>5.2.1.1: the schema has a root for the operation.</summary>
    KnownOperationTypes,

    /// <summary>5.2.2.1</summary>
    UniqueOperationNames,

    /// <summary>5.2.3.1</summary>
    LoneAnonymousOperation,

    /// <summary>5.2.4.1</summary>
    SingleFieldSubscriptions,

    /// <summary>5.3.1</summary>
    FieldsOnCorrectType,

    /// <summary>5.3.2</summary>
    OverlappingFieldsCanBeMerged,

    /// <summary>5.3.3</summary>
    ScalarLeafs,

    /// <summary>5.4.1</summary>
    KnownArgumentNames,

    /// <summary>5.4.2</summary>
    UniqueArgumentNames,

    /// <summary>5.4.3</summary>
    ProvidedRequiredArguments,

    /// <summary>5.5.1.1</summary>
    UniqueFragmentNames,

    /// <summary>5.5.1.2, and of variables</summary>
    KnownTypeNames,

    /// <summary>5.5.1.3</summary>
    FragmentsOnCompositeTypes,

    /// <summary>5.5.1.4</summary>
    NoUnusedFragments,

    /// <summary>5.5.2.1</summary>
    KnownFragmentNames,

    /// <summary>5.5.2.2</summary>
    NoFragmentCycles,

    /// <summary>5.5.2.3</summary>
    PossibleFragmentSpreads,

    /// <summary>5.6.1, 5.6.2, 5.6.4</summary>
    ValuesOfCorrectType,

    /// <summary>5.6.3</summary>
    UniqueInputFieldNames,

    /// <summary>5.7.1 and 5.7.2</summary>
    KnownDirectives,

    /// <summary>5.7.3</summary>
    UniqueDirectivesPerLocation,

    /// <summary>5.8.1</summary>
    UniqueVariableNames,

    /// <summary>5.8.2</summary>
    VariablesAreInputTypes,

    /// <summary>5.8.3</summary>
    NoUndefinedVariables,

    /// <summary>5.8.4</summary>
    NoUnusedVariables,

    /// <summary>5.8.5</summary>
    VariablesInAllowedPosition,
}

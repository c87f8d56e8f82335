using Kith.GraphQL.Language;
using Kith.GraphQL.Tests.Comparison;
using Kith.GraphQL.Validation;

namespace Kith.GraphQL.Tests.Validation;

/// <summary>Each rule by an example.</summary>
public sealed class RuleTests
{
    [Theory]
    [InlineData("query A { color } query A { color }", "UniqueOperationNames")]
    [InlineData("{ color } query A { color }", "LoneAnonymousOperation")]
    [InlineData("subscription { counted happened { __typename } }", "SingleFieldSubscriptions")]
    [InlineData("subscription { __typename }", "SingleFieldSubscriptions")]
    [InlineData("subscription { counted @skip(if: false) }", "SingleFieldSubscriptions")]
    [InlineData("subscription { ...F @include(if: true) } fragment F on Subscription { counted }", "SingleFieldSubscriptions")]
    [InlineData("subscription { ...F counted } fragment F on Subscription { c: counted }", "SingleFieldSubscriptions")]
    [InlineData("{ nothing }", "FieldsOnCorrectType")]
    [InlineData("{ actor { id } }", "FieldsOnCorrectType")]
    [InlineData("{ a: color a: old }", "OverlappingFieldsCanBeMerged")]
    [InlineData("{ node(id: 1) { id } node(id: 2) { id } }", "OverlappingFieldsCanBeMerged")]
    [InlineData("{ node(id: 1) { ... on User { score } ... on Post { score } } }", "OverlappingFieldsCanBeMerged")]
    [InlineData("{ user { a: id } ...F } fragment F on Query { user { a: name } }", "OverlappingFieldsCanBeMerged")]
    [InlineData("{ node(id: 1) { ... on User { label(n: 1) } ... on Named { ... on User { label } } } }", "OverlappingFieldsCanBeMerged")]
    [InlineData(
        "{ node(id: 1) { ... on User { peer { a: id } } ... on Post { peer { a: __typename } } } }",
        "OverlappingFieldsCanBeMerged"
    )]
    [InlineData("{ user }", "ScalarLeafs")]
    [InlineData("{ color { id } }", "ScalarLeafs")]
    [InlineData("{ count(d: 1) }", "KnownArgumentNames")]
    [InlineData("{ color @skip(if: true, unless: true) }", "KnownArgumentNames")]
    [InlineData("{ count(a: 1, a: 1) }", "UniqueArgumentNames")]
    [InlineData("{ node { id } }", "ProvidedRequiredArguments")]
    [InlineData("{ color @skip }", "ProvidedRequiredArguments")]
    [InlineData("{ ...F } fragment F on Query { color } fragment F on Query { color }", "UniqueFragmentNames")]
    [InlineData("{ ... on Nobody { id } }", "KnownTypeNames")]
    [InlineData("query ($a: Nobody) { count(a: $a) }", "KnownTypeNames")]
    [InlineData("{ ... on Int { id } }", "FragmentsOnCompositeTypes")]
    [InlineData("{ color } fragment F on Query { color }", "NoUnusedFragments")]
    [InlineData("{ ...F }", "KnownFragmentNames")]
    [InlineData("{ ...F } fragment F on Query { ...G } fragment G on Query { ...F }", "NoFragmentCycles")]
    [InlineData("{ user { ... on Post { id } } }", "PossibleFragmentSpreads")]
    [InlineData("{ count(a: true) }", "ValuesOfCorrectType")]
    [InlineData("{ user(pick: {id: 1, name: \"n\"}) { id } }", "ValuesOfCorrectType")]
    [InlineData("{ user(pick: {id: null}) { id } }", "ValuesOfCorrectType")]
    [InlineData("{ named(point: {y: 1}) { id } }", "ValuesOfCorrectType")]
    [InlineData("{ named(point: {x: 1, z: 1}) { id } }", "ValuesOfCorrectType")]
    [InlineData("{ named(date: \"1999\") { id } }", "ValuesOfCorrectType")]
    [InlineData("{ actor(color: \"RED\") { __typename } }", "ValuesOfCorrectType")]
    [InlineData("{ named(point: {x: 1, x: 1}) { id } }", "UniqueInputFieldNames")]
    [InlineData("{ color @nothing }", "KnownDirectives")]
    [InlineData("query @skip(if: true) { color }", "KnownDirectives")]
    [InlineData("{ color @deprecated }", "KnownDirectives")]
    [InlineData("{ color @skip(if: true) @skip(if: true) }", "UniqueDirectivesPerLocation")]
    [InlineData("query ($a: Float, $a: Float) { count(a: $a) }", "UniqueVariableNames")]
    [InlineData("query ($a: User) { count(a: $a) }", "VariablesAreInputTypes")]
    [InlineData("{ count(a: $a) }", "NoUndefinedVariables")]
    [InlineData("query ($a: Int) { color }", "NoUnusedVariables")]
    [InlineData("query ($a: Int) { count(a: $a) }", "VariablesInAllowedPosition")]
    [InlineData("query ($a: ID) { node(id: $a) { id } }", "VariablesInAllowedPosition")]
    [InlineData("query ($a: ID) { user(pick: {id: $a}) { id } }", "VariablesInAllowedPosition")]
    [InlineData("query ($a: ID) { user(pick: {several: [{id: $a}]}) { id } }", "VariablesInAllowedPosition")]
    public void A_document_that_breaks_a_rule_is_told_which(string query, string rule) => Assert.Contains(rule, Validate(query));

    [Theory]
    [InlineData("{ user { score: id } user { score: id } }")]
    [InlineData("{ node(id: 1) { ... on User { a: id } ... on Post { a: id } } }")]
    [InlineData("{ node(id: 1) { ... on User { a: label(n: 1) } ... on Post { a: label(n: 2) } ... on Bot { a: nick } } }")]
    [InlineData("{ node(id: 1) { ... on User { peer(n: 1) { a: id } } ... on Post { peer { a: id } } } }")]
    [InlineData("query ($a: ID = 1) { node(id: $a) { id } user(pick: {id: $a}) { id } }")]
    [InlineData("query ($a: Boolean) { count(b: $a) }")]
    [InlineData("query ($a: Int!) { named(point: {x: $a}) { ...F } } fragment F on Named { id }")]
    [InlineData("{ anything(matrix: 1.5) { __typename } }")]
    [InlineData("{ anything(filter: {any: {id: 1}, matrix: [1, [2, null]]}) { ... on Node { id } } }")]
    [InlineData("subscription { ...F } fragment F on Subscription { counted counted }")]
    [InlineData("{ node(id: 1) { id ... @skip(if: true) { __typename } } __type(name: \"User\") { name } }")]
    public void A_document_that_breaks_none_is_valid(string query) => Assert.Empty(Validate(query));

    [Fact]
    public void A_schema_without_mutations_has_none()
    {
        var schema = GraphQLSchema.Build(s => s.Query(t => t.Field("a", "Int", _ => 1)));
        var errors = DocumentValidator.Validate(schema, Parser.Parse("mutation { a }", 100), new QueryLimits());
        Assert.Equal(ValidationRule.KnownOperationTypes, Assert.Single(errors).Rule);
    }

    [Fact]
    public void There_are_never_more_than_a_hundred_errors()
    {
        var query = "{" + string.Concat(Enumerable.Range(0, 250).Select(i => $" nothing{i}")) + "}";
        Assert.Equal(100, DocumentValidator.Validate(TestSchema.Instance, Parser.Parse(query, 10_000), new QueryLimits()).Count);
    }

    private static List<string> Validate(string query)
    {
        var errors = DocumentValidator.Validate(TestSchema.Instance, Parser.Parse(query, 1_000), new QueryLimits());
        Assert.All(errors, error => Assert.NotEmpty(error.ToGraphQLError(query).Locations));
        return [.. errors.Select(error => error.Rule.ToString())];
    }
}

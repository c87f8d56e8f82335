using Kith.GraphQL.Language;
using Kith.GraphQL.Types;

namespace Kith.GraphQL.Introspection;

/// <summary>The directives of the specification (section 3.13).</summary>
internal static class SpecifiedDirectives
{
    /// <summary>Why something is deprecated where nobody says (section 3.13.3).</summary>
    public const string DeprecationReason = "No longer supported";

    private static readonly GraphQLType s_flag = new NonNullType(ScalarType.Boolean);

    public static DirectiveDefinition Include { get; } =
        With(
            new("include", "Includes this only when the argument is true.", "FIELD", "FRAGMENT_SPREAD", "INLINE_FRAGMENT"),
            new("if", Parser.ParseType("Boolean!"), null) { Type = s_flag, Description = "Included when true." }
        );

    public static DirectiveDefinition Skip { get; } =
        With(
            new("skip", "Leaves this out when the argument is true.", "FIELD", "FRAGMENT_SPREAD", "INLINE_FRAGMENT"),
            new("if", Parser.ParseType("Boolean!"), null) { Type = s_flag, Description = "Left out when true." }
        );

    public static IReadOnlyList<DirectiveDefinition> All { get; } =
    [
        Include,
        Skip,
        With(
            new(
                "deprecated",
                "Marks what should no longer be used.",
                "FIELD_DEFINITION",
                "ARGUMENT_DEFINITION",
                "INPUT_FIELD_DEFINITION",
                "ENUM_VALUE"
            ),
            new("reason", Parser.ParseType("String!"), new StringNode(0, DeprecationReason))
            {
                Type = new NonNullType(ScalarType.String),
                Description = "Why, and what to use instead, in Markdown.",
            }
        ),
        With(
            new("specifiedBy", "Says where a scalar is described.", "SCALAR"),
            new("url", Parser.ParseType("String!"), null)
            {
                Type = new NonNullType(ScalarType.String),
                Description = "The address of the description.",
            }
        ),
        new("oneOf", "Of this input object exactly one field is given, and not null.", "INPUT_OBJECT"),
    ];

    public static DirectiveDefinition? Find(string name) => All.FirstOrDefault(directive => directive.Name == name);

    private static DirectiveDefinition With(DirectiveDefinition directive, InputDefinition argument)
    {
        directive.Arguments.Add(argument.Name, argument);
        return directive;
    }
}

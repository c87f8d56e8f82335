using System.Runtime.CompilerServices;
using Kith.GraphQL.Introspection;
using Kith.GraphQL.Language;
using Kith.GraphQL.Types;

namespace Kith.GraphQL.Validation;

/// <summary>
/// Walks one definition with the types of what is selected, and checks fields, arguments, directives and spreads (sections 5.3, 5.4, 5.5 and
/// 5.7). Where a type isn't known it was reported, and what is below is only looked at for the variables and fragments it names.
/// </summary>
internal sealed class SelectionRules(ValidationContext context, DefinitionNode definition)
{
    private readonly ValueRules _values = new(context, definition);

    public void Check(OperationNode operation)
    {
        CheckDirectives(operation.Directives, operation.Kind.ToString().ToUpperInvariant());
        foreach (var variable in operation.Variables)
        {
            var type = context.Schema.Find(variable.Type);
            CheckDirectives(variable.Directives, "VARIABLE_DEFINITION");
            if (variable.DefaultValue is { } literal)
                _values.Check(literal, type is { IsInput: true } ? type : null);
        }
        Walk(operation.SelectionSet, context.Schema.RootOf(operation.Kind));
    }

    public void Check(FragmentNode fragment)
    {
        CheckDirectives(fragment.Directives, "FRAGMENT_DEFINITION");
        Walk(fragment.SelectionSet, context.FindCondition(fragment.TypeCondition));
    }

    private void Walk(SelectionSetNode selectionSet, CompositeType? parent)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        foreach (var selection in selectionSet.Selections)
        {
            switch (selection)
            {
                case FieldNode field:
                    CheckField(field, parent);
                    break;
                case InlineFragmentNode inline:
                    CheckInline(inline, parent);
                    break;
                case FragmentSpreadNode spread:
                    CheckSpread(spread, parent);
                    break;
            }
        }
    }

    private void CheckField(FieldNode node, CompositeType? parent)
    {
        var field = parent is null ? null : context.Schema.FindField(parent, node.Name);
        if (parent is not null && field is null)
            context.Report(ValidationRule.FieldsOnCorrectType, $"{parent} has no field \"{node.Name}\".", node);
        CheckArguments(node, node.Arguments, field?.Arguments, $"Field \"{node.Name}\"");
        CheckDirectives(node.Directives, "FIELD");
        if (field is not null)
            CheckLeaf(node, field.Type);
        if (node.SelectionSet is not null)
            Walk(node.SelectionSet, field?.Type.Named as CompositeType);
    }

    /// <summary>Section 5.3.3.</summary>
    private void CheckLeaf(FieldNode node, GraphQLType type)
    {
        var isComposite = type.Named is CompositeType;
        if (isComposite && node.SelectionSet is null)
            context.Report(ValidationRule.ScalarLeafs, $"Field \"{node.Name}\" of {type} needs a selection of fields.", node);
        else if (!isComposite && node.SelectionSet is not null)
            context.Report(ValidationRule.ScalarLeafs, $"Nothing can be selected of field \"{node.Name}\" of {type}.", node.SelectionSet);
    }

    private void CheckInline(InlineFragmentNode node, CompositeType? parent)
    {
        CheckDirectives(node.Directives, "INLINE_FRAGMENT");
        var type = node.TypeCondition is null ? parent : context.FindCondition(node.TypeCondition);
        CheckPossible(node, type, parent, "This fragment");
        Walk(node.SelectionSet, type);
    }

    private void CheckSpread(FragmentSpreadNode node, CompositeType? parent)
    {
        CheckDirectives(node.Directives, "FRAGMENT_SPREAD");
        context.UsesOf(definition).Fragments.Add(node.Name);
        if (!context.Fragments.TryGetValue(node.Name, out var fragment))
        {
            context.Report(ValidationRule.KnownFragmentNames, $"There is no fragment \"{node.Name}\".", node);
            return;
        }
        CheckPossible(node, context.Schema.Find(fragment.TypeCondition.Name) as CompositeType, parent, $"Fragment \"{node.Name}\"");
    }

    /// <summary>Section 5.5.2.3.</summary>
    private void CheckPossible(Node node, CompositeType? type, CompositeType? parent, string what)
    {
        if (type is null || parent is null || context.Schema.PossibleTypes(type).Overlaps(context.Schema.PossibleTypes(parent)))
            return;
        context.Report(ValidationRule.PossibleFragmentSpreads, $"{what} is on {type}, which {parent} can never be.", node);
    }

    /// <summary>Section 5.4. <paramref name="known"/> is null where it isn't known what takes them.</summary>
    private void CheckArguments(
        Node owner,
        IReadOnlyList<ArgumentNode> given,
        OrderedDictionary<string, InputDefinition>? known,
        string what
    )
    {
        context.CheckUnique(given, argument => argument.Name, ValidationRule.UniqueArgumentNames, "arguments");
        foreach (var argument in given)
        {
            var wanted = known?.GetValueOrDefault(argument.Name);
            if (known is not null && wanted is null)
                context.Report(ValidationRule.KnownArgumentNames, $"{what} takes no argument \"{argument.Name}\".", argument);
            _values.Check(argument.Value, wanted?.Type, wanted?.DefaultValue is not null);
        }
        foreach (var wanted in known?.Values.Where(wanted => wanted.IsRequired) ?? [])
        {
            if (!given.Any(argument => argument.Name == wanted.Name))
                context.Report(ValidationRule.ProvidedRequiredArguments, $"{what} needs an argument \"{wanted.Name}\".", owner);
        }
    }

    /// <summary>Section 5.7.</summary>
    private void CheckDirectives(IReadOnlyList<DirectiveNode> directives, string location)
    {
        var known = new List<DirectiveNode>(directives.Count);
        foreach (var node in directives)
        {
            var directive = SpecifiedDirectives.Find(node.Name);
            if (directive is null)
                context.Report(ValidationRule.KnownDirectives, $"There is no directive \"@{node.Name}\".", node);
            else if (!directive.Locations.Contains(location))
                context.Report(ValidationRule.KnownDirectives, $"Directive \"@{node.Name}\" can't stand here.", node);
            if (directive is not null)
                known.Add(node);
            CheckArguments(node, node.Arguments, directive?.Arguments, $"Directive \"@{node.Name}\"");
        }
        context.CheckUnique(known, node => node.Name, ValidationRule.UniqueDirectivesPerLocation, "directives");
    }
}

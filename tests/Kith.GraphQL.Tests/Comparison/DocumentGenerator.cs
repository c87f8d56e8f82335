using System.Globalization;
using System.Text;
using Kith.GraphQL.Types;

namespace Kith.GraphQL.Tests.Comparison;

internal sealed record TestRequest(string Query, string? OperationName, string Variables);

/// <summary>
/// Writes random documents over a schema, with a chance of a mistake at each step. The same seed writes the same documents.
/// </summary>
internal sealed partial class DocumentGenerator(GraphQLSchema schema, Random random, double mistakes)
{
    private readonly StringBuilder _text = new();
    private readonly List<(string Name, string Type, string? Default)> _variables = [];
    private readonly List<(string Name, CompositeType Type)> _fragments = [];
    private readonly HashSet<string> _spread = [];
    private readonly List<CompositeType> _composites =
    [
        .. schema.Types.OfType<CompositeType>().Where(type => !type.Name.StartsWith("__", StringComparison.Ordinal)),
    ];
    private int _fieldsLeft;

    public TestRequest Generate()
    {
        var kind = random.Next(8) switch
        {
            0 => OperationKind.Mutation,
            1 => OperationKind.Subscription,
            _ => OperationKind.Query,
        };
        for (var i = random.Next(4); i > 0; i--)
            _fragments.Add(($"F{i}", Pick(_composites.Where(type => type != schema.RootOf(OperationKind.Subscription)).ToList())));
        _fieldsLeft = 40;
        WriteSelections(schema.RootOf(kind)!, depth: 0, isSubscriptionRoot: kind == OperationKind.Subscription && !Errs());
        var body = Take();
        var fragments = WriteFragments();
        if (Errs())
            fragments += fragments;
        var header = WriteHeader(kind);
        var query = random.Next(2) == 0 ? header + body + fragments : fragments + header + body;
        if (random.Next(12) > 0)
            return new TestRequest(query, null, WriteVariables());
        // Several operations, one of them named; or a name that isn't there.
        return new TestRequest(
            $"{query}\nquery {(random.Next(10) == 0 ? "Op" : "Other")} {{ __typename }}",
            Pick(["Op", "Op", "Other", "Nobody", null]),
            WriteVariables()
        );
    }

    private string WriteFragments()
    {
        for (var i = 0; i < _fragments.Count; i++)
        {
            var (name, type) = _fragments[i];
            if (!_spread.Contains(name) && !Errs())
                continue;
            _fieldsLeft = 12;
            // Only those that come later may be spread, or they would go in circles.
            var later = _fragments.GetRange(i + 1, _fragments.Count - i - 1);
            var all = _fragments.ToList();
            if (!Errs())
            {
                _fragments.Clear();
                _fragments.AddRange(all.Take(i + 1).Select(_ => ("", type)).Concat(later));
            }
            _text.Append($"\nfragment {name} on {(Errs() ? Wrong("Nobody", "Int", "Point") : type.Name)}");
            WriteDirectives(isDefinition: true);
            WriteSelections(type, depth: 1, isSubscriptionRoot: false);
            _fragments.Clear();
            _fragments.AddRange(all);
        }
        return Take();
    }

    private string WriteHeader(OperationKind kind)
    {
        if (kind == OperationKind.Query && _variables.Count == 0 && random.Next(2) == 0)
            return "";
        if (Errs())
            _variables.Add(("unused", "Int", null));
        if (Errs() && _variables.Count > 0)
            _variables.RemoveAt(random.Next(_variables.Count));
        if (Errs() && _variables.Count > 0)
            _variables.Add(_variables[0]);
        _text.Append(CultureInfo.InvariantCulture, $"\n{kind.ToString().ToLowerInvariant()}");
        if (random.Next(2) == 0)
            _text.Append(" Op");
        if (_variables.Count > 0)
        {
            var definitions = _variables.Select(v =>
                $"${v.Name}: {(Errs() ? Wrong("Nobody", "User", "[Int]", "String", "Int!") : v.Type)}{v.Default}"
            );
            _text.Append($"({string.Join(random.Next(2) == 0 ? ", " : "\n", definitions)})");
        }
        return Take();
    }

    private void WriteSelections(CompositeType type, int depth, bool isSubscriptionRoot)
    {
        _text.Append(" {");
        var count = isSubscriptionRoot ? 1 : 1 + random.Next(4);
        for (var i = 0; i < count; i++)
        {
            _text.Append(random.Next(4) == 0 ? ", " : "\n ");
            var choice = isSubscriptionRoot ? 9 : random.Next(10);
            if (choice == 0 && _fieldsLeft > 0)
                WriteInline(type, depth);
            else if (choice is 1 or 2 && FragmentFor(type) is { } fragment)
                WriteSpread(fragment);
            else
                WriteField(type, depth, isSubscriptionRoot);
        }
        _text.Append('}');
    }

    private void WriteField(CompositeType type, int depth, bool isSubscriptionRoot)
    {
        var fields = type.Fields.Values.Where(field => depth < 5 || field.Type.Named is not CompositeType).ToList();
        if (fields.Count == 0 || (!isSubscriptionRoot && random.Next(12) == 0) || _fieldsLeft-- < 0)
        {
            _text.Append(random.Next(3) == 0 ? "kind: __typename" : "__typename");
            return;
        }
        if (type == schema.RootOf(OperationKind.Query) && random.Next(25) == 0)
        {
            _text.Append(
                $"__type(name: \"{Pick(["User", "Filter", "Color", "Date", "Nobody"])}\") {{ name kind isOneOf fields {{ name }} }}"
            );
            return;
        }
        var field = Pick(fields);
        if (random.Next(6) == 0)
            _text.Append($"{(random.Next(3) == 0 ? Pick(["a", "b", "name", "score"]) : $"f{_fieldsLeft}")}: ");
        _text.Append(Errs() ? Wrong("nothing", "id", "name", "__schema") : field.Name);
        WriteArguments(field.Arguments);
        if (!isSubscriptionRoot || random.Next(20) == 0)
            WriteDirectives(isDefinition: false);
        if (field.Type.Named is CompositeType below ? !Errs() : Errs())
            WriteSelections(field.Type.Named as CompositeType ?? Pick(_composites), depth + 1, isSubscriptionRoot: false);
    }

    private void WriteInline(CompositeType type, int depth)
    {
        var possible = schema.PossibleTypes(type);
        var fitting = _composites.Where(candidate => schema.PossibleTypes(candidate).Overlaps(possible)).ToList();
        var inner = random.Next(4) == 0 ? type : Pick(Errs() ? _composites : fitting);
        _text.Append("...");
        if (inner != type || random.Next(2) == 0)
            _text.Append($" on {(Errs() ? Wrong("Nobody", "Int", "Filter") : inner.Name)}");
        WriteDirectives(isDefinition: false);
        WriteSelections(inner, depth + 1, isSubscriptionRoot: false);
    }

    private string? FragmentFor(CompositeType type)
    {
        var possible = schema.PossibleTypes(type);
        var fitting = _fragments.Where(f => f.Name.Length > 0 && (Errs() || schema.PossibleTypes(f.Type).Overlaps(possible))).ToList();
        return fitting.Count == 0 ? null : Pick(fitting).Name;
    }

    private void WriteSpread(string name)
    {
        if (Errs())
            name = "Nowhere";
        _spread.Add(name);
        _text.Append($"...{name}");
        WriteDirectives(isDefinition: false);
    }

    private void WriteArguments(OrderedDictionary<string, InputDefinition> definitions)
    {
        var arguments = definitions
            .Values.Where(d => d.IsRequired ? !Errs() : random.Next(3) == 0)
            .Select(d => $"{d.Name}: {Value(d.Type, depth: 0)}")
            .ToList();
        if (Errs())
            arguments.Add($"wrong: {Value(ScalarType.Int, depth: 0)}");
        if (Errs() && arguments.Count > 0)
            arguments.Add(arguments[0]);
        if (random.Next(2) == 0)
            arguments.Reverse();
        if (arguments.Count > 0)
            _text.Append($"({string.Join(", ", arguments)})");
    }

    private void WriteDirectives(bool isDefinition)
    {
        if (!isDefinition && random.Next(10) == 0)
            _text.Append($" @{Pick(["skip", "include"])}(if: {Value(new NonNullType(ScalarType.Boolean), depth: 0)})");
        if (Errs())
            _text.Append(
                Wrong(
                    " @nothing",
                    " @skip",
                    " @deprecated",
                    " @include(if: 1)",
                    " @skip(if: true) @skip(if: false)",
                    " @oneOf",
                    " @include(if: $undefined)"
                )
            );
    }

    private bool Errs() => random.NextDouble() < mistakes;

    private string Wrong(params string[] choices) => Pick(choices);

    private T Pick<T>(IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];

    private string Take()
    {
        var text = _text.ToString();
        _text.Clear();
        return text;
    }
}

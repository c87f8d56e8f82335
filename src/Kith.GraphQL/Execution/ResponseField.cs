using Kith.GraphQL.Language;
using Kith.GraphQL.Types;

namespace Kith.GraphQL.Execution;

/// <summary>A field of a response: what the document calls it, and every place that selects it (section 6.3.2).</summary>
internal sealed class ResponseField(string name, FieldDefinition definition)
{
    private readonly OrderedDictionary<ObjectType, Level> _levels = [];
    private SourceLocation? _location;

    public string Name { get; } = name;
    public FieldDefinition Definition { get; } = definition;
    public List<FieldNode> Nodes { get; } = [];

    /// <summary>What is selected of the values found so far, by their types.</summary>
    public IEnumerable<Level> Levels => _levels.Values;

    /// <summary>The first of its places; errors come for each object, so it isn't looked for again.</summary>
    public SourceLocation LocationIn(string source) => _location ??= SourceLocation.At(source, Nodes[0].Position);

    public Level LevelOf(ObjectType type, FieldCollector collector)
    {
        if (!_levels.TryGetValue(type, out var level))
            _levels[type] = level = new Level(type, collector.Collect(type, Nodes.Select(node => node.SelectionSet)));
        return level;
    }
}

/// <summary>
/// All objects of one type at one place of the response, whatever lists they are in. Each of their fields is resolved for all of them at once,
/// so a list costs as many calls as one object.
/// </summary>
internal sealed class Level(ObjectType type, List<ResponseField> fields)
{
    public ObjectType Type { get; } = type;
    public IReadOnlyList<ResponseField> Fields { get; } = fields;
    public List<object?> Parents { get; } = [];

    /// <summary>One for each of <see cref="Parents"/>.</summary>
    public List<ResultObject> Results { get; } = [];

    public int IndexOf(ResponseField field) => fields.IndexOf(field);

    public ResultObject Add(object? parent, ResultNode? node, int index)
    {
        var result = new ResultObject(node, index, Fields);
        Parents.Add(parent);
        Results.Add(result);
        return result;
    }
}

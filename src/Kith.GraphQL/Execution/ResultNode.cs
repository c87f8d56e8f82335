namespace Kith.GraphQL.Execution;

/// <summary>
/// An object or a list of a response while it is made. It knows its place in the one around it, so that an error can set to null what has to be
/// null, and say where it happened.
/// </summary>
internal abstract class ResultNode(ResultNode? parent, int index, int count)
{
    public ResultNode? Parent { get; } = parent;

    /// <summary>The place in <see cref="Parent"/>.</summary>
    public int Index { get; } = index;

    /// <summary>Null, what a scalar or an enum wrote, or a node.</summary>
    public object?[] Values { get; } = new object?[count];

    /// <summary>What a path calls a place: a name or an index.</summary>
    public abstract object NameOf(int index);

    public abstract bool MayBeNull(int index);
}

internal sealed class ResultObject(ResultNode? parent, int index, IReadOnlyList<ResponseField> fields)
    : ResultNode(parent, index, fields.Count)
{
    public IReadOnlyList<ResponseField> Fields { get; } = fields;

    public override object NameOf(int index) => Fields[index].Name;

    public override bool MayBeNull(int index) => !Fields[index].Definition.Type.IsNonNull;
}

internal sealed class ResultList(ResultNode parent, int index, int count, bool mayHaveNulls) : ResultNode(parent, index, count)
{
    public override object NameOf(int index) => index;

    public override bool MayBeNull(int index) => mayHaveNulls;
}

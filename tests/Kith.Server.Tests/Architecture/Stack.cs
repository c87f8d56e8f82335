namespace Kith.Server.Tests.Architecture;

/// <summary>Folders of one root namespace on lines: a folder may use what stands on a lower line, never a higher one, never its neighbour.</summary>
/// <param name="Root">The namespace above the folders; what lies in it directly may be used by all, and uses none of them.</param>
/// <param name="Lines">From the highest line down.</param>
internal sealed record Stack(string Root, params string[][] Lines)
{
    /// <summary>Every use that breaks the rule, told by the member and both folders.</summary>
    public IReadOnlyList<string> Check(IEnumerable<Reference> references) =>
        [
            .. from reference in references
            let violation = Violation(reference)
            where violation is not null
            select violation into text
            group text by text into same
            orderby same.Key
            select same.Key,
        ];

    private string? Violation(Reference reference)
    {
        var from = FolderOf(reference.FromNamespace);
        var to = FolderOf(reference.ToNamespace);
        if (from is null || to is null || to.Length == 0 || from == to)
            return null;
        if (from.Length == 0)
            return $"{reference.FromMember} uses {reference.ToType}: {Root} itself may use none of its folders.";
        var (fromLine, toLine) = (LineOf(from), LineOf(to));
        if (fromLine < 0 || toLine < 0)
            return $"{(fromLine < 0 ? from : to)} stands on no line of the stack; give it one.";
        if (fromLine < toLine)
            return null;
        var where = fromLine == toLine ? "a neighbour of" : "above";
        return $"{reference.FromMember} uses {reference.ToType}: {to} is {where} {from}.";
    }

    /// <summary>Null outside the root, empty in the root itself.</summary>
    private string? FolderOf(string space) =>
        space == Root ? ""
        : space.StartsWith(Root + ".", StringComparison.Ordinal) ? space[(Root.Length + 1)..].Split('.')[0]
        : null;

    private int LineOf(string folder) => Array.FindIndex(Lines, line => line.Contains(folder, StringComparer.Ordinal));
}

using System.Text;

namespace Kith.Server.Tests.Authorization;

/// <summary>The table of <c>authorization.txt</c>: a line per door, a cell per caller.</summary>
internal sealed class AuthorizationTable(IReadOnlyList<string> callers, IReadOnlyDictionary<string, IReadOnlyList<string>> rows)
{
    private const string Gap = "  ";
    private const int Widest = 56;
    private const int Narrowest = 4;

    public IReadOnlyList<string> Callers => callers;

    public IReadOnlyCollection<string> Doors => [.. rows.Keys];

    public string CellOf(string door, string caller) => rows[door][callers.ToList().IndexOf(caller)];

    /// <summary>Lines that begin with # are for whoever reads it; the first other one names the callers.</summary>
    public static AuthorizationTable Read()
    {
        using var stream = typeof(AuthorizationTable).Assembly.GetManifestResourceStream("authorization.txt")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var lines = reader.ReadToEnd().Split('\n').Where(line => line.Trim().Length > 0 && line[0] != '#').Select(Cells).ToList();
        var callers = lines[0];
        var rows = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var line in lines.Skip(1))
        {
            var cells = line.TakeLast(callers.Count).ToList();
            rows.Add(string.Join(' ', line.SkipLast(callers.Count)), cells);
        }

        return new AuthorizationTable(callers, rows);
    }

    /// <summary>A line as it should stand in the file.</summary>
    public static string Line(string door, IEnumerable<string> callers, IEnumerable<string> cells) =>
        (
            door.PadRight(Widest)
            + string.Concat(callers.Zip(cells, (caller, cell) => Gap + cell.PadRight(Math.Max(Narrowest, caller.Length))))
        ).TrimEnd();

    private static IReadOnlyList<string> Cells(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}

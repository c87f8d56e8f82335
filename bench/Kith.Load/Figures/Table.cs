namespace Kith.Load.Figures;

/// <summary>A table in Markdown, as docs/measurements.md keeps it.</summary>
internal sealed class Table(params string[] columns)
{
    private readonly List<string[]> _rows = [columns];

    public void Add(params object[] cells) => _rows.Add([.. cells.Select(Text)]);

    public void Print()
    {
        var widths = columns.Select((_, i) => _rows.Max(row => row[i].Length)).ToArray();
        for (var i = 0; i < _rows.Count; i++)
        {
            Console.WriteLine($"| {string.Join(" | ", _rows[i].Select((cell, c) => cell.PadRight(widths[c])))} |");
            if (i == 0)
                Console.WriteLine($"|{string.Join('|', widths.Select(width => new string('-', width + 2)))}|");
        }

        Console.WriteLine();
    }

    private static string Text(object cell) =>
        cell switch
        {
            double number when double.IsNaN(number) => "–",
            double number when Math.Abs(number) >= 100 => $"{number:N0}",
            double number when Math.Abs(number) >= 10 => $"{number:N1}",
            double number => $"{number:N2}",
            int or long => $"{cell:N0}",
            _ => cell.ToString()!,
        };
}

using System.Globalization;

namespace Kith.Load.Servers;

/// <summary>What Linux tells about a process.</summary>
/// <param name="CpuSeconds">User and system time since its start, to a hundredth of a second.</param>
/// <param name="ResidentBytes">Memory in RAM.</param>
/// <param name="WrittenBytes">What it caused to be sent to disks.</param>
internal sealed record ProcessFigures(double CpuSeconds, long ResidentBytes, long WrittenBytes)
{
    private const double TicksPerSecond = 100;

    public static ProcessFigures Of(int processId)
    {
        // The name may hold spaces and brackets; the fields count from behind it.
        var stat = File.ReadAllText($"/proc/{processId}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return new ProcessFigures(
            (Parse(fields[11]) + Parse(fields[12])) / TicksPerSecond,
            Field($"/proc/{processId}/status", "VmRSS:") * 1024,
            Field($"/proc/{processId}/io", "write_bytes:")
        );
    }

    private static long Field(string file, string name) =>
        Parse(File.ReadLines(file).First(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..].Replace("kB", "").Trim());

    private static long Parse(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}

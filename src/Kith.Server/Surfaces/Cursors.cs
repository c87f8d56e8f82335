using System.Globalization;

namespace Kith.Server.Surfaces;

/// <summary>Cursors of a person's log as clients give them.</summary>
internal static class Cursors
{
    /// <summary>What is no cursor is one that no log has.</summary>
    private const long Unknown = -1;

    /// <summary>Null without one: from now. A log that doesn't know it says so itself.</summary>
    public static long? Read(string? cursor) =>
        string.IsNullOrEmpty(cursor) ? null
        : long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value
        : Unknown;
}

using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Kith.Engine.Models.Http;

/// <summary>Reading members that a server may leave out, send as null, or send as something else.</summary>
internal static class LenientJson
{
    public static JsonElement? Find(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null
            ? member
            : null;

    public static string? FindString(this JsonElement element, string name) =>
        element.Find(name) is { ValueKind: JsonValueKind.String } member ? member.ToText() : null;

    /// <summary>The same text object as before where it says the same, as a stream's events do of its model.</summary>
    public static string? FindString(this JsonElement element, string name, string? before) =>
        element.Find(name) is { ValueKind: JsonValueKind.String } member && member.ValueEquals(before) ? before : element.FindString(name);

    /// <summary>
    /// A string as it is, even when its escapes spell half a character: a server that cuts an answer into pieces may cut there.
    /// </summary>
    public static string? ToText(this JsonElement element)
    {
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            return Unescape(element.GetRawText().AsSpan(1..^1));
        }
    }

    public static long? FindLong(this JsonElement element, string name) =>
        element.Find(name) is { ValueKind: JsonValueKind.Number } member && member.TryGetInt64(out var value) ? value : null;

    public static IEnumerable<JsonElement> FindItems(this JsonElement element, string name) =>
        element.Find(name) is { ValueKind: JsonValueKind.Array } member ? member.EnumerateArray() : [];

    private static string Unescape(ReadOnlySpan<char> raw)
    {
        var text = new StringBuilder(raw.Length);
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '\\')
            {
                text.Append(raw[i]);
                continue;
            }

            i++;
            if (raw[i] == 'u')
            {
                text.Append((char)ushort.Parse(raw.Slice(i + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                i += 4;
                continue;
            }

            text.Append(
                raw[i] switch
                {
                    'b' => '\b',
                    'f' => '\f',
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    var same => same,
                }
            );
        }

        return text.ToString();
    }
}

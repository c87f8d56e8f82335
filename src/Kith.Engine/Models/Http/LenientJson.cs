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
        element.Find(name) is { ValueKind: JsonValueKind.String } member ? member.GetString() : null;

    public static long? FindLong(this JsonElement element, string name) =>
        element.Find(name) is { ValueKind: JsonValueKind.Number } member && member.TryGetInt64(out var value) ? value : null;

    public static IEnumerable<JsonElement> FindItems(this JsonElement element, string name) =>
        element.Find(name) is { ValueKind: JsonValueKind.Array } member ? member.EnumerateArray() : [];
}

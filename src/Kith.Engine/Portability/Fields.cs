using System.Globalization;
using System.Text.Json;

namespace Kith.Engine.Portability;

/// <summary>Reads the members of a JSON object, and keeps the first thing that is wrong with one, with where it stands.</summary>
/// <param name="now">Unix ms.</param>
internal sealed class Fields(long now)
{
    private const int NameLength = 200;

    /// <summary>Clocks are wrong by hours, not by days.</summary>
    private const long MostAhead = 24 * 60 * 60 * 1000;

    /// <summary>Above it, numbers are milliseconds: as seconds it is the year 5138.</summary>
    private const double MostSeconds = 1e11;

    /// <summary>Null while nothing is.</summary>
    public Failure? Wrong { get; private set; }

    /// <summary>Now, in Unix ms.</summary>
    public long Now => now;

    public void Refuse(string where, string text) => Wrong ??= new Invalid(where, text);

    /// <summary>False, and wrong, when it isn't an object.</summary>
    public bool IsObject(JsonElement element, string where)
    {
        if (element.ValueKind == JsonValueKind.Object)
            return true;
        Refuse(where, "must be an object");
        return false;
    }

    /// <summary>Null when it isn't there.</summary>
    public static JsonElement? Find(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>The items of a member that must be an array; none, and wrong, when it isn't.</summary>
    public IEnumerable<(JsonElement Item, string Where)> Items(JsonElement element, string name, string where)
    {
        if (Find(element, name) is { ValueKind: JsonValueKind.Array } array)
            return array.EnumerateArray().Select((item, i) => (item, $"{where}.{name}[{i}]"));
        Refuse($"{where}.{name}", Find(element, name) is null ? "is required" : "must be an array");
        return [];
    }

    /// <summary>As it stands there; null when it isn't there.</summary>
    public string? Text(JsonElement element, string name, string where)
    {
        if (Find(element, name) is not { } value)
            return null;
        try
        {
            if (value.ValueKind == JsonValueKind.String)
                return value.GetString();
            Refuse($"{where}.{name}", "must be a string");
        }
        catch (InvalidOperationException)
        {
            Refuse($"{where}.{name}", "is not well-formed Unicode");
        }

        return null;
    }

    /// <summary>Text on one line; null when it isn't there or is blank.</summary>
    public string? Name(JsonElement element, string name, string where, int length = NameLength) =>
        Name(Text(element, name, where), $"{where}.{name}", length);

    /// <summary>As above, of text that was read already.</summary>
    public string? Name(string? text, string where, int length = NameLength) =>
        string.IsNullOrWhiteSpace(text) ? null : Check(TextRules.CheckName(where, text, length));

    /// <summary>What something is called elsewhere: text, or a number.</summary>
    public string? Id(JsonElement element, string name, string where) =>
        Find(element, name) is { ValueKind: JsonValueKind.Number } number ? number.GetRawText() : Name(element, name, where);

    /// <summary>As above, of an item of a list.</summary>
    public string? Id(JsonElement item, string where)
    {
        try
        {
            if (item.ValueKind is JsonValueKind.Number)
                return item.GetRawText();
            if (item.ValueKind is JsonValueKind.String)
                return Name(item.GetString(), where);
            Refuse(where, "must be a string");
        }
        catch (InvalidOperationException)
        {
            Refuse(where, "is not well-formed Unicode");
        }

        return null;
    }

    /// <summary>A number; null when it isn't there.</summary>
    public double? Number(JsonElement element, string name, string where, double least, double most)
    {
        if (Find(element, name) is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number >= least && number <= most)
            return number;
        Refuse($"{where}.{name}", $"must be a number between {least} and {most}");
        return null;
    }

    /// <summary>Text over several lines; null when it isn't there or is blank.</summary>
    /// <param name="clean">Whether what has no place in it is left out, not refused.</param>
    public string? Long(JsonElement element, string name, string where, int bytes, bool clean = false)
    {
        var text = Text(element, name, where);
        if (clean && text is not null)
            text = TextRules.Clean(text);
        return string.IsNullOrWhiteSpace(text) ? null : Check(TextRules.CheckLong($"{where}.{name}", text, bytes));
    }

    public static bool Flag(JsonElement element, string name, bool otherwise = false) =>
        Find(element, name)?.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => otherwise,
        };

    /// <summary>A time in Unix ms: RFC 3339, where one without an offset is UTC, or a number of seconds or milliseconds. Null when it isn't there.</summary>
    public long? Time(JsonElement element, string name, string where)
    {
        if (Find(element, name) is not { } value)
            return null;
        if (ReadTime(value) is { } time && time >= 0 && time <= now + MostAhead)
            return time;
        Refuse($"{where}.{name}", "must be a time between 1970 and now, such as 2026-01-31T12:00:00Z");
        return null;
    }

    /// <summary>As <see cref="Time"/>, also long ago and in the future.</summary>
    public long? AnyTime(JsonElement element, string name, string where)
    {
        if (Find(element, name) is not { } value)
            return null;
        if (ReadTime(value) is { } time && time >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds())
            return time;
        Refuse($"{where}.{name}", "must be a time, such as 2026-01-31T12:00:00Z");
        return null;
    }

    /// <summary>As <see cref="Time"/>; what makes no sense is as if it weren't there.</summary>
    public long? TimeIfAny(JsonElement element, string name) =>
        Find(element, name) is { } value && ReadTime(value) is { } time && time > 0 && time <= now + MostAhead ? time : null;

    private static long? ReadTime(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Number)
            return value.GetDouble() switch
            {
                var number when !double.IsFinite(number) || Math.Abs(number) > MostSeconds * 1000 => null,
                var number => (long)(number > MostSeconds ? number : number * 1000),
            };
        try
        {
            return
                value.ValueKind == JsonValueKind.String
                && DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
                ? time.ToUnixTimeMilliseconds()
                : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private string? Check(Result<string> result)
    {
        if (result.Try(out var text, out var failure))
            return text;
        Wrong ??= failure;
        return null;
    }
}

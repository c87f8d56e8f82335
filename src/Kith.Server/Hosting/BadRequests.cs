using System.Text.Json;
using System.Text.RegularExpressions;

namespace Kith.Server.Hosting;

/// <summary>
/// Says in our words what the framework found wrong with a request. Its own sentences name .NET types and would tell a stranger
/// how we are built; they have no code to tell them apart by, so they are recognised by their text, which tests hold.
/// </summary>
internal static partial class BadRequests
{
    public static Problem Describe(BadHttpRequestException exception)
    {
        if (exception is BadHeaderException header)
            return Invalid(header.Header, header.Text);
        if (exception.StatusCode != StatusCodes.Status400BadRequest)
            return Problem.From(exception.StatusCode);
        if (exception.InnerException is JsonException json)
            return Describe(json);
        if (exception.InnerException is BadHttpRequestException inner)
            return Describe(inner);
        if (exception.Message.Contains("no body was provided", StringComparison.Ordinal))
            return Invalid("body", "A JSON body is expected.");
        if (Parameter().Match(exception.Message) is { Success: true } parameter)
        {
            var name = JsonNamingPolicy.SnakeCaseLower.ConvertName(parameter.Groups["name"].Value);
            return exception.Message.Contains("from body", StringComparison.Ordinal)
                ? Invalid("body", "A JSON body is expected.")
                : Invalid(
                    name,
                    exception.Message.StartsWith("Required", StringComparison.Ordinal) ? "This is required." : "This has the wrong form."
                );
        }
        return Problem.From(StatusCodes.Status400BadRequest);
    }

    public static Problem Describe(JsonException exception)
    {
        var path =
            exception.Path is null or "$" ? ""
            : exception.Path.StartsWith("$.", StringComparison.Ordinal) ? exception.Path[2..]
            : exception.Path[1..];
        var text = exception.Message;
        if (text.Contains("maximum configured depth", StringComparison.Ordinal))
            return Invalid("body", "The JSON is nested too deeply: 32 levels are allowed.");
        if (text.Contains("missing required properties", StringComparison.Ordinal))
        {
            var missing = Quoted().Matches(text.Split("including:")[^1]).Select(m => Join(path, m.Groups["text"].Value));
            return new Problem(400, "invalid", "Something required is missing.")
            {
                Errors = missing.ToDictionary(name => name, string[] (_) => ["This is required."], StringComparer.Ordinal),
            };
        }
        if (text.Contains("could not be mapped to any .NET member", StringComparison.Ordinal))
            return Invalid(Named(text, path), "There is no such member.");
        if (text.Contains("Duplicate propert", StringComparison.OrdinalIgnoreCase))
            return Invalid(Named(text, path), "This is given twice.");
        // The reader's own exceptions carry a position and no .NET type; the serializer's say "could not be converted".
        if (exception.GetType() != typeof(JsonException))
            return Malformed(exception);
        if (exception.InnerException is JsonException reader)
            return text.Contains("depth", StringComparison.Ordinal) ? Describe(reader) : Malformed(exception);
        return Invalid(path.Length == 0 ? "body" : path, "This has the wrong type.");
    }

    private static Problem Malformed(JsonException exception) =>
        Invalid("body", $"This is not valid JSON: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}.");

    private static Problem Invalid(string field, string text) => Problem.From(new Kith.Engine.Invalid(field, text));

    /// <summary>The member the text quotes, at its path: some messages end their path with the member, some at its parent.</summary>
    private static string Named(string text, string path)
    {
        if (Quoted().Match(text) is not { Success: true } match)
            return path.Length == 0 ? "body" : path;
        var member = match.Groups["text"].Value;
        return path == member || path.EndsWith("." + member, StringComparison.Ordinal) ? path : Join(path, member);
    }

    private static string Join(string path, string member) => path.Length == 0 ? member : $"{path}.{member}";

    [GeneratedRegex("'(?<text>[^']*)'", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Quoted();

    [GeneratedRegex("""parameter "\S+ (?<name>\w+)" """, RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Parameter();
}

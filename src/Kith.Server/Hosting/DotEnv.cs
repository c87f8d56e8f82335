using System.Globalization;
using System.Text;

namespace Kith.Server.Hosting;

/// <summary>
/// A strict reader of <c>.env</c> files: <c>NAME=value</c>, <c>export NAME=value</c>, <c>#</c> comments, 'literal' and "escaped"
/// values. Nothing is expanded and no value spans lines, so what is written is what is meant.
/// </summary>
internal static class DotEnv
{
    /// <summary>What the file sets; nothing if it doesn't exist.</summary>
    /// <exception cref="SetupException">Lists every line that isn't understood, by number.</exception>
    public static IReadOnlyDictionary<string, string> Read(string file) =>
        File.Exists(file) ? Parse(File.ReadAllLines(file), file) : new Dictionary<string, string>(StringComparer.Ordinal);

    public static IReadOnlyDictionary<string, string> Parse(IReadOnlyList<string> lines, string file)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var problems = new List<string>();
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i].Trim();
            if (line.Length == 0 || line[0] == '#')
                continue;
            var problem = ParseLine(line, out var name, out var value);
            if (problem is null && !values.TryAdd(name, value))
                problem = $"{name} is set twice";
            if (problem is not null)
                problems.Add(string.Create(CultureInfo.InvariantCulture, $"{file}, line {i + 1}: {problem}."));
        }
        return problems.Count == 0 ? values : throw new SetupException(problems);
    }

    private static string? ParseLine(string line, out string name, out string value)
    {
        value = "";
        if (line.StartsWith("export ", StringComparison.Ordinal))
            line = line[7..].TrimStart();
        var equals = line.IndexOf('=');
        name = equals < 0 ? line : line[..equals].TrimEnd();
        if (equals < 0)
            return "expected NAME=value";
        if (name.Length == 0 || char.IsAsciiDigit(name[0]) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            return "a name consists of letters, digits and underscores";
        return ParseValue(line[(equals + 1)..].TrimStart(), out value);
    }

    private static string? ParseValue(string text, out string value)
    {
        value = "";
        if (text.Length == 0 || text[0] is not ('"' or '\''))
        {
            var comment = text.StartsWith('#') ? 0 : text.IndexOf(" #", StringComparison.Ordinal);
            value = (comment < 0 ? text : text[..comment]).TrimEnd();
            return null;
        }
        var builder = new StringBuilder();
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == text[0])
            {
                value = builder.ToString();
                var rest = text[(i + 1)..].TrimStart();
                return rest.Length == 0 || rest[0] == '#' ? null : "only a comment may follow the closing quote";
            }
            if (text[i] != '\\' || text[0] == '\'')
                builder.Append(text[i]);
            else if (++i < text.Length && Unescape(text[i]) is { } character)
                builder.Append(character);
            else
                return "inside double quotes a backslash may only stand before n, t, \", $ or another backslash";
        }
        return "the closing quote is missing";
    }

    private static char? Unescape(char character) =>
        character switch
        {
            'n' => '\n',
            't' => '\t',
            '"' or '\\' or '$' => character,
            _ => null,
        };
}

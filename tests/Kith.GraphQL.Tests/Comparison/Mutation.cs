using System.Text.RegularExpressions;

namespace Kith.GraphQL.Tests.Comparison;

/// <summary>Damages documents: tokens and characters go, come twice, change places or become others.</summary>
internal static partial class Mutation
{
    private static readonly string[] s_pieces =
    [
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        ":",
        "!",
        "$",
        "@",
        "...",
        "on",
        "fragment",
        "query",
        "subscription",
        "null",
        "true",
        "\"",
        "\"\"\"",
        "#",
        "0",
        "-1",
        "01",
        "1.",
        "1e",
        ".5",
        "1a",
        "\"\\q\"",
        "\"\\uD83D\\uDE00\"",
        "\"\\uD83D\"",
        "\"\\u{1F600}\"",
        "\"\\u{}\"",
        "\"\\u{110000}\"",
        "\uFEFF",
        "\u00e9",
        "\u0000",
        "\u0007",
        "\"\u0007\"",
        "\"\u00e9\"",
        "\"a\nb\"",
        "\"\"\"a\nb\"\"\"",
        "\"\"\"\\\"\"\"\"\"\"",
        ",,",
        "&",
        "|",
        "=",
        "..",
        "\"described\" query",
        "\"described\"",
        "extend",
        "type",
        "a",
        "id",
        "User",
        "Int",
    ];

    public static string Apply(string document, Random random)
    {
        var pieces = Tokens().Matches(document).Select(match => match.Value).ToList();
        for (var i = 1 + random.Next(2); i > 0 && pieces.Count > 0; i--)
        {
            var at = random.Next(pieces.Count);
            switch (random.Next(5))
            {
                case 0:
                    pieces.RemoveAt(at);
                    break;
                case 1:
                    pieces.Insert(at, pieces[random.Next(pieces.Count)]);
                    break;
                case 2:
                    (pieces[at], pieces[^1]) = (pieces[^1], pieces[at]);
                    break;
                default:
                    pieces[at] = s_pieces[random.Next(s_pieces.Length)];
                    break;
            }
        }
        return string.Concat(pieces);
    }

    [GeneratedRegex("\\w+|\\.\\.\\.|\\s+|.", RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Tokens();
}

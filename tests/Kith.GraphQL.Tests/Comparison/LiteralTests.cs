using System.Text;

namespace Kith.GraphQL.Tests.Comparison;

/// <summary>Strings and numbers, whose small rules random documents hardly meet.</summary>
public sealed class LiteralTests(ITestOutputHelper output)
{
    private const int Literals = 4_000;

    private static readonly string[] s_pieces =
    [
        "\\u0041",
        "\\u00e9",
        "\\u{1F600}",
        "\\u{0041}",
        "\\u{00000041}",
        "\\u{}",
        "\\u{110000}",
        "\\u{D83D}",
        "\\uD83D\\uDE00",
        "\\uD83D",
        "\\uDE00",
        "\\u00",
        "\\n",
        "\\t",
        "\\\"",
        "\\\\",
        "\\/",
        "\\b",
        "\\q",
        "\\",
        "\"",
        "\"\"",
        "\\\"\"\"",
        "a",
        "b c",
        "é",
        "\uD83D\uDE00",
        " ",
        "  ",
        "\t",
        "\n",
        "\r\n",
        "\r",
        "#",
        "{",
        "\u0001",
    ];

    [Fact]
    public async Task Random_strings_and_numbers_are_read_alike()
    {
        var random = new Random(20250903);
        var requests = Enumerable
            .Range(0, Literals)
            .Select(i => i % 4 == 0 ? $"{{ count(a: {Number(random)}) }}" : $"{{ count(c: {Text(random, isBlock: i % 4 > 1)}) }}")
            .Select(query => new TestRequest(query, null, "{}"))
            .ToList();

        var count = await ReferenceComparison.CompareAsync(requests, output);

        Assert.InRange(count["not parsed"], Literals / 10, Literals / 2);
    }

    private static string Text(Random random, bool isBlock)
    {
        var quotes = isBlock ? "\"\"\"" : "\"";
        return quotes + string.Concat(random.GetItems(s_pieces, random.Next(isBlock ? 12 : 6))) + quotes;
    }

    private static string Number(Random random)
    {
        var text = new StringBuilder();
        foreach (var part in new[] { "-", "0", "12", ".", "5", "e", "+", "3", "07", "1e400", "_" })
        {
            if (random.Next(3) == 0)
                text.Append(part);
        }
        return text.Length == 0 ? "1" : text.ToString();
    }
}

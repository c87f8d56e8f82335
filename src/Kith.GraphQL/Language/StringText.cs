using System.Globalization;
using System.Text;

namespace Kith.GraphQL.Language;

/// <summary>Reads string values (section 2.9.4). Positions stand at the opening quotation mark, and behind the closing one afterwards.</summary>
internal static class StringText
{
    public static string Read(string source, ref int position)
    {
        var start = position++;
        var text = new StringBuilder();
        while (position < source.Length && source[position] is not ('\r' or '\n'))
        {
            var c = source[position];
            if (c == '"')
            {
                position++;
                return text.ToString();
            }
            if (c == '\\')
            {
                ReadEscape(source, ref position, text);
                continue;
            }
            var length = LengthOfCharacter(source, position);
            text.Append(source, position, length);
            position += length;
        }
        throw new SyntaxException("The string isn't closed.", start);
    }

    /// <summary>A block string: lines as they are, without what they are indented by together.</summary>
    public static string ReadBlock(string source, ref int position)
    {
        var start = position;
        position += 3;
        var text = new StringBuilder();
        while (position < source.Length)
        {
            var rest = source.AsSpan(position);
            if (rest.StartsWith("\"\"\""))
            {
                position += 3;
                return BlockString.Dedent(text.ToString());
            }
            if (rest.StartsWith("\\\"\"\""))
            {
                text.Append("\"\"\"");
                position += 4;
                continue;
            }
            var length = LengthOfCharacter(source, position);
            text.Append(source, position, length);
            position += length;
        }
        throw new SyntaxException("The block string isn't closed.", start);
    }

    /// <summary>Of the Unicode character at a position: 1, or 2 for a pair of surrogates. Half a pair is no character (section 2.1).</summary>
    public static int LengthOfCharacter(string source, int position)
    {
        if (!char.IsSurrogate(source[position]))
            return 1;
        if (position + 1 < source.Length && char.IsSurrogatePair(source[position], source[position + 1]))
            return 2;
        throw new SyntaxException("Half of a surrogate pair is no character.", position);
    }

    private static void ReadEscape(string source, ref int position, StringBuilder text)
    {
        var start = position;
        var c = position + 1 < source.Length ? source[position + 1] : '\0';
        position += 2;
        var plain = c switch
        {
            '"' or '\\' or '/' => c,
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => '\0',
            _ => throw new SyntaxException("There is no such escape sequence.", start),
        };
        if (c != 'u')
            text.Append(plain);
        else if (position < source.Length && source[position] == '{')
            text.Append(ReadVariableWidth(source, ref position, start));
        else
            text.Append(ReadFixedWidth(source, ref position, start));
    }

    /// <summary><c>\u{1F600}</c>: any number of digits.</summary>
    private static Rune ReadVariableWidth(string source, ref int position, int start)
    {
        var end = source.IndexOf('}', position);
        var digits = end < 0 ? default : source.AsSpan(position + 1, end - position - 1);
        if (digits.IsEmpty || !IsHex(digits))
            throw InvalidEscape(start);
        digits = digits.TrimStart('0');
        var value = digits.Length switch
        {
            0 => 0,
            <= 6 => Hex(digits),
            _ => int.MaxValue,
        };
        position = end + 1;
        return Rune.TryCreate(value, out var rune) ? rune : throw InvalidEscape(start);
    }

    /// <summary><c>\u00e9</c>, or a pair of surrogates: <c>\uD83D\uDE00</c>.</summary>
    private static Rune ReadFixedWidth(string source, ref int position, int start)
    {
        var first = ReadFourDigits(source, position, start);
        position += 4;
        if (Rune.TryCreate(first, out var rune))
            return rune;
        if (!source.AsSpan(position).StartsWith("\\u"))
            throw InvalidEscape(start);
        var second = ReadFourDigits(source, position + 2, start);
        position += 6;
        return Rune.TryCreate(first, second, out rune) ? rune : throw InvalidEscape(start);
    }

    private static char ReadFourDigits(string source, int position, int start)
    {
        if (position + 4 > source.Length || !IsHex(source.AsSpan(position, 4)))
            throw InvalidEscape(start);
        return (char)Hex(source.AsSpan(position, 4));
    }

    private static bool IsHex(ReadOnlySpan<char> digits)
    {
        foreach (var digit in digits)
        {
            if (!char.IsAsciiHexDigit(digit))
                return false;
        }
        return true;
    }

    private static int Hex(ReadOnlySpan<char> digits) => int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static SyntaxException InvalidEscape(int start) => new("The escape sequence names no character.", start);
}

using System.Buffers;
using System.Globalization;

namespace Kith.GraphQL.Language;

/// <summary>Cuts a document into tokens (section 2.1), and stops after the allowed number of them.</summary>
internal sealed class Lexer(string source, int maxTokens)
{
    private static readonly SearchValues<char> s_nameCharacters = SearchValues.Create(
        "_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    );

    private int _position;
    private int _tokens;

    /// <exception cref="SyntaxException">No token begins here, or there were too many.</exception>
    public Token Next()
    {
        SkipIgnored();
        if (_position >= source.Length)
            return new Token(TokenKind.EndOfFile, source.Length, "");
        if (++_tokens > maxTokens)
            throw new SyntaxException($"The document has more than {maxTokens} tokens.", _position, isLimit: true);
        var start = _position;
        var c = source[start];
        if (IsNameStart(c))
            return new Token(TokenKind.Name, start, ReadName());
        if (c == '-' || char.IsAsciiDigit(c))
            return ReadNumber();
        if (c == '"')
        {
            var text = source.AsSpan(start).StartsWith("\"\"\"")
                ? StringText.ReadBlock(source, ref _position)
                : StringText.Read(source, ref _position);
            return new Token(TokenKind.String, start, text);
        }
        return new Token(TokenKind.Punctuator, start, ReadPunctuator(c));
    }

    /// <summary>What has no meaning (section 2.1.7): white space, line ends, commas, comments, byte order marks.</summary>
    private void SkipIgnored()
    {
        for (; _position < source.Length; _position++)
        {
            switch (source[_position])
            {
                case ' ' or '\t' or '\r' or '\n' or ',' or '\uFEFF':
                    break;
                case '#':
                    SkipComment();
                    break;
                default:
                    return;
            }
        }
    }

    private void SkipComment()
    {
        // The caller takes the step over the last character.
        while (_position + 1 < source.Length && source[_position + 1] is not ('\r' or '\n'))
        {
            _position++;
            _position += StringText.LengthOfCharacter(source, _position) - 1;
        }
    }

    private string ReadName()
    {
        var start = _position;
        var rest = source.AsSpan(start);
        var length = rest.IndexOfAnyExcept(s_nameCharacters);
        _position += length < 0 ? rest.Length : length;
        return source[start.._position];
    }

    /// <summary>Sections 2.9.1 and 2.9.2.</summary>
    private Token ReadNumber()
    {
        var start = _position;
        var kind = TokenKind.Int;
        if (Peek() == '-')
            _position++;
        if (Peek() == '0')
        {
            _position++;
            if (char.IsAsciiDigit(Peek()))
                throw Unexpected("A number can't begin with 0 and another digit");
        }
        else
        {
            ReadDigits();
        }
        if (Peek() == '.')
        {
            kind = TokenKind.Float;
            _position++;
            ReadDigits();
        }
        if (Peek() is 'e' or 'E')
        {
            kind = TokenKind.Float;
            _position++;
            if (Peek() is '+' or '-')
                _position++;
            ReadDigits();
        }
        if (Peek() == '.' || IsNameStart(Peek()))
            throw Unexpected("A number can't be followed by this");
        return new Token(kind, start, source[start.._position]);
    }

    private void ReadDigits()
    {
        if (!char.IsAsciiDigit(Peek()))
            throw Unexpected("A digit was expected");
        while (char.IsAsciiDigit(Peek()))
            _position++;
    }

    private string ReadPunctuator(char c)
    {
        if (c == '.' && source.AsSpan(_position).StartsWith("..."))
        {
            _position += 3;
            return "...";
        }
        var punctuator = c switch
        {
            '!' => "!",
            '$' => "$",
            '&' => "&",
            '(' => "(",
            ')' => ")",
            ':' => ":",
            '=' => "=",
            '@' => "@",
            '[' => "[",
            ']' => "]",
            '{' => "{",
            '|' => "|",
            '}' => "}",
            _ => throw Unexpected("No token begins like this"),
        };
        _position++;
        return punctuator;
    }

    private char Peek() => _position < source.Length ? source[_position] : '\0';

    private static bool IsNameStart(char c) => c == '_' || char.IsAsciiLetter(c);

    private SyntaxException Unexpected(string what)
    {
        var found = _position < source.Length ? Show(source[_position]) : "the end of the document";
        return new SyntaxException($"{what}: {found}.", _position);
    }

    private static string Show(char c) =>
        c is > ' ' and < '\u007F' ? $"\"{c}\"" : string.Create(CultureInfo.InvariantCulture, $"U+{(int)c:X4}");
}

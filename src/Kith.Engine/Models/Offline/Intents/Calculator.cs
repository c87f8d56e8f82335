using System.Globalization;

namespace Kith.Engine.Models.Offline.Intents;

/// <summary>Sums: numbers, + - * / ^ %, brackets, square roots. Nothing else is evaluated, and nothing deep or large.</summary>
internal ref struct Calculator(ReadOnlySpan<char> text)
{
    private const int MostDepth = 16,
        MostLength = 120;

    private readonly ReadOnlySpan<char> _text = text.Length > MostLength ? [] : text;
    private int _at = 0;
    private int _depth = 0;
    private bool _failed = false;

    /// <summary>How many operators there were: a lone number is no sum.</summary>
    public int Operators { get; private set; }

    /// <summary>True when there was a division by nothing.</summary>
    public bool DividedByZero { get; private set; }

    /// <summary>The value; null when the text is no sum; NaN or infinite where arithmetic has no answer.</summary>
    public double? Value()
    {
        var value = Sum();
        Skip();
        return _failed || _at < _text.Length || Operators == 0 ? null : value;
    }

    private double Sum()
    {
        if (++_depth > MostDepth)
        {
            return Fail();
        }
        var value = Product();
        while (!_failed && Next('+', '-') is { } sign)
        {
            var right = Product();
            value = sign == '+' ? value + right : value - right;
        }
        _depth--;
        return value;
    }

    private double Product()
    {
        var value = Power();
        while (!_failed && Next('*', '/') is { } sign)
        {
            var right = Power();
            DividedByZero |= sign == '/' && right == 0;
            value = sign == '*' ? value * right : value / right;
        }
        return value;
    }

    private double Power()
    {
        var value = Signed();
        if (!_failed && Next('^', '^') is not null)
        {
            // Right to left, as written by hand; the depth counts here too.
            _depth++;
            value = _depth > MostDepth ? Fail() : Math.Pow(value, Power());
            _depth--;
        }
        return value;
    }

    private double Signed()
    {
        Skip();
        var negative = false;
        while (_at < _text.Length && _text[_at] == '-')
        {
            negative = !negative;
            _at++;
            Skip();
        }
        var value = Atom();
        return negative ? -value : value;
    }

    private double Atom()
    {
        Skip();
        if (_at < _text.Length && _text[_at] is '(' or '√')
        {
            var root = _text[_at++] == '√';
            if (root)
            {
                Operators++;
                _depth++;
                var under = _depth > MostDepth ? Fail() : Atom();
                _depth--;
                return Math.Sqrt(under);
            }
            var inside = Sum();
            Skip();
            return _at < _text.Length && _text[_at++] == ')' ? inside : Fail();
        }
        var start = _at;
        while (_at < _text.Length && (char.IsAsciiDigit(_text[_at]) || _text[_at] == '.'))
        {
            _at++;
        }
        if (!double.TryParse(_text[start.._at], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
        {
            return Fail();
        }
        Skip();
        if (_at < _text.Length && _text[_at] == '%')
        {
            _at++;
            Operators++;
            return value / 100;
        }
        return value;
    }

    private char? Next(char one, char other)
    {
        Skip();
        if (_at >= _text.Length || (_text[_at] != one && _text[_at] != other))
        {
            return null;
        }
        Operators++;
        return _text[_at++];
    }

    private void Skip()
    {
        while (_at < _text.Length && _text[_at] == ' ')
        {
            _at++;
        }
    }

    private double Fail()
    {
        _failed = true;
        return 0;
    }
}

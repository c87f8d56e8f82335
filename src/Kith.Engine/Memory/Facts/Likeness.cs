using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Kith.Engine.Memory.Search;

namespace Kith.Engine.Memory.Facts;

/// <summary>
/// What makes two statements the same: kind, subject, and the words that carry the meaning, as the index folds and stems them. Words that
/// deny, and those that tell before from after, are among them.
/// </summary>
internal sealed class Likeness
{
    private static readonly FrozenSet<string> s_idle = "a an and am are as at be has have in is it its of on that the to"
        .Split(' ')
        .ToFrozenSet(StringComparer.Ordinal);

    private readonly string _text;
    private readonly FrozenSet<string> _words;

    private Likeness(string kind, string subject, string text)
    {
        _words = Words(text);
        _text =
            $"{kind}\n{string.Join(' ', Words(subject).Order(StringComparer.Ordinal))}\n"
            + string.Join(' ', _words.Order(StringComparer.Ordinal));
    }

    public static Likeness Of(string kind, string subject, string text) => new(kind, subject, text);

    public static Likeness Of(Fact fact) => new(fact.Kind, fact.Subject, fact.Text);

    public bool IsSame(Likeness other) => _text == other._text;

    /// <summary>One of them says what the other says, and perhaps more: <c>Works.</c> and <c>Works as a nurse.</c></summary>
    public bool IsPartOrWhole(Likeness other) => _words.IsSubsetOf(other._words) || other._words.IsSubsetOf(_words);

    /// <summary>Tells whether another one is the same, and doesn't tell what it is.</summary>
    public string Hash => HashOf(_text);

    /// <summary>As above, of what isn't a statement.</summary>
    public static string HashOf(string what) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(what)));

    private static FrozenSet<string> Words(string text)
    {
        var tokens = Tokeniser.Read(text);
        var telling = tokens.Where(token => !s_idle.Contains(token.Word)).Select(token => token.Term).ToFrozenSet(StringComparer.Ordinal);
        return telling.Count > 0 ? telling : tokens.Select(token => token.Term).ToFrozenSet(StringComparer.Ordinal);
    }
}

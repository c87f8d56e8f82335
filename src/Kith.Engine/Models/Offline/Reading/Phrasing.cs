using System.Text;

namespace Kith.Engine.Models.Offline.Reading;

/// <summary>Small matters of writing.</summary>
internal static class Phrasing
{
    /// <summary>With a capital first letter.</summary>
    public static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>"a", "a and b", "a, b and c".</summary>
    public static string List(IReadOnlyList<string> items, string last = "and") =>
        items switch
        {
            [] => "",
            [var only] => only,
            _ => $"{string.Join(", ", items.Take(items.Count - 1))} {last} {items[^1]}",
        };

    /// <summary>What a provider would charge, roughly: UTF-8 bytes by four, rounded up.</summary>
    public static int Tokens(string text) => (Encoding.UTF8.GetByteCount(text) + 3) / 4;

    /// <summary>A remembered text short and flat enough to quote.</summary>
    public static string Quotable(string text, int most = 140)
    {
        var flat = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (flat.Length <= most)
        {
            return flat;
        }
        var cut = flat.LastIndexOf(' ', most);
        return flat[..(cut > 0 ? cut : most)].TrimEnd() + "…";
    }

    /// <summary>
    /// The longest beginning of <paramref name="text"/> of at most <paramref name="most"/> tokens that ends with a sentence; failing that,
    /// with a word, and then it counts as truncated.
    /// </summary>
    public static (string Text, bool Truncated) Fit(string text, int? most)
    {
        if (most is not > 0 || Tokens(text) <= most)
        {
            return (text, false);
        }
        for (var end = text.Length - 1; end > 0; end--)
        {
            var endsSentence = text[end - 1] is '.' or '!' or '?' && char.IsWhiteSpace(text[end]);
            if (endsSentence && Tokens(text[..end]) <= most)
            {
                return (text[..end], false);
            }
        }
        var cut = text.Length;
        while (cut > 0 && (Tokens(text[..cut]) > most || (cut < text.Length && char.IsLowSurrogate(text[cut]))))
        {
            cut--;
        }
        var space = text.LastIndexOf(' ', Math.Max(cut - 1, 0));
        return (text[..(space > 0 ? space : cut)], true);
    }
}

using System.Collections.Frozen;
using System.Reflection;
using System.Text;

namespace Kith.Engine.Users;

/// <summary>
/// What guessers try first: a usual word with digits or signs around it and the usual replacements inside (<c>P@ssw0rd2024!</c>), walks
/// over the keyboard or through the alphabet, and the same few characters again and again.
/// </summary>
internal static class CommonPasswords
{
    private const int LongestAffixes = 8;
    private const int FewestDistinct = 5;
    private const int ShortestWalk = 3;

    private static readonly FrozenSet<string> Words = ReadWords();

    /// <summary>In pairs of both directions.</summary>
    private static readonly string[] Walks =
    [
        .. new[]
        {
            "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
            "01234567890123456789",
            "qwertyuiop[]qwertyuiop",
            "qwertzuiop",
            "azertyuiop",
            "asdfghjkl;'asdfghjkl",
            "zxcvbnm,./zxcvbnm",
            "1q2w3e4r5t6y7u8i9o0p",
            "q1w2e3r4t5y6u7i8o9p0",
            "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/",
            "qazwsxedcrfvtgbyhnujmikolp",
            "zaq12wsxcde34rfvbgt56yhn",
            "a1b2c3d4e5f6g7h8i9j0",
            "!@#$%^&*()_+",
            "147258369",
            "159357",
        }.SelectMany(row => new[] { row, string.Concat(row.Reverse()) }),
    ];

    public static bool Contains(string password)
    {
        var text = password.ToLowerInvariant();
        return text.Distinct().Count() < FewestDistinct || IsWalk(text) || IsWord(text) || IsWord(UnitOf(text));
    }

    /// <summary>
    /// The letters in the middle, with the usual replacements undone; empty when more was around them than an affix. "P@ssw0rd24!" →
    /// "password".
    /// </summary>
    public static string StemOf(string password)
    {
        var text = password.ToLowerInvariant();
        var core = text.AsSpan().Trim("0123456789 !?.,;:-_#*+/\\=&%()[]{}<>\"'`~^|€£§°");
        if (text.Length - core.Length > LongestAffixes)
            return "";
        var stem = new StringBuilder(core.Length);
        foreach (var c in core)
            if (Letter(c) is { } letter)
                stem.Append(letter);
        return stem.ToString();
    }

    private static bool IsWord(string text)
    {
        var stem = StemOf(text);
        return Words.Contains(stem) || Words.Contains(UnitOf(stem));
    }

    /// <summary>"abcabc" → "abc"; what doesn't repeat stays as it is.</summary>
    private static string UnitOf(string text)
    {
        for (var length = 1; length <= text.Length / 2; length++)
            if (text.Length % length == 0 && text.AsSpan(length).SequenceEqual(text.AsSpan(0, text.Length - length)))
                return text[..length];
        return text;
    }

    /// <summary>Made of nothing but stretches of at least three neighbours, each longest first; or one short unit repeated.</summary>
    private static bool IsWalk(string text)
    {
        if (UnitOf(text).Length < FewestDistinct)
            return true;
        for (var i = 0; i < text.Length; )
        {
            var length = text.Length - i;
            while (length >= ShortestWalk && !Walks.Any(row => row.Contains(text.Substring(i, length), StringComparison.Ordinal)))
                length--;
            if (length < ShortestWalk)
                return false;
            i += length;
        }

        return true;
    }

    private static char? Letter(char c) =>
        c switch
        {
            '0' => 'o',
            '1' or '!' or '|' => 'i',
            '3' => 'e',
            '4' or '@' => 'a',
            '5' or '$' => 's',
            '7' => 't',
            '8' => 'b',
            ' ' or '-' or '_' or '.' => null,
            _ => c,
        };

    private static FrozenSet<string> ReadWords()
    {
        var assembly = Assembly.GetExecutingAssembly();
        using var reader = new StreamReader(assembly.GetManifestResourceStream("Kith.Engine.Users.common-passwords.txt")!);
        return reader.ReadToEnd().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
    }
}

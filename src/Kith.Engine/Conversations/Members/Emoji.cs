using System.Text;

namespace Kith.Engine.Conversations.Members;

/// <summary>What counts as one emoji: a picture, perhaps with a skin tone, several joined to one, a flag, or a keycap.</summary>
public static class Emoji
{
    /// <summary>The longest there are have 35.</summary>
    private const int MostBytes = 64;

    private const int AsPicture = 0xFE0F;
    private const int Joiner = 0x200D;
    private const int Keycap = 0x20E3;
    private const int BlackFlag = 0x1F3F4;
    private const int LastTag = 0xE007F;

    /// <summary>
    /// Pictures by their first and last code points. Below U+10000 those that are; above whole blocks, for pictures are still added to them.
    /// </summary>
    private static readonly (int First, int Last)[] s_pictures =
    [
        (0xA9, 0xA9),
        (0xAE, 0xAE),
        (0x203C, 0x203C),
        (0x2049, 0x2049),
        (0x2122, 0x2122),
        (0x2139, 0x2139),
        (0x2194, 0x2199),
        (0x21A9, 0x21AA),
        (0x231A, 0x231B),
        (0x2328, 0x2328),
        (0x23CF, 0x23CF),
        (0x23E9, 0x23F3),
        (0x23F8, 0x23FA),
        (0x24C2, 0x24C2),
        (0x25AA, 0x25AB),
        (0x25B6, 0x25B6),
        (0x25C0, 0x25C0),
        (0x25FB, 0x25FE),
        (0x2600, 0x2604),
        (0x260E, 0x260E),
        (0x2611, 0x2611),
        (0x2614, 0x2615),
        (0x2618, 0x2618),
        (0x261D, 0x261D),
        (0x2620, 0x2620),
        (0x2622, 0x2623),
        (0x2626, 0x2626),
        (0x262A, 0x262A),
        (0x262E, 0x262F),
        (0x2638, 0x263A),
        (0x2640, 0x2640),
        (0x2642, 0x2642),
        (0x2648, 0x2653),
        (0x265F, 0x2660),
        (0x2663, 0x2663),
        (0x2665, 0x2666),
        (0x2668, 0x2668),
        (0x267B, 0x267B),
        (0x267E, 0x267F),
        (0x2692, 0x2697),
        (0x2699, 0x2699),
        (0x269B, 0x269C),
        (0x26A0, 0x26A1),
        (0x26A7, 0x26A7),
        (0x26AA, 0x26AB),
        (0x26B0, 0x26B1),
        (0x26BD, 0x26BE),
        (0x26C4, 0x26C5),
        (0x26C8, 0x26C8),
        (0x26CE, 0x26CF),
        (0x26D1, 0x26D1),
        (0x26D3, 0x26D4),
        (0x26E9, 0x26EA),
        (0x26F0, 0x26F5),
        (0x26F7, 0x26FA),
        (0x26FD, 0x26FD),
        (0x2702, 0x2702),
        (0x2705, 0x2705),
        (0x2708, 0x270D),
        (0x270F, 0x270F),
        (0x2712, 0x2712),
        (0x2714, 0x2714),
        (0x2716, 0x2716),
        (0x271D, 0x271D),
        (0x2721, 0x2721),
        (0x2728, 0x2728),
        (0x2733, 0x2734),
        (0x2744, 0x2744),
        (0x2747, 0x2747),
        (0x274C, 0x274C),
        (0x274E, 0x274E),
        (0x2753, 0x2755),
        (0x2757, 0x2757),
        (0x2763, 0x2764),
        (0x2795, 0x2797),
        (0x27A1, 0x27A1),
        (0x27B0, 0x27B0),
        (0x27BF, 0x27BF),
        (0x2934, 0x2935),
        (0x2B05, 0x2B07),
        (0x2B1B, 0x2B1C),
        (0x2B50, 0x2B50),
        (0x2B55, 0x2B55),
        (0x3030, 0x3030),
        (0x303D, 0x303D),
        (0x3297, 0x3297),
        (0x3299, 0x3299),
        (0x1F004, 0x1F004),
        (0x1F0CF, 0x1F0CF),
        (0x1F170, 0x1F171),
        (0x1F17E, 0x1F17F),
        (0x1F18E, 0x1F18E),
        (0x1F191, 0x1F19A),
        (0x1F201, 0x1F202),
        (0x1F21A, 0x1F21A),
        (0x1F22F, 0x1F22F),
        (0x1F232, 0x1F23A),
        (0x1F250, 0x1F251),
        (0x1F300, 0x1F64F),
        (0x1F680, 0x1F6FF),
        (0x1F7E0, 0x1F7EB),
        (0x1F7F0, 0x1F7F0),
        (0x1F900, 0x1F9FF),
        (0x1FA70, 0x1FAFF),
    ];

    /// <summary>Fails with <see cref="Invalid"/> for what isn't one, or is several.</summary>
    public static Result<string> Check(string? text) =>
        text is not null && text.Length <= MostBytes && Encoding.UTF8.GetByteCount(text) <= MostBytes && IsOne(text)
            ? text
            : new Invalid("emoji", "must be one emoji");

    private static bool IsOne(string text)
    {
        // A half of a character becomes U+FFFD, which is no picture.
        var points = text.EnumerateRunes().Select(rune => rune.Value).ToArray();
        return points switch
        {
            [>= '0' and <= '9' or '#' or '*', Keycap] => true,
            [>= '0' and <= '9' or '#' or '*', AsPicture, Keycap] => true,
            [var first, var second] when IsRegional(first) && IsRegional(second) => true,
            [BlackFlag, .. { Length: > 0 } tags, LastTag] => tags.All(point => point is >= 0xE0020 and < LastTag),
            _ => IsJoined(points),
        };
    }

    private static bool IsJoined(ReadOnlySpan<int> points)
    {
        for (var i = 0; ; i++)
        {
            if (i == points.Length || !IsPicture(points[i]))
                return false;
            if (i + 1 < points.Length && points[i + 1] is AsPicture or (>= 0x1F3FB and <= 0x1F3FF))
                i++;
            if (i + 1 == points.Length)
                return true;
            if (points[++i] != Joiner)
                return false;
        }
    }

    private static bool IsRegional(int point) => point is >= 0x1F1E6 and <= 0x1F1FF;

    private static bool IsPicture(int point) => s_pictures.Any(range => point >= range.First && point <= range.Last);
}

using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;

namespace Kith.Server.Hosting;

/// <summary>
/// Escapes only what JSON requires. The framework's relaxed encoder still writes everything beyond the basic plane, all emoji, as a pair of
/// escapes, six times their size. Safe where the answer is declared as JSON with <c>nosniff</c>; never paste it into HTML.
/// </summary>
internal sealed unsafe class PlainTextEncoder : JavaScriptEncoder
{
    private const int LastOfBasicPlane = 0xFFFF;

    // As the relaxed encoder does for its own; none of ours is longer than \uXXXX.
    public override int MaxOutputCharactersPerInputCharacter => 6;

    public override bool WillEncode(int unicodeScalar) =>
        unicodeScalar <= LastOfBasicPlane ? UnsafeRelaxedJsonEscaping.WillEncode(unicodeScalar) : !Rune.IsValid(unicodeScalar);

    public override int FindFirstCharacterToEncode(char* text, int textLength)
    {
        var rest = new ReadOnlySpan<char>(text, textLength);
        for (var index = 0; index < textLength; )
        {
            // Fast over what the relaxed encoder leaves alone, then one look at what it would escape.
            fixed (char* start = rest[index..])
            {
                var next = UnsafeRelaxedJsonEscaping.FindFirstCharacterToEncode(start, textLength - index);
                if (next < 0)
                    return -1;
                index += next;
            }
            if (Rune.DecodeFromUtf16(rest[index..], out var rune, out var length) != OperationStatus.Done || WillEncode(rune.Value))
                return index;
            index += length;
        }
        return -1;
    }

    public override bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
    {
        if (WillEncode(unicodeScalar))
            return UnsafeRelaxedJsonEscaping.TryEncodeUnicodeScalar(unicodeScalar, buffer, bufferLength, out numberOfCharactersWritten);
        return new Rune(unicodeScalar).TryEncodeToUtf16(new Span<char>(buffer, bufferLength), out numberOfCharactersWritten);
    }
}

using System.Runtime.InteropServices;

namespace Kith.Engine.Memory.Search;

/// <summary>What a token is made of.</summary>
internal enum TokenKind
{
    /// <summary>A run of letters and digits.</summary>
    Word,

    /// <summary>Two neighbouring characters of a script without spaces.</summary>
    Pair,

    /// <summary>The last character of such a run, so that one character finds every place it stands in: at the beginning of a pair, or here.</summary>
    Tail,

    /// <summary>An emoji or another picture.</summary>
    Symbol,
}

/// <summary>A place in a text, and the term it is found by.</summary>
/// <param name="Term">Folded; English words stemmed.</param>
/// <param name="Word">Folded, as it was written.</param>
/// <param name="Start">UTF-16 code units from the beginning of the text.</param>
/// <param name="Length">UTF-16 code units.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Token(string Term, string Word, TokenKind Kind, int Start, int Length)
{
    public int End => Start + Length;
}

using System.Runtime.InteropServices;

namespace Kith.Engine.Memory.Facts;

/// <summary>When something was said; of two in the same millisecond the ids tell, which are made in order.</summary>
/// <param name="At">Unix milliseconds.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Said(long At, string? Id) : IComparable<Said>
{
    public static Said Of(FactSource source) => new(source.SaidAt, source.MessageId);

    public int CompareTo(Said other) => At != other.At ? At.CompareTo(other.At) : string.CompareOrdinal(Id, other.Id);

    public static bool operator >(Said left, Said right) => left.CompareTo(right) > 0;

    public static bool operator <(Said left, Said right) => left.CompareTo(right) < 0;

    public static bool operator >=(Said left, Said right) => left.CompareTo(right) >= 0;

    public static bool operator <=(Said left, Said right) => left.CompareTo(right) <= 0;
}

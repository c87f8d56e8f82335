using System.Numerics;

namespace Kith.Engine.Memory.Embeddings;

/// <summary>
/// The dot product of whole numbers from -127 to 127, as many at a time as the machine can: exact, so the same on every machine. Where
/// there are many vectors it waits for memory more than it computes.
/// </summary>
internal static class DotProduct
{
    /// <param name="b">As long as <paramref name="a"/>, which is shorter than 100,000.</param>
    public static int Of(ReadOnlySpan<sbyte> a, ReadOnlySpan<sbyte> b)
    {
        if (a.Length != b.Length)
            throw new ArgumentException("They have not as many dimensions.", nameof(b));
        var sums = Vector<int>.Zero;
        var done = 0;
        for (; done <= a.Length - Vector<sbyte>.Count; done += Vector<sbyte>.Count)
        {
            Vector.Widen(new Vector<sbyte>(a[done..]), out var lowA, out var highA);
            Vector.Widen(new Vector<sbyte>(b[done..]), out var lowB, out var highB);
            // Two products fit in 16 bits.
            Vector.Widen(lowA * lowB + highA * highB, out var low, out var high);
            sums += low + high;
        }

        return Vector.Sum(sums) + OneByOne(a[done..], b[done..]);
    }

    /// <summary>The same, one after the other.</summary>
    internal static int OneByOne(ReadOnlySpan<sbyte> a, ReadOnlySpan<sbyte> b)
    {
        var sum = 0;
        for (var i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }
}

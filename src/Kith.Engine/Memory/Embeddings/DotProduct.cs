using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kith.Engine.Memory.Embeddings;

/// <summary>The dot product of whole numbers from -127 to 127, many at a time: exact, so the same on every machine.</summary>
internal static class DotProduct
{
    /// <summary>The longest for which a sum of products fits in 32 bits.</summary>
    public const int MostDimensions = int.MaxValue / (127 * 127);

    /// <param name="b">As long as <paramref name="a"/>.</param>
    public static int Of(ReadOnlySpan<sbyte> a, ReadOnlySpan<sbyte> b)
    {
        if (a.Length != b.Length)
            throw new ArgumentException("They have not as many dimensions.", nameof(b));
        var done = 0;
        var sum =
            Avx2.IsSupported ? WithAvx2(a, b, ref done)
            : Vector.IsHardwareAccelerated ? WithVectors(a, b, ref done)
            : 0;
        return sum + OneByOne(a[done..], b[done..]);
    }

    /// <summary>What the others do, one after the other.</summary>
    internal static int OneByOne(ReadOnlySpan<sbyte> a, ReadOnlySpan<sbyte> b)
    {
        var sum = 0;
        for (var i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    /// <summary>On whatever the machine has: two products fit in 16 bits, and are added there.</summary>
    internal static int WithVectors(ReadOnlySpan<sbyte> a, ReadOnlySpan<sbyte> b, ref int done)
    {
        var sums = Vector<int>.Zero;
        for (; done <= a.Length - Vector<sbyte>.Count; done += Vector<sbyte>.Count)
        {
            Vector.Widen(new Vector<sbyte>(a[done..]), out var lowA, out var highA);
            Vector.Widen(new Vector<sbyte>(b[done..]), out var lowB, out var highB);
            Vector.Widen(lowA * lowB + highA * highB, out var low, out var high);
            sums += low + high;
        }

        return Vector.Sum(sums);
    }

    /// <summary>With the instruction that multiplies 16 pairs and adds each two.</summary>
    private static int WithAvx2(ReadOnlySpan<sbyte> a, ReadOnlySpan<sbyte> b, ref int done)
    {
        ref var firstA = ref MemoryMarshal.GetReference(a);
        ref var firstB = ref MemoryMarshal.GetReference(b);
        var (even, odd) = (Vector256<int>.Zero, Vector256<int>.Zero);
        for (; done <= a.Length - 2 * Vector128<sbyte>.Count; done += 2 * Vector128<sbyte>.Count)
        {
            even += Products(ref firstA, ref firstB, done);
            odd += Products(ref firstA, ref firstB, done + Vector128<sbyte>.Count);
        }

        return Vector256.Sum(even + odd);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Products(ref sbyte a, ref sbyte b, int at) =>
        Avx2.MultiplyAddAdjacent(
            Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref a, (nuint)at)),
            Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref b, (nuint)at))
        );
}

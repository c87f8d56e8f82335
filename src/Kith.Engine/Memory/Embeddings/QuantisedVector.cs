using System.Runtime.InteropServices;

namespace Kith.Engine.Memory.Embeddings;

/// <summary>
/// The direction of a vector in one signed byte a dimension, from -127 to 127. Two of 1,536 dimensions are compared to within about a
/// thousandth of what their numbers give.
/// </summary>
/// <param name="Values">The whole numbers.</param>
/// <param name="Scale">What to multiply them by so that the vector's length is 1.</param>
internal sealed record QuantisedVector(sbyte[] Values, double Scale)
{
    private const float Most = 127;

    /// <summary>The bytes as they are kept.</summary>
    public byte[] Bytes => MemoryMarshal.AsBytes(Values.AsSpan()).ToArray();

    /// <param name="vector">Finite, and not all zero.</param>
    public static QuantisedVector Of(ReadOnlySpan<float> vector)
    {
        var largest = 0f;
        foreach (var value in vector)
            largest = Math.Max(largest, Math.Abs(value));
        var values = new sbyte[vector.Length];
        var squares = 0L;
        for (var i = 0; i < values.Length; i++)
        {
            // The division first: the smallest numbers there are have no inverse.
            values[i] = (sbyte)MathF.Round(vector[i] / largest * Most);
            squares += values[i] * values[i];
        }

        return new QuantisedVector(values, 1 / Math.Sqrt(squares));
    }
}

using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Kith.Engine.Memory.Embeddings;

namespace Kith.Engine.Tests.Memory.Embeddings;

/// <summary>One byte a dimension: how near what it tells is to the numbers it was made of.</summary>
public sealed class QuantisedVectorTests
{
    /// <summary>Numbers of widely different sizes, the smallest there are and zero among them.</summary>
    private static readonly Gen<float> s_number = Gen.Frequency(
        (6, Gen.Choose(-1_000_000, 1_000_000).Select(i => i / 1_000_000f)),
        (1, Gen.Constant(0f)),
        (1, Gen.Choose(-30, 30).Select(i => MathF.Pow(10, i))),
        (1, Gen.Elements(float.Epsilon, -float.Epsilon, float.MaxValue, float.MinValue))
    );

    [Fact]
    public void The_cosine_is_off_by_no_more_than_what_is_rounded_away() =>
        Prop.ForAll(
                Pairs(),
                pair =>
                {
                    var (a, b) = pair;
                    var off = Math.Abs(Cosine(QuantisedVector.Of(a), QuantisedVector.Of(b)) - Cosine(a, b));
                    return off <= MostOff(a) + MostOff(b) + 1e-6;
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Like_embeddings_are_compared_to_within_a_thousandth()
    {
        var random = new Random(20_261_121);
        var worst = 0.0;
        for (var i = 0; i < 200; i++)
        {
            var a = Normal(random, 1_536);
            var noise = Normal(random, 1_536);
            // From nearly the same to nothing in common.
            var b = a.Zip(noise, (x, y) => x + y * i / 20f).ToArray();
            worst = Math.Max(worst, Math.Abs(Cosine(QuantisedVector.Of(a), QuantisedVector.Of(b)) - Cosine(a, b)));
        }

        Assert.InRange(worst, 0, 0.001);
        TestContext.Current.SendDiagnosticMessage(worst.ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public void A_vector_is_as_near_to_itself_as_can_be_and_its_length_does_not_count() =>
        Prop.ForAll(
                Pairs(),
                pair =>
                {
                    var quantised = QuantisedVector.Of(pair.Item1);
                    return Math.Abs(Cosine(quantised, quantised) - 1) < 1e-9
                        && quantised.Values.Max(value => Math.Abs((int)value)) == 127
                        && quantised.Bytes.Select(value => (sbyte)value).SequenceEqual(quantised.Values);
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void However_many_at_a_time_the_product_is_the_same()
    {
        var random = new Random(4_711);
        for (var length = 0; length <= 300; length++)
        {
            var a = Enumerable.Range(0, length).Select(_ => (sbyte)random.Next(-127, 128)).ToArray();
            var b = Enumerable.Range(0, length).Select(_ => (sbyte)random.Next(-127, 128)).ToArray();
            Check(a, b);
            Array.Fill(a, (sbyte)-127);
            Check(a, a);
            Array.Fill(b, (sbyte)127);
            Check(a, b);
        }

        Assert.Throws<ArgumentException>(() => DotProduct.Of([1], [1, 2]));

        static void Check(sbyte[] a, sbyte[] b)
        {
            var expected = a.Zip(b, (x, y) => (long)x * y).Sum();
            Assert.Equal(expected, DotProduct.Of(a, b));
            Assert.Equal(expected, DotProduct.OneByOne(a, b));
        }
    }

    private static Arbitrary<(float[], float[])> Pairs() =>
        (
            from length in Gen.Choose(1, 200)
            from a in s_number.ArrayOf(length)
            from b in s_number.ArrayOf(length)
            where a.Any(value => value != 0) && b.Any(value => value != 0)
            select (a, b)
        ).ToArbitrary();

    /// <summary>
    /// The angle that rounding can turn a vector by: half a step in each dimension against its length, as that of the two that are compared
    /// add up to the most their cosine can differ.
    /// </summary>
    private static double MostOff(float[] vector)
    {
        var largest = vector.Max(value => Math.Abs((double)value));
        var length = Math.Sqrt(vector.Sum(value => value / largest * (value / largest)));
        return Math.Asin(Math.Min(1, Math.Sqrt(vector.Length) / (2 * 127) / length));
    }

    private static double Cosine(QuantisedVector a, QuantisedVector b) => DotProduct.Of(a.Values, b.Values) * a.Scale * b.Scale;

    private static double Cosine(float[] a, float[] b)
    {
        var (x, y) = (Unit(a), Unit(b));
        return x.Zip(y, (i, j) => i * j).Sum();
    }

    private static double[] Unit(float[] vector)
    {
        var largest = vector.Max(value => Math.Abs((double)value));
        var length = Math.Sqrt(vector.Sum(value => value / largest * (value / largest)));
        return [.. vector.Select(value => value / largest / length)];
    }

    private static float[] Normal(Random random, int length) =>
        [
            .. Enumerable
                .Range(0, length)
                .Select(_ => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))),
        ];
}

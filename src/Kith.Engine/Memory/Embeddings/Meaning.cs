namespace Kith.Engine.Memory.Embeddings;

/// <summary>What somebody looks for, as a vector.</summary>
/// <param name="Unrelated">How near it is to texts that have nothing to do with it: models differ widely in that.</param>
internal sealed record Meaning(QuantisedVector Vector, double Unrelated)
{
    /// <summary>Nearer than this part of the way from what is unrelated to the same text, and something is found by its meaning.</summary>
    private const double Near = 0.3;

    /// <summary>From here on it counts as much as the best by words.</summary>
    private const double Full = 0.6;

    /// <summary>The least cosine of what is found.</summary>
    public double Least => Unrelated + Near * (1 - Unrelated);

    /// <summary>How well something fits, from 0 to 1.</summary>
    public double StrengthOf(double cosine) => Math.Clamp((cosine - Unrelated) / ((1 - Unrelated) * Full), 0, 1);
}

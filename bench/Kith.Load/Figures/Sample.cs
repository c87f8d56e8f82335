namespace Kith.Load.Figures;

/// <summary>Numbers of one kind, and what is said of them.</summary>
internal sealed class Sample(IEnumerable<double> values)
{
    private readonly double[] _sorted = [.. values.Order()];

    public int Count => _sorted.Length;

    public double Median => At(0.5);

    public double Least => At(0);

    public double Most => At(1);

    /// <summary>The value that this part of all doesn't exceed; NaN for none.</summary>
    public double At(double part) =>
        _sorted.Length == 0 ? double.NaN : _sorted[Math.Clamp((int)Math.Ceiling(part * _sorted.Length) - 1, 0, _sorted.Length - 1)];

    public static Sample Milliseconds(IEnumerable<TimeSpan> times) => new(times.Select(time => time.TotalMilliseconds));
}

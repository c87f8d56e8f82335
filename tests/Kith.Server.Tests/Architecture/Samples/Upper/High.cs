using Kith.Server.Tests.Architecture.Samples.Beside;
using Kith.Server.Tests.Architecture.Samples.Lower;

namespace Kith.Server.Tests.Architecture.Samples.Upper;

/// <summary>What the samples of the lower folder use against the rule.</summary>
public class High
{
    public static int Length => 1;

    public int Height { get; init; }
}

public sealed class HighException : Exception
{
    public HighException() { }

    public HighException(string message)
        : base(message) { }

    public HighException(string message, Exception inner)
        : base(message, inner) { }
}

[AttributeUsage(AttributeTargets.All)]
public sealed class HighAttribute : Attribute;

public static class UsesLower
{
    public static Type Of() => typeof(AsBase);
}

public static class UsesNeighbour
{
    public static string Of() => new Neighbour().Name;
}

public static class UsesItself
{
    public static High Of() => new();
}

using Kith.Server.Tests.Architecture.Samples.Upper;

namespace Kith.Server.Tests.Architecture.Samples.Lower;

/// <summary>One forbidden use each, in every place where a compiled type can be mentioned.</summary>
public sealed class AsBase : High;

public sealed class AsField
{
    public High[]? Value { get; set; }
}

public static class AsParameter
{
    public static void Take(ref High? value) => value = null;
}

public static class AsGenericArgument
{
    public static object Make() => Array.Empty<List<Dictionary<string, High>>>();
}

public sealed class AsConstraint<T>
    where T : High;

public static class AsAttribute
{
    [High]
    public static void Method() { }
}

[System.Diagnostics.DebuggerTypeProxy(typeof(High))]
public sealed class AsAttributeArgument;

public static class AsCall
{
    public static int Length() => High.Length;
}

public static class AsTypeOf
{
    public static string Name() => typeof(High).Name;
}

public static class AsCatch
{
    public static void Try()
    {
        try
        {
            Console.Out.Flush();
        }
        catch (HighException)
        {
            Console.Error.Flush();
        }
    }
}

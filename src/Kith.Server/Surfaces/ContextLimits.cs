namespace Kith.Server.Surfaces;

/// <summary>How many messages of another chat may be asked for as context.</summary>
internal static class ContextLimits
{
    public const long MostMessages = 200;
}

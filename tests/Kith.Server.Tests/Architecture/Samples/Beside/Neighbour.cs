namespace Kith.Server.Tests.Architecture.Samples.Beside;

public sealed class Neighbour
{
    public string Name { get; init; } = "";
}

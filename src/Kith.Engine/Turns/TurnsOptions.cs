namespace Kith.Engine.Turns;

/// <summary>How turns run. The defaults are FAULTS figures; tests shorten them.</summary>
public sealed class TurnsOptions
{
    /// <summary>This node's id: its own old turns are closed at once when it starts.</summary>
    public string NodeId { get; set; } = Environment.MachineName;

    /// <summary>Tokens of context a model is given at most, estimated.</summary>
    public int ContextTokens { get; set; } = 8_000;

    /// <summary>How long a runner may be silent before another node closes its turn.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often a running turn is written to the store: what a crash may cost.</summary>
    public TimeSpan Checkpoint { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How often turns of dead nodes are looked for.</summary>
    public TimeSpan Reap { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the pieces of an answer can be asked for again after it ended.</summary>
    public TimeSpan DeltasKeptFor { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long a stopping server lets running answers finish.</summary>
    public TimeSpan Drain { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>An answer longer than this many characters is cut off and marked interrupted.</summary>
    public int MostAnswerCharacters { get; set; } = 500_000;
}

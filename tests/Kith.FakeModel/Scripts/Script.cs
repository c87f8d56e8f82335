namespace Kith.FakeModel.Scripts;

/// <summary>What breaks a stream, and after how many tokens.</summary>
internal enum StreamFault
{
    None,
    Stall,
    Drop,
    BadJson,
    LongLine,
    Error,
    CutShort,
}

/// <summary>How bytes are put on the wire.</summary>
internal enum Framing
{
    Normal,

    /// <summary>Events end their lines with CR LF, LF and CR in turn.</summary>
    MixedLineEnds,

    /// <summary>One byte at a time.</summary>
    ByteByByte,
}

/// <summary>Everything a model's name told, step by step.</summary>
internal sealed class Script
{
    /// <summary>The tokens of the answer to a chat.</summary>
    public Func<ChatRequest, IReadOnlyList<string>> Reply { get; set; } = Replies.Plausible;

    public TimeSpan Delay { get; set; }

    /// <summary>Between two tokens.</summary>
    public TimeSpan Pace { get; set; }

    /// <summary>Each token is the time at which it is written.</summary>
    public bool Stamps { get; set; }

    /// <summary>Tokens wait for <see cref="ReceivedRequest.Release"/>.</summary>
    public bool Gated { get; set; }

    public bool Never { get; set; }

    public int? Status { get; set; }

    /// <summary>How many calls fail with <see cref="Status"/> before they succeed.</summary>
    public int FailTimes { get; set; } = int.MaxValue;

    public string? RetryAfter { get; set; }

    public string? RedirectTo { get; set; }

    public StreamFault Fault { get; set; }

    public int FaultAfter { get; set; }

    public Framing Framing { get; set; }

    /// <summary>The whole stream goes out in two pieces, the first of so many bytes.</summary>
    public int? CutAt { get; set; }

    public bool NoDone { get; set; }

    public bool Html { get; set; }

    /// <summary>Answers with one JSON document although a stream was asked for.</summary>
    public bool NeverStreams { get; set; }

    public bool RefusesSampling { get; set; }

    /// <summary>How vectors come.</summary>
    public string Vectors { get; set; } = "";

    /// <summary>A text with this word isn't embedded.</summary>
    public string? RefusedWord { get; set; }

    public bool Cites { get; set; }

    public string FinishReason { get; set; } = "stop";

    /// <summary>Each token's log-probability when asked for; null when the model gives none.</summary>
    public double? LogProbability { get; set; } = -0.05;

    /// <summary>
    /// Reads a model's name. Names that are no script answer like a model; <c>claude-</c> before a script is dropped,
    /// so that scripts can be asked for by names a client sends to Anthropic.
    /// </summary>
    public static Script Parse(string model)
    {
        var script = new Script();
        var text = model.StartsWith("claude-", StringComparison.Ordinal) ? model["claude-".Length..] : model;
        foreach (var part in text.Split('|'))
        {
            var words = part.Split(':');
            ScriptTable.Find(words[0])?.Apply(script, words[1..]);
        }
        return script;
    }
}

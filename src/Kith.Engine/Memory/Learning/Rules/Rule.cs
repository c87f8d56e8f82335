using System.Collections.Frozen;
using Kith.Engine.Memory.Facts;

namespace Kith.Engine.Memory.Learning.Rules;

/// <summary>How the words behind a phrase are taken.</summary>
internal enum Reads
{
    /// <summary>There must be none.</summary>
    End,

    /// <summary>Whatever there is belongs to the text, and may be nothing.</summary>
    Rest,

    /// <summary>A few words.</summary>
    Value,

    /// <summary>Each thing of "hiking, chess and old movies" by itself.</summary>
    Items,

    /// <summary>A proper name, or a description with an article.</summary>
    Place,

    /// <summary>A proper name.</summary>
    Name,

    /// <summary>A preposition and a place.</summary>
    Where,

    /// <summary>A job with its article, and perhaps whom it is done for.</summary>
    Job,

    /// <summary>A number of years.</summary>
    Age,
}

/// <summary>What a phrase at the start of a statement says.</summary>
/// <param name="Said">In the form of <see cref="Models.Offline.Reading.PhraseSet"/>.</param>
/// <param name="Kind">One of <see cref="FactKinds"/>.</param>
/// <param name="Text">The fact without its point; {0} is what was read. "=": what was said, in the third person.</param>
/// <param name="Slot">{0} is what was read, folded.</param>
/// <param name="Reads">How the rest is read.</param>
internal sealed record Rule(string Said, string Kind, string Text, string? Slot, Reads Reads)
{
    public double Salience { get; init; } = 0.5;

    /// <summary>A word of this set must end what was read, before any preposition.</summary>
    public FrozenSet<string>? Among { get; init; }

    /// <summary>Words that must not begin what was read.</summary>
    public FrozenSet<string>? Never { get; init; }

    /// <summary>Only with a time that was named.</summary>
    public bool Dated { get; init; }

    /// <summary>It was: a time lies behind.</summary>
    public bool Past { get; init; }

    public bool Sensitive { get; init; }

    /// <summary>It says that something is over.</summary>
    public bool Over { get; init; }

    /// <summary>Only of the person, never of others.</summary>
    public bool Own { get; init; }

    /// <summary>Only of others.</summary>
    public bool Others { get; init; }

    /// <summary>The slot is by the word that <see cref="Among"/> found.</summary>
    public bool ByHead { get; init; }

    /// <summary>Another fact may follow from the same statement.</summary>
    public bool GoesOn { get; init; }
}

namespace Kith.Engine;

/// <summary>A result of any type, seen by what must not know the type: storage keeps nothing of a write that failed.</summary>
internal interface IResult
{
    Failure? Failure { get; }
}

using System.Diagnostics.CodeAnalysis;

namespace Kith.Engine;

/// <summary>Either a value or an expected <see cref="Failure"/>; both convert to it implicitly.</summary>
public readonly struct Result<T> : IResult
{
    private readonly T? _value;

    private Result(T? value, Failure? failure) => (_value, Failure) = (value, failure);

    /// <summary>Null when there is a value.</summary>
    public Failure? Failure { get; }

    /// <summary>The value. Throws when there is a failure: check first.</summary>
    public T Value => Failure is null ? _value! : throw new InvalidOperationException($"No value: {Failure.Code}, {Failure.Detail}");

    /// <summary>True with the value, or false with the failure.</summary>
    public bool Try([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out Failure? failure)
    {
        (value, failure) = (_value, Failure);
        return failure is null;
    }

    [SuppressMessage("Usage", "CA2225", Justification = "The conversions are the only way in, and have no other name.")]
    public static implicit operator Result<T>(T value) => new(value, null);

    [SuppressMessage("Usage", "CA2225", Justification = "The conversions are the only way in, and have no other name.")]
    public static implicit operator Result<T>(Failure failure) => new(default, failure);
}

/// <summary>The value of a <see cref="Result{T}"/> that has none to give.</summary>
public readonly record struct Done;

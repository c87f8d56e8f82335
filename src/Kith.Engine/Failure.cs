namespace Kith.Engine;

/// <summary>
/// An expected failure: what a caller may do wrong or meet. Each feature lists its own as one-line records;
/// each surface maps <see cref="Code"/> to its protocol in one table. Exceptions are for bugs and I/O.
/// </summary>
/// <param name="Code">The wire code, the same at every door, e.g. <c>not_found</c>.</param>
/// <param name="Detail">One sentence for a person.</param>
public abstract record Failure(string Code, string Detail);

/// <summary>Input that breaks a rule. <paramref name="Errors"/> maps a wire field name to what is wrong with it.</summary>
public sealed record Invalid(IReadOnlyDictionary<string, string[]> Errors)
    : Failure("invalid", string.Join("; ", Errors.SelectMany(e => e.Value.Select(text => $"{e.Key}: {text}"))))
{
    public Invalid(string field, string text)
        : this(new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [text] }) { }
}

/// <summary>Absent, or somebody else's: the two look alike.</summary>
public sealed record NotFound(string What) : Failure("not_found", $"There is no such {What}.");

/// <summary>Too often, for now.</summary>
/// <param name="RetryAfter">How long to wait before trying again.</param>
public sealed record RateLimited(TimeSpan RetryAfter, string Detail) : Failure("rate_limited", Detail);

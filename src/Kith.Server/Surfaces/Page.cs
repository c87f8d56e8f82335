namespace Kith.Server.Surfaces;

/// <summary>A page of a list.</summary>
/// <param name="NextCursor">For the next page; null at the end.</param>
internal sealed record Page<T>(IReadOnlyList<T> Results, string? NextCursor);

namespace Kith.Engine.Models.Http;

/// <summary>What a provider is asked.</summary>
/// <param name="Body">JSON in UTF-8, as sent.</param>
/// <param name="Optional">The names of what was sent and could be left out.</param>
internal sealed record ProviderRequest(ReadOnlyMemory<byte> Body, IReadOnlySet<string> Optional);

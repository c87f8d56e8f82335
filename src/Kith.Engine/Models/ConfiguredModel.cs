namespace Kith.Engine.Models;

/// <summary>A model this server can ask without being told its name.</summary>
/// <param name="Id">Its name at the provider.</param>
/// <param name="Provider"><c>openai</c> (or anything that speaks its API), <c>anthropic</c>, <c>kith</c>.</param>
/// <param name="IsDefault">Asked when an agent names no model.</param>
/// <param name="Offline">Answers without any server.</param>
public sealed record ConfiguredModel(string Id, string Provider, bool IsDefault, bool Offline);

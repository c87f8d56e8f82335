namespace Kith.Engine.People;

/// <summary>Nothing can be said to somebody one blocks.</summary>
public sealed record Blocking() : Failure("forbidden", "You block this person. Unblock them to write to them.");

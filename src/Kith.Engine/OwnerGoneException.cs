namespace Kith.Engine;

/// <summary>
/// What was written belongs to something that is gone: the caller's principal, erased after this request was let in. Surfaces answer as
/// they do to credentials that are over.
/// </summary>
public sealed class OwnerGoneException(Exception inner) : Exception("What this belongs to is gone.", inner);

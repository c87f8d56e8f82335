namespace Kith.Engine.Users;

/// <summary>No credentials, or none that are good now.</summary>
public sealed record Unauthenticated(string Detail = "Sign in first.") : Failure("unauthenticated", Detail);

/// <summary>The same for an unknown account and for a wrong password.</summary>
public sealed record WrongCredentials() : Failure("unauthenticated", "The e-mail address or the password is wrong.");

/// <summary>Known who it is, and not allowed.</summary>
public sealed record Forbidden(string Detail) : Failure("forbidden", Detail);

/// <summary>Somebody has this e-mail address already.</summary>
public sealed record EmailTaken() : Failure("conflict", "There is an account with this e-mail address already.");

/// <summary>Without an administrator nobody could run the server.</summary>
public sealed record LastAdministrator() : Failure("conflict", "The only administrator can't be erased: make somebody else one first.");

/// <summary>Whether credentials are good can't be known now, so they are not.</summary>
public sealed record CredentialsUnknown() : Failure("storage_unavailable", "Sign-ins can't be checked now. Try again shortly.");

/// <summary>Somebody has as many API keys as one may have.</summary>
public sealed record TooManyKeys() : Failure("conflict", $"There are {ApiKeys.Most} API keys already. Revoke one that isn't used.");

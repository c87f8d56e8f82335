namespace Kith.Engine.People;

/// <summary>Guests and apps' users have no people.</summary>
public sealed record NoPeople() : Failure("forbidden", "Only an account can be connected with people. Register first.");

/// <summary>Asked for what is there, or for what can't be as things stand.</summary>
public abstract record ConnectionConflict(string Text) : Failure("conflict", Text);

public sealed record AlreadyConnected() : ConnectionConflict("You are connected already.");

public sealed record AlreadyAsked() : ConnectionConflict("You have asked for this already.");

public sealed record TheyAsked() : ConnectionConflict("They have asked you already. Accept it.");

public sealed record YouBlock() : ConnectionConflict("You block this person. Unblock them first.");

/// <summary>Whether there is anybody, and whether they mean to answer, isn't told.</summary>
public sealed record NotAccepted() : ConnectionConflict("This connection has not been accepted.");

public sealed record TooManyPending()
    : ConnectionConflict($"You have {Connections.MostPending} requests that nobody has accepted. Delete some of them first.");

namespace Kith.Engine.People;

/// <summary>A group has an owner, who alone does this.</summary>
public sealed record NotOwner() : Failure("forbidden", "Only the owner of a group does this.");

public sealed record GroupFull() : Failure("conflict", $"A group has at most {Groups.MostMembers} members.");

/// <summary>They are in it, as far as its members can see.</summary>
public sealed record AlreadyMember() : Failure("conflict", "They are in this group already.");

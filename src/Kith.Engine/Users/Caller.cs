namespace Kith.Engine.Users;

/// <summary>What kind of principal somebody is.</summary>
public enum PrincipalKind
{
    /// <summary>A registered account.</summary>
    User,

    /// <summary>One visitor who continues as a guest.</summary>
    Guest,

    /// <summary>One session of the chatbot API made without credentials.</summary>
    Session,

    /// <summary>One end user of an API key.</summary>
    EndUser,

    /// <summary>One chat between people: what is said there belongs to it, and nobody is it.</summary>
    Chat,

    /// <summary>Nobody any more: what it has is being deleted.</summary>
    Gone,
}

/// <summary>
/// Who calls. The principal owns conversations, the log, limits and idempotency keys; the user is the account that is shown
/// (all guests and sessions show the anonymous one, and share nothing else).
/// </summary>
public sealed record Caller(string PrincipalId, string UserId, PrincipalKind Kind, string DisplayName, bool IsAdmin)
{
    /// <summary>A registered account, not a visitor.</summary>
    public bool IsRegistered => Kind == PrincipalKind.User;

    /// <summary>The principal whose own agents they may talk with: an end user's are those of the API key's owner.</summary>
    public string AgentOwnerId => Kind == PrincipalKind.EndUser ? UserId : PrincipalId;
}

using Kith.Engine.Users;

namespace Kith.Server.Identity;

/// <summary>Who sent this request, and by which sign-in. </summary>
/// <param name="SignInId">What revocation closes.</param>
internal sealed record CurrentUser(Caller Caller, string SignInId);

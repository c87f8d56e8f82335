using Kith.Engine.Events;
using Kith.Engine.Storage;

namespace Kith.Engine.Users;

/// <summary>
/// What a feature does with a principal's belongings when a guest becomes an account or a principal is erased; in the
/// transaction of that change. Each feature that owns rows by principal has one.
/// </summary>
public interface IPrincipalChange
{
    /// <summary>
    /// What the user's log will tell of a guest's belongings, and of the user's own that they change: asked before they are claimed, in the order of the registrations, and
    /// appended when all are, for that comes last. What the user may see of them is locked from here on.
    /// </summary>
    Task<IReadOnlyList<NewEvent>> ListEventsAsync(WriteSession session, string guestId, string userId) =>
        Task.FromResult<IReadOnlyList<NewEvent>>([]);

    /// <summary>A guest's belongings become the user's.</summary>
    Task ClaimAsync(WriteSession session, string guestId, string userId);

    /// <summary>This principal is about to go: holds the conversations that are changed with it, which come before principals.</summary>
    Task HoldAsync(WriteSession session, string principalId) => Task.CompletedTask;

    /// <summary>This principal goes, and nobody is it any more: what must not go on until all of it is deleted.</summary>
    Task EraseAsync(WriteSession session, string principalId, Departure departure) => Task.CompletedTask;

    /// <summary>
    /// Deletes the next rows of a principal who went, of what there may be much of; the rest goes with the principal's row. Higher features
    /// are asked before those they build on.
    /// </summary>
    /// <param name="most">How much, in messages: about so much work that deleting so many of them is.</param>
    /// <returns>How much it was; less than asked for when there is no more.</returns>
    Task<int> EraseNextAsync(WriteSession session, string principalId, int most, Departure departure) => Task.FromResult(0);
}

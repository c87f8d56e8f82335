using Kith.Engine.ChannelLayer;
using Kith.Engine.Storage;

namespace Kith.Engine.Users;

/// <summary>How what is large is deleted: taken out of everybody's sight at once, and out of the tables in rounds.</summary>
public static class Erasures
{
    /// <summary>Published to when somebody went who may have left something.</summary>
    internal const string Channel = "erasures";

    /// <summary>What the transaction that takes it out of sight deletes, in messages.</summary>
    public const int AtOnce = 100;

    /// <summary>
    /// Somebody who is gone already, to whom things are given that are to be deleted: nobody can be them, so nobody sees these, whatever is
    /// still to be done. Whoever gives them something calls <see cref="IPrincipalChange.EraseNextAsync"/> or leaves that to the worker.
    /// </summary>
    /// <returns>The id of the principal.</returns>
    public static async Task<string> AddAsync(WriteSession session, string id, long now)
    {
        var nobody = await UserStore.GetAnonymousAsync(session);
        await UserStore.AddPrincipalAsync(session, id, nobody.Id, PrincipalKind.Gone, now);
        return id;
    }

    /// <summary>Nobody is this principal any more; what it has is deleted by the worker.</summary>
    internal static async Task LeaveAsync(WriteSession session, InProcessChannelLayer channels, string id)
    {
        await UserStore.LeavePrincipalAsync(session, id);
        session.AfterCommit(() => channels.Publish(Channel));
    }

    /// <summary>All of it is deleted.</summary>
    public static async Task EndAsync(WriteSession session, string id)
    {
        await UserStore.DeletePrincipalAsync(session, id);
        await session.MarkErasedAsync();
    }
}

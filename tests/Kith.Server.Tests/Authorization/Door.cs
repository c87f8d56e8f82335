namespace Kith.Server.Tests.Authorization;

/// <summary>What a caller got of a door.</summary>
/// <param name="Cell">As the table says it.</param>
/// <param name="Refusal">What was said when it was refused, without what differs from call to call; to be compared.</param>
/// <param name="Said">Everything that was said.</param>
internal sealed record Outcome(string Cell, string Refusal, string Said);

/// <summary>
/// One row of the table: a route, a command of a socket, or a field of GraphQL. A further way in is a further subclass, listed from what the server has, as
/// <see cref="RestDoors"/>, <see cref="SocketDoors"/> and <see cref="GraphQLDoors"/> do.
/// </summary>
/// <param name="Name">As it is written in the table.</param>
/// <param name="Takes">What of somebody's its address or its body names.</param>
/// <param name="Changes">Whether it may change anything: then each caller is a new one.</param>
internal abstract record Door(string Name, Kinds Takes, bool Changes)
{
    /// <summary>Theirs isn't only theirs: it is open to whoever knows its id.</summary>
    public bool IsShared => Takes.HasFlag(Kinds.Visit);

    public abstract Task<Outcome> TryAsync(ChatApp app, Actor actor);
}

using System.Text.Json;
using Kith.Engine;
using Kith.Engine.Users;
using Kith.GraphQL;
using Kith.Server.Hosting;
using Kith.Server.Identity;

namespace Kith.Server.Surfaces.GraphQL;

/// <summary>A socket of the protocol <c>graphql-transport-ws</c>: <c>connection_init</c> signs in, then any operations at once.</summary>
internal sealed class GraphQLSocket(
    GraphQLExecutor executor,
    Credentials credentials,
    SignIns signIns,
    Revocations revocations,
    RateLimits limits,
    SocketLimits places,
    TimeProvider clock
)
{
    private const int MostEarlyMessages = 64;

    private static readonly TimeSpan InitTime = TimeSpan.FromSeconds(10);

    /// <param name="user">Signed in by the request itself; null: <c>connection_init</c> has to.</param>
    /// <param name="place">Given back for one of its own when that signs in.</param>
    public async Task ConverseAsync(OpenSocket socket, CurrentUser? user, IDisposable place, CancellationToken cancellationToken)
    {
        if (await InitialiseAsync(socket, user, cancellationToken) is not { } signedIn)
            return;
        if (user is null)
        {
            place.Dispose();
            place = places.TryOpen(socket.Http, signedIn.Caller) ?? throw Refused(SocketLimits.TooManyOpen);
        }

        using var own = place;
        using var watch = revocations.OnRevoked(
            signedIn.SignInId,
            () => socket.End.End(new SocketClosedException(CloseCodes.Unauthenticated, "This sign-in has ended."))
        );
        await using var operations = new SocketOperations(executor, socket, signedIn);
        await operations.SendAsync(SocketMessage.Write("connection_ack"));
        while (await socket.Inbox.ReadAsync(cancellationToken) is { } bytes)
        {
            if (limits.Check(RateLimit.General, signedIn.LimitedAs) is { } tooMany)
                throw Refused(tooMany);
            signIns.NoteUse(signedIn.SignInId, signedIn.Caller.PrincipalId);
            await TakeAsync(operations, SocketMessage.Read(bytes));
        }
    }

    private static async Task TakeAsync(SocketOperations operations, SocketMessage message)
    {
        switch (message)
        {
            case { Type: "subscribe", Id: { } id, Payload: { } payload }:
                operations.Start(id, RequestOf(payload));
                break;
            case { Type: "complete", Id: { } id }:
                await operations.StopAsync(id);
                break;
            case { Type: "ping" }:
                await operations.SendAsync(SocketMessage.Write("pong"));
                break;
            case { Type: "pong" }:
                break;
            case { Type: "connection_init" }:
                throw new SocketClosedException(GraphQLCloseCodes.TooManyInitialisations, "Too many initialisation requests");
            default:
                throw SocketMessage.Invalid("There is no such message.");
        }
    }

    private static GraphQLRequest RequestOf(JsonElement payload)
    {
        try
        {
            return GraphQLRequest.Read(payload);
        }
        catch (GraphQLException exception)
        {
            throw SocketMessage.Invalid(exception.Message);
        }
    }

    /// <summary>Waits for <c>connection_init</c>. Null when the client left.</summary>
    private async Task<CurrentUser?> InitialiseAsync(OpenSocket socket, CurrentUser? user, CancellationToken cancellationToken)
    {
        await using var timer = clock.CreateTimer(
            _ => socket.End.End(new SocketClosedException(GraphQLCloseCodes.NotInitialised, "Connection initialisation timeout")),
            state: null,
            InitTime,
            Timeout.InfiniteTimeSpan
        );
        for (var messages = 1; await socket.Inbox.ReadAsync(cancellationToken) is { } bytes; messages++)
        {
            if (messages > MostEarlyMessages)
                throw new SocketClosedException(CloseCodes.RateLimited, "Too many messages before connection_init.");
            switch (SocketMessage.Read(bytes))
            {
                case { Type: "connection_init" } init:
                    return await SignInAsync(init.Payload, user, cancellationToken);
                case { Type: "ping" }:
                    await socket.Outbox.SendAsync(SocketMessage.Write("pong"), cancellationToken);
                    break;
                case { Type: "pong" or "complete" }:
                    break;
                case { Type: "subscribe" }:
                    throw new SocketClosedException(CloseCodes.Unauthenticated, "Unauthorized");
                default:
                    throw SocketMessage.Invalid("There is no such message.");
            }
        }

        return null;
    }

    /// <summary>What the payload brings counts before what the request brought.</summary>
    private async Task<CurrentUser> SignInAsync(JsonElement? payload, CurrentUser? user, CancellationToken cancellationToken)
    {
        if (FindToken(payload) is not { } token)
            return user ?? throw Refused(new Unauthenticated());
        return (await credentials.OpenTokenAsync(token, cancellationToken)).Try(out var signedIn, out var failure)
            ? signedIn
            : throw Refused(failure);
    }

    /// <summary>Of <c>{"Authorization": "Bearer …"}</c>, in whatever case, as headers are.</summary>
    private static string? FindToken(JsonElement? payload)
    {
        if (payload is not { } members)
            return null;
        if (members.ValueKind != JsonValueKind.Object)
            throw SocketMessage.Invalid("The payload of connection_init is an object.");
        var header = members
            .EnumerateObject()
            .Where(member => string.Equals(member.Name, "Authorization", StringComparison.OrdinalIgnoreCase))
            .Select(member => member.Value)
            .FirstOrDefault();
        if (header.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
            return null;
        if (header.ValueKind != JsonValueKind.String)
            throw SocketMessage.Invalid("Authorization is text.");
        var text = header.GetString()!;
        return text.StartsWith(Schemes.Bearer + " ", StringComparison.OrdinalIgnoreCase)
            ? text[(Schemes.Bearer.Length + 1)..].Trim()
            : text;
    }

    /// <summary>A client that hears that it may not come in forgets its sign-in; it must not for what passes.</summary>
    private static SocketClosedException Refused(Failure failure) =>
        failure switch
        {
            CredentialsUnknown => SocketClosedException.Unavailable(),
            RateLimited => new SocketClosedException(CloseCodes.RateLimited, failure.Detail),
            _ => new SocketClosedException(GraphQLCloseCodes.Forbidden, failure.Detail),
        };
}

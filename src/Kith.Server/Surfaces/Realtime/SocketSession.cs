using Kith.Engine;
using Kith.Engine.People.Presence;
using Kith.Engine.Users;
using Kith.Server.Hosting;
using Kith.Server.Identity;

namespace Kith.Server.Surfaces.Realtime;

/// <summary>One socket of the chat protocol: sign-in, then conversation.</summary>
internal sealed class SocketSession(
    SocketServices services,
    Credentials credentials,
    Accounts accounts,
    Revocations revocations,
    LivePeople people,
    RateLimits limits,
    SocketLimits places,
    TimeProvider clock
)
{
    private const int MostEarlyFrames = 64;

    private static readonly TimeSpan SignInTime = TimeSpan.FromSeconds(10);

    /// <param name="user">Signed in by the request itself; null: the first frame has to.</param>
    /// <param name="place">Given back for one of its own when the first frame signs in.</param>
    public async Task ConverseAsync(
        OpenSocket socket,
        CurrentUser? user,
        IDisposable place,
        string? conversationId,
        CancellationToken cancellationToken
    )
    {
        var (http, inbox, outbox, end) = socket;
        var early = new List<ClientCommand>();
        if (user is null)
        {
            user = await SignInAsync(http, inbox, outbox, end, early, cancellationToken);
            if (user is null)
                return;
            place.Dispose();
            place = places.TryOpen(http, user.Caller) ?? throw Refused(SocketLimits.TooManyOpen);
        }

        using var own = place;
        using var watch = revocations.OnRevoked(
            user.SignInId,
            () => end.End(new SocketClosedException(CloseCodes.Unauthenticated, "This sign-in has ended."))
        );
        if (!(await accounts.GetAsync(user.Caller, cancellationToken)).Try(out var account, out var failure))
            throw new SocketClosedException(CloseCodes.Unauthenticated, failure.Detail);
        // An app with a key isn't the person, and a socket of one chat tells nothing of the others.
        using var live = user.Key is null && conversationId is null ? people.Enter(user.Caller) : null;
        var chat = new ChatSocket(services, user, account, conversationId, live, inbox, outbox, end, limits);
        await chat.RunAsync(early, cancellationToken);
    }

    /// <summary>
    /// By the first <c>auth</c> frame; what comes before it waits in <paramref name="early"/>. Null when the client left.
    /// </summary>
    private async Task<CurrentUser?> SignInAsync(
        HttpContext http,
        Inbox inbox,
        Outbox outbox,
        SocketEnd end,
        List<ClientCommand> early,
        CancellationToken cancellationToken
    )
    {
        await using var timer = clock.CreateTimer(
            _ => end.End(new SocketClosedException(CloseCodes.Unauthenticated, "Nobody signed in within 10 seconds.")),
            state: null,
            SignInTime,
            Timeout.InfiniteTimeSpan
        );
        for (var frames = 1; await inbox.ReadAsync(cancellationToken) is { } bytes; frames++)
        {
            if (frames > MostEarlyFrames)
                throw new SocketClosedException(CloseCodes.RateLimited, "Too many frames before signing in.");
            if (!ClientCommands.Read(bytes).Try(out var command, out var failure))
                await outbox.SendAsync(Frame.Error(failure).ToUtf8(), cancellationToken);
            else if (command is AuthCommand auth)
                return (await OpenAsync(http, auth, cancellationToken)).Try(out var user, out failure) ? user : throw Refused(failure);
            else
                early.Add(command);
        }

        return null;
    }

    /// <summary>A client that hears that nobody signed in forgets its sign-in; it must not for what passes.</summary>
    private static SocketClosedException Refused(Failure failure) =>
        failure switch
        {
            CredentialsUnknown => SocketClosedException.Unavailable(),
            RateLimited => new SocketClosedException(CloseCodes.RateLimited, failure.Detail),
            _ => new SocketClosedException(CloseCodes.Unauthenticated, failure.Detail),
        };

    private async Task<Result<CurrentUser>> OpenAsync(HttpContext http, AuthCommand auth, CancellationToken cancellationToken)
    {
        if (auth.Token is { } token)
            return await credentials.OpenTokenAsync(token, cancellationToken);
        if (auth.Ticket is { } ticket)
            return await credentials.OpenTicketAsync(ticket, cancellationToken);
        if (auth.Guest != true)
            return new Unauthenticated("auth takes a token, a ticket, or guest: true.");
        if (limits.Check(RateLimit.Guest, http) is { } tooMany)
            return tooMany;
        return (await accounts.EnterAsGuestAsync(Devices.Of(http), cancellationToken)).Try(out var entered, out var failure)
            ? new CurrentUser(entered.SignedIn.Caller, entered.SignedIn.SignInId, ByCookie: false)
            : failure;
    }
}

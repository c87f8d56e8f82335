using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Serialization;
using Kith.Engine;
using Kith.Engine.Events;
using Kith.Engine.Turns;
using Kith.Engine.Users;
using Kith.Server.Hosting;
using Kith.Server.Identity;
using AccountService = Kith.Engine.Users.Accounts;

namespace Kith.Server.Surfaces.Rest.Events;

/// <param name="Events">Frames, as the sockets send them.</param>
/// <param name="Cursor">For the next call.</param>
internal sealed record EventsWire([property: WireType(typeof(IReadOnlyList<FrameWire>))] IReadOnlyList<object> Events, string Cursor);

/// <summary>A frame for the API's document: what all of them have. The rest of its members depend on its type, and of an event on its kind.</summary>
/// <param name="Cursor">Where to go on after it; not on what the log doesn't keep.</param>
/// <param name="Kind">Of an event: what changed.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record FrameWire(
    [property: AllowedValues("ready", "message", "typing", "recall", "token", "done", "error", "event", "resync")] string Type,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Cursor,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Kind
);

/// <summary>The log of one person without a socket: asked for, or as a stream.</summary>
internal static class EventEndpoints
{
    private const int LongestWait = 25;

    private static readonly StreamDocument.Event[] s_frames =
    [
        .. from type in (string[])["ready", "message", "done", "event", "resync"]
        select new StreamDocument.Event(type, typeof(FrameWire), HasId: true),
        .. from type in (string[])["typing", "recall", "token"] select new StreamDocument.Event(type, typeof(FrameWire)),
        new("error", typeof(FrameWire), HasId: null),
    ];

    public static void MapEvents(this IEndpointRouteBuilder routes)
    {
        var events = routes.MapGroup("/api/events").WithTags("Events").RequireSignedIn();
        events
            .MapGet("/", PollAsync)
            .Produces<EventsWire>()
            .WithName("pollEvents")
            .WithSummary("What happened since, waiting for it if asked to")
            .StaysOpen();
        events
            .MapGet("/stream", StreamAsync)
            .ProducesEvents(s_frames)
            .WithMetadata(new ReadsHeader("Last-Event-ID"))
            .WithName("streamEvents")
            .WithSummary("Everything of yours as it happens")
            .StaysOpen();
    }

    private static async Task<IResult> PollAsync(
        string? cursor,
        string? wait,
        HttpContext http,
        CurrentUser user,
        Feed feed,
        Revocations revocations
    )
    {
        if (!CheckWait(wait).Try(out var time, out var failure))
            return failure.ToProblem();
        using var patience = new Patience(http, user);
        var page = await feed.PollAsync(user.Caller, Cursors.Read(cursor), time, patience.IsOver);
        // It may have been revoked while this waited.
        if (revocations.Check(user.SignInId) is { } ended)
            return ended.ToProblem();
        foreach (var frame in user.Key is null ? page.Frames : [])
            feed.NoteGiven(user.Caller, frame);
        return TypedResults.Ok(
            new EventsWire(
                [.. page.Frames.Select(frame => Frame.Of(frame, user.Caller).Body)],
                page.Cursor.ToString(CultureInfo.InvariantCulture)
            )
        );
    }

    private static async Task<IResult> StreamAsync(
        string? cursor,
        HttpContext http,
        CurrentUser user,
        AccountService accounts,
        EventLog log,
        CancellationToken cancellationToken
    )
    {
        // A browser comes back to the same address, with the newest cursor in the header.
        var lastSeen = http.Request.Headers["Last-Event-ID"].ToString();
        var after = Cursors.Read(lastSeen.Length > 0 ? lastSeen : cursor);
        if (!(await accounts.GetAsync(user.Caller, cancellationToken)).Try(out var account, out var failure))
            return failure.ToProblem();
        var start = after is >= 0 ? after.Value : await log.HeadAsync(user.Caller.PrincipalId, cancellationToken);
        return new EventStream(user, Frame.Ready(account, start), after ?? start);
    }

    private static Result<TimeSpan> CheckWait(string? wait) =>
        wait is null ? TimeSpan.Zero
        : int.TryParse(wait, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= LongestWait
            ? TimeSpan.FromSeconds(seconds)
        : new Invalid("wait", $"must be a number of seconds from 0 to {LongestWait}");
}

using System.Runtime.CompilerServices;
using Kith.Engine.People.Presence;
using Kith.Engine.Turns;
using Kith.Server.Identity;

namespace Kith.Server.Surfaces.Rest.Events;

/// <summary>A person's feed as server-sent events: the event's name is the frame's type, its id the cursor.</summary>
/// <param name="ready">The first frame: a browser that loses the stream before anything happens knows where to go on.</param>
internal sealed class EventStream(CurrentUser user, Frame ready, long after) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var patience = new Patience(httpContext, user);
        // An app with a key isn't the person.
        using var live = user.Key is null ? httpContext.RequestServices.GetRequiredService<LivePeople>().Enter(user.Caller) : null;
        var feed = httpContext.RequestServices.GetRequiredService<Feed>();
        using var writer = new EventStreamWriter(httpContext, user, patience);
        await writer.WriteAsync(EventsAsync(feed, patience.IsOver), Event(Frame.Error(new StorageUnavailable())));
    }

    private async IAsyncEnumerable<StreamEvent> EventsAsync(Feed feed, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return Event(ready);
        await foreach (var frame in feed.FollowAsync(user.Caller, after, conversationId: null, turns: null, cancellationToken))
        {
            yield return Event(Frame.Of(frame, user.Caller));
            if (user.Key is null)
                feed.NoteGiven(user.Caller, frame);
        }
    }

    private static StreamEvent Event(Frame frame) => new(frame.Type, frame.ToUtf8(), frame.Cursor);
}

namespace Kith.Engine.People.Push;

/// <summary>Something to tell people who aren't connected.</summary>
/// <param name="Kind">The name of a registered <see cref="PushKind"/>.</param>
/// <param name="SubjectId">Of what happened, e.g. the message.</param>
/// <param name="Topic">Of what is told with the same topic, e.g. of one chat, a device shows only the newest.</param>
public sealed record PushNotice(string Kind, string SubjectId, string Topic)
{
    /// <summary>How long it is worth telling, here and at the push service.</summary>
    public TimeSpan LastsFor { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How long to wait first: what is read by then isn't told.</summary>
    public TimeSpan Delay { get; init; }
}

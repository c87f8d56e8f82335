using Kith.Engine.Storage;

namespace Kith.Engine.People.Push;

/// <summary>
/// What can be pushed. Whoever queues a kind registers it, and says what there is to tell when it is about to be sent.
/// </summary>
/// <param name="Name">Unique: what <see cref="PushNotice.Kind"/> names, and what a device is told.</param>
/// <param name="FindAsync">
/// What to tell this principal of this subject, as it is now. Null when there is nothing to tell any more: read or deleted meanwhile, no
/// member any more, muted.
/// </param>
public sealed record PushKind(string Name, Func<ReadSession, string, string, Task<PushContent?>> FindAsync);

/// <summary>What a device shows.</summary>
/// <param name="Hidden">A sentence that gives nothing away, neither who nor what: all that is shown unless the device asked for more.</param>
/// <param name="Title">Who, or where. Cut when it is long.</param>
/// <param name="Body">What. Cut when it is long.</param>
/// <param name="Path">Where it leads in the web app: it holds nothing but ids.</param>
public sealed record PushContent(string Hidden, string Title, string Body, string Path);

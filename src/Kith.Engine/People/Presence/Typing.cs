using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Kith.Engine.Conversations.Members;
using Kith.Engine.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.People.Presence;

/// <summary>Tells the others in a chat that somebody is writing, if they are here. Nobody is told across a block.</summary>
public sealed class Typing(Database database, LiveHints hints, TimeProvider clock)
{
    /// <summary>In one chat somebody is told of once in this time at most.</summary>
    internal static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    /// <summary>Above this many, those who were told of long ago are forgotten.</summary>
    private const int MostKept = 4_096;

    private readonly ConcurrentDictionary<(string ChatId, string PersonId), Told> _told = new();

    /// <summary>The caller writes, or has stopped. Fails with <see cref="NotFound"/>. What comes too soon after the last time is dropped.</summary>
    public async Task<Result<Done>> TellAsync(Caller caller, string chatId, bool isTyping, CancellationToken cancellationToken)
    {
        var key = (chatId, caller.PrincipalId);
        if (_told.TryGetValue(key, out var told) && isTyping && IsRecent(told))
            return default(Done);
        var audience = await database.ReadAsync(session => ListAudienceAsync(session, caller, chatId), cancellationToken);
        if (!audience.Try(out var others, out var failure))
            return failure;
        if (isTyping ? TryStart(key) : TryStop(key))
            hints.Tell(others, new LiveHint(Typing: new PersonTyping(chatId, caller.PrincipalId, isTyping)));
        return default(Done);
    }

    private static async Task<Result<IReadOnlyList<string>>> ListAudienceAsync(ReadSession session, Caller caller, string chatId)
    {
        if ((await PeopleChats.OpenAsync(session, caller, chatId)).Failure is { } failure)
            return failure;
        var present = await PeopleChats.ListPresentAsync(session, chatId);
        var blocks = await BlockStore.ListAsync(session, caller.PrincipalId, present);
        return present
            .Where(person => person != caller.PrincipalId && !blocks.Any(block => block.BlockerId == person || block.BlockedId == person))
            .ToList();
    }

    private bool TryStart((string, string) key)
    {
        if (_told.Count >= MostKept)
            Forget();
        var now = new Told(clock.GetTimestamp(), IsTyping: true);
        return _told.TryGetValue(key, out var before) ? !IsRecent(before) && _told.TryUpdate(key, now, before) : _told.TryAdd(key, now);
    }

    /// <summary>Only who was told to be typing can stop: so one start and one stop in each time are told at most.</summary>
    private bool TryStop((string, string) key) =>
        _told.TryGetValue(key, out var before) && before.IsTyping && _told.TryUpdate(key, before with { IsTyping = false }, before);

    private void Forget()
    {
        foreach (var pair in _told)
        {
            if (!IsRecent(pair.Value))
                _told.TryRemove(pair);
        }
    }

    private bool IsRecent(Told told) => clock.GetElapsedTime(told.At) < Every;

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Told(long At, bool IsTyping);
}

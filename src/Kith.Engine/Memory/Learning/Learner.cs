using Kith.Engine.Conversations;
using Kith.Engine.Events;
using Kith.Engine.Memory.Facts;
using Kith.Engine.Memory.Recall;
using Kith.Engine.Models;
using Kith.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace Kith.Engine.Memory.Learning;

/// <summary>
/// Learns from what people said, off the path of a turn: by a model when there is one, else by rules. Each message is learned from once: what
/// it taught and that it did commit together.
/// </summary>
internal sealed partial class Learner(
    Database database,
    EventLog events,
    Consolidator consolidator,
    Extractor extractor,
    Summariser summariser,
    ModelReach reach,
    ILogger<Learner> log
)
{
    /// <summary>Longer than a model is waited for, twice.</summary>
    internal static readonly TimeSpan Lease = TimeSpan.FromMinutes(3);

    /// <summary>After this many failures of a model a message is left to the rules.</summary>
    internal const long MostAsked = 3;

    /// <summary>After this many attempts nothing is learned from it.</summary>
    internal const long MostAttempts = 6;

    private const long MostMessages = 8;
    private const int MostAtOnce = 4;

    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(30);

    /// <summary>How many chats are learned from at a time: a model is waited for, most of that, and rules take no time.</summary>
    public int AtOnce => extractor.AsksModel ? MostAtOnce : 1;

    /// <summary>Learns from what was said until now.</summary>
    /// <param name="rest">How long it rests after each step, in parts of the time that took, up to a second: then the machine is others'.</param>
    public async Task CatchUpAsync(double rest, CancellationToken cancellationToken)
    {
        while (true)
        {
            var startedAt = database.Clock.GetTimestamp();
            if (!await LearnNextAsync(cancellationToken))
                return;
            var pause = rest * database.Clock.GetElapsedTime(startedAt);
            if (pause > TimeSpan.Zero)
                await Task.Delay(pause < TimeSpan.FromSeconds(1) ? pause : TimeSpan.FromSeconds(1), database.Clock, cancellationToken);
        }
    }

    /// <summary>Learns from the next few messages of a conversation; false when there are none.</summary>
    internal async Task<bool> LearnNextAsync(CancellationToken cancellationToken)
    {
        var now = database.Clock.NowMs();
        if (await database.ReadAsync(session => MessagesToLearn.FindNextAsync(session, now), cancellationToken) is not { } next)
            return false;
        var heldUntil = now + (long)Lease.TotalMilliseconds;
        var held = await database.WriteAsync(
            session => MessagesToLearn.TakeAsync(session, next, MostMessages, now, heldUntil),
            cancellationToken
        );
        if (held is [{ Attempts: > MostAttempts }])
            await GiveUpAsync(held[0], cancellationToken);
        else if (held.Count > 0)
            await LearnAsync(held, heldUntil, cancellationToken);
        return true;
    }

    private async Task LearnAsync(IReadOnlyList<MessageToLearn> held, long heldUntil, CancellationToken cancellationToken)
    {
        var conversationId = held[0].ConversationId;
        if (await database.ReadAsync(session => ReadAsync(session, held), cancellationToken) is not { } lesson)
        {
            // Its conversation is gone, or memory was switched off.
            await database.WriteAsync(
                session => MessagesToLearn.RemoveAsync(session, held.Select(message => message.MessageId), heldUntil),
                cancellationToken
            );
            return;
        }

        Extracted extracted;
        try
        {
            extracted = await extractor.ReadAsync(lesson, byModel: held[0].Attempts <= MostAsked, cancellationToken);
        }
        catch (ProviderUnavailableException e)
        {
            LogLater(log, e.Message, conversationId);
            var until = database.Clock.NowMs() + (long)(s_pause * held[0].Attempts).TotalMilliseconds;
            await database.WriteAsync(
                session => MessagesToLearn.ReturnAsync(session, held.Select(message => message.MessageId), heldUntil, until),
                cancellationToken
            );
            return;
        }

        await KeepAsync(lesson, extracted, heldUntil, cancellationToken);
        await summariser.ExtendAsync(conversationId, cancellationToken);
    }

    /// <summary>What is to be read; null when nothing may be learned.</summary>
    private async Task<Lesson?> ReadAsync(ReadSession session, IReadOnlyList<MessageToLearn> held)
    {
        if (await ConversationStore.FindAsync(session, held[0].ConversationId) is not { MemoryEnabled: 1 } conversation)
            return null;
        var profile = await Profiles.GetAsync(session, conversation.OwnerId);
        if (profile.MemoryEnabled == 0)
            return null;
        var messages = await MessageStore.ListAsync(session, held.Select(message => message.MessageId));
        var before = await MessageStore.ListAsync(session, messages.Select(message => message.ParentId).OfType<string>());
        var guard = await Guard.ReadAsync(session, reach, conversation.OwnerId);
        return new Lesson(
            conversation,
            profile,
            [.. messages.OrderBy(message => message.CreatedAt).ThenBy(message => message.Depth)],
            before,
            await guard.FindHiddenAsync(session, [.. messages, .. before])
        );
    }

    /// <summary>A transaction for each message that taught something, and one for the rest.</summary>
    private async Task KeepAsync(Lesson lesson, Extracted extracted, long heldUntil, CancellationToken cancellationToken)
    {
        if (extracted.Title is { } title)
            await database.WriteAsync(session => RetitleAsync(session, lesson, title), cancellationToken);
        foreach (var message in lesson.Messages)
        {
            var (learned, origin) = extracted.Messages[message.Id];
            if (!learned.IsNothing)
                await database.WriteAsync(session => KeepAsync(session, message, learned, origin, heldUntil), cancellationToken);
        }

        await database.WriteAsync(
            session => MessagesToLearn.RemoveAsync(session, lesson.Messages.Select(message => message.Id), heldUntil),
            cancellationToken
        );
    }

    private async Task<Done> KeepAsync(WriteSession session, Message message, Learned learned, string origin, long heldUntil)
    {
        // Held from the first: it may be claimed meanwhile, and what is learned belongs to its owner.
        if (
            await ConversationStore.LockAsync(session, message.ConversationId) is { } conversation
            && await MessagesToLearn.RemoveAsync(session, [message.Id], heldUntil) is [_]
        )
            await consolidator.ApplyAsync(session, conversation.OwnerId, message.Id, Time.FromMs(message.CreatedAt), learned, origin);
        return default;
    }

    /// <summary>Only while it has the title that its first message gave it: never one that somebody chose.</summary>
    private async Task<Done> RetitleAsync(WriteSession session, Lesson lesson, string title)
    {
        if (
            await ConversationStore.LockAsync(session, lesson.Conversation.Id) is { } conversation
            && conversation.Title != title
            && conversation.Title == lesson.FirstTitle
        )
        {
            var now = database.Clock.NowMs();
            await ConversationStore.UpdateAsync(session, conversation with { Title = title, UpdatedAt = now });
            await events.AppendAsync(
                session,
                [conversation.OwnerId],
                new NewEvent(EventKinds.ChatUpdated, conversation.Id, conversation.Id)
            );
        }

        return default;
    }

    private async Task GiveUpAsync(MessageToLearn message, CancellationToken cancellationToken)
    {
        LogGaveUp(log, message.MessageId, MostAttempts);
        await database.WriteAsync(
            session => MessagesToLearn.RemoveAsync(session, [message.MessageId], message.HeldUntil),
            cancellationToken
        );
    }

    [LoggerMessage(
        LogLevel.Warning,
        "The model can't be asked what to learn from chat {ConversationId} now: {Reason} It is tried again later"
    )]
    private static partial void LogLater(ILogger logger, string reason, string conversationId);

    [LoggerMessage(LogLevel.Error, "Nothing is learned from message {MessageId}: it failed {Attempts} times")]
    private static partial void LogGaveUp(ILogger logger, string messageId, long attempts);
}

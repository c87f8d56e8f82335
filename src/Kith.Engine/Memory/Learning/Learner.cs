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

    /// <summary>Of one chat, for a model to read.</summary>
    private const long MostToAsk = 8;

    /// <summary>Of however many chats, for rules.</summary>
    private const long MostToRead = 32;

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

    /// <summary>Learns from the next few messages; false when there are none.</summary>
    internal async Task<bool> LearnNextAsync(CancellationToken cancellationToken)
    {
        var now = database.Clock.NowMs();
        var heldUntil = now + (long)Lease.TotalMilliseconds;
        var most = extractor.AsksModel ? MostToAsk : MostToRead;
        var held = await database.WriteAsync(
            session => MessagesToLearn.TakeAsync(session, ofOne: extractor.AsksModel, most, now, heldUntil),
            cancellationToken
        );
        if (held is [{ Attempts: > MostAttempts }])
            await GiveUpAsync(held[0], cancellationToken);
        else if (held is [_, ..])
            await LearnAsync(held, heldUntil, cancellationToken);
        return held is not null;
    }

    private async Task LearnAsync(IReadOnlyList<MessageToLearn> held, long heldUntil, CancellationToken cancellationToken)
    {
        var done = held.Select(message => message.MessageId).ToHashSet(StringComparer.Ordinal);
        var lessons = await database.ReadAsync(session => ReadAsync(session, held), cancellationToken);
        foreach (var lesson in lessons)
        {
            try
            {
                var extracted = await extractor.ReadAsync(lesson, byModel: held[0].Attempts <= MostAsked, cancellationToken);
                await KeepAsync(lesson, extracted, heldUntil, cancellationToken);
                done.ExceptWith(extracted.Telling);
            }
            catch (ProviderUnavailableException e)
            {
                LogLater(log, e.Message, lesson.Conversation.Id);
                var until = database.Clock.NowMs() + (long)(s_pause * held[0].Attempts).TotalMilliseconds;
                await database.WriteAsync(session => MessagesToLearn.ReturnAsync(session, done, heldUntil, until), cancellationToken);
                return;
            }
        }

        // With those of conversations that are gone, or where memory was switched off.
        if (done.Count > 0)
            await RemoveAsync(done, heldUntil, cancellationToken);
        foreach (var lesson in lessons.Where(lesson => lesson.SummaryIsBehind))
            await summariser.ExtendAsync(lesson.Conversation.Id, cancellationToken);
    }

    /// <summary>What is to be read, without the conversations of which nothing may be learned.</summary>
    private async Task<IReadOnlyList<Lesson>> ReadAsync(ReadSession session, IReadOnlyList<MessageToLearn> held) =>
        [
            .. (
                await session.TogetherAsync(
                    held.GroupBy(message => message.ConversationId, message => message.MessageId)
                        .Select(messages => (Func<Task<Lesson?>>)(() => ReadAsync(session, messages.Key, [.. messages])))
                )
            ).OfType<Lesson>(),
        ];

    /// <summary>Null when nothing may be learned.</summary>
    private async Task<Lesson?> ReadAsync(ReadSession session, string conversationId, IReadOnlyList<string> messageIds)
    {
        var (messages, (conversation, profile), summaryIsBehind) = await session.TogetherAsync(
            () => MessageStore.ListAsync(session, messageIds),
            () => ReadOwnerAsync(session, conversationId),
            () => Summariser.IsBehindAsync(session, conversationId)
        );
        if (conversation is not { MemoryEnabled: 1 } || profile is not { MemoryEnabled: 1 })
            return null;
        var lesson = new Lesson(
            conversation,
            profile,
            [.. messages.OrderBy(message => message.CreatedAt).ThenBy(message => message.Depth)],
            summaryIsBehind
        );
        if (!extractor.AsksModel)
            return lesson;
        var (before, guard) = await session.TogetherAsync(
            () => MessageStore.ListAsync(session, messages.Select(message => message.ParentId).OfType<string>()),
            () => Guard.ReadAsync(session, reach, conversation.OwnerId)
        );
        return lesson with { Before = before, Hidden = await guard.FindUntaughtAsync(session, [.. messages, .. before]) };
    }

    private static async Task<(Conversation? Conversation, Profile? Profile)> ReadOwnerAsync(ReadSession session, string conversationId) =>
        await ConversationStore.FindAsync(session, conversationId) is { } conversation
            ? (conversation, await Profiles.GetAsync(session, conversation.OwnerId))
            : (null, null);

    /// <summary>A transaction for the title, and one for each message that taught something.</summary>
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
    }

    private async Task<Done> KeepAsync(WriteSession session, Message message, Learned learned, string origin, long heldUntil)
    {
        // Held from the first: it may be claimed meanwhile, and what is learned belongs to its owner.
        var (conversation, isHeld) = await session.TogetherAsync(
            () => ConversationStore.LockAsync(session, message.ConversationId),
            () => MessagesToLearn.TryRemoveAsync(session, message.Id, heldUntil)
        );
        if (conversation is not null && isHeld)
            await consolidator.ApplyAsync(session, conversation, message.Id, Time.FromMs(message.CreatedAt), learned, origin);
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
        await RemoveAsync([message.MessageId], message.HeldUntil, cancellationToken);
    }

    private Task<Done> RemoveAsync(IEnumerable<string> messageIds, long heldUntil, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                await MessagesToLearn.RemoveAsync(session, messageIds, heldUntil);
                return default(Done);
            },
            cancellationToken
        );

    [LoggerMessage(
        LogLevel.Warning,
        "The model can't be asked what to learn from chat {ConversationId} now: {Reason} It is tried again later"
    )]
    private static partial void LogLater(ILogger logger, string reason, string conversationId);

    [LoggerMessage(LogLevel.Error, "Nothing is learned from message {MessageId}: it failed {Attempts} times")]
    private static partial void LogGaveUp(ILogger logger, string messageId, long attempts);
}

using Kith.Engine.Conversations;
using Kith.Engine.Conversations.Members;
using Kith.Engine.Events;
using Kith.Engine.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.People;

/// <summary>Answering a message with an emoji: one between people, or one of an AI chat. To do it twice, or to undo it twice, is as once.</summary>
public sealed class Reactions(Database database, EventLog events) : IPrincipalChange
{
    /// <summary>So many different ones somebody may give a message.</summary>
    public const int MostOfOne = 20;

    /// <summary>
    /// Reacts to what was said between people. Fails with <see cref="NotFound"/>, with <see cref="Invalid"/> for what is no emoji or one too
    /// many, or with <see cref="Blocking"/>.
    /// </summary>
    public Task<Result<PeopleMessageView>> PutAsync(
        Caller caller,
        string chatId,
        string messageId,
        string? emoji,
        CancellationToken cancellationToken
    ) =>
        ChangeAsync(
            emoji,
            session => OpenAsync(session, caller, chatId, messageId),
            (session, place, one) => AddAsync(session, caller, place, one),
            async session => (await PeopleMessages.FindAsync(session, caller, [messageId]))[messageId],
            cancellationToken
        );

    /// <summary>Takes it back. Fails as <see cref="PutAsync"/>.</summary>
    public Task<Result<Done>> DeleteAsync(
        Caller caller,
        string chatId,
        string messageId,
        string? emoji,
        CancellationToken cancellationToken
    ) =>
        ChangeAsync(
            emoji,
            session => OpenAsync(session, caller, chatId, messageId),
            (session, place, one) => RemoveAsync(session, caller, place, one),
            _ => Task.FromResult(default(Done)),
            cancellationToken
        );

    /// <summary>As <see cref="PutAsync"/>, to a message of an AI chat of the caller's.</summary>
    public Task<Result<MessageView>> PutInOwnAsync(
        Caller caller,
        string conversationId,
        string messageId,
        string? emoji,
        CancellationToken cancellationToken
    ) =>
        ChangeAsync(
            emoji,
            session => OpenOwnAsync(session, caller, conversationId, messageId),
            (session, place, one) => AddAsync(session, caller, place, one),
            async session => (await MessageHistory.FindAsync(session, [messageId]))[messageId],
            cancellationToken
        );

    /// <summary>As <see cref="DeleteAsync"/>, from a message of an AI chat of the caller's.</summary>
    public Task<Result<Done>> DeleteInOwnAsync(
        Caller caller,
        string conversationId,
        string messageId,
        string? emoji,
        CancellationToken cancellationToken
    ) =>
        ChangeAsync(
            emoji,
            session => OpenOwnAsync(session, caller, conversationId, messageId),
            (session, place, one) => RemoveAsync(session, caller, place, one),
            _ => Task.FromResult(default(Done)),
            cancellationToken
        );

    /// <summary>A guest has reacted to nothing but answers of their own, which become the user's.</summary>
    Task IPrincipalChange.ClaimAsync(WriteSession session, string guestId, string userId) =>
        ReactionStore.ClaimAsync(session, guestId, userId);

    private async Task<Result<T>> ChangeAsync<T>(
        string? emoji,
        Func<WriteSession, Task<Result<Place>>> open,
        Func<WriteSession, Place, string, Task<Failure?>> change,
        Func<WriteSession, Task<T>> answer,
        CancellationToken cancellationToken
    )
    {
        if (!Emoji.Check(emoji).Try(out var one, out var failure))
            return failure;
        return await database.WriteAsync<Result<T>>(
            async session =>
            {
                if (!(await open(session)).Try(out var place, out var refused))
                    return refused;
                return await change(session, place, one) is { } failed ? failed : await answer(session);
            },
            cancellationToken
        );
    }

    private async Task<Failure?> AddAsync(WriteSession session, Caller caller, Place place, string emoji)
    {
        if (await ReactionStore.CountOthersAsync(session, place.MessageId, caller.PrincipalId, emoji) >= MostOfOne)
            return new Invalid("emoji", $"is one too many: at most {MostOfOne} different ones");
        var now = database.Clock.NowMs();
        if (await ReactionStore.PutAsync(session, place.MessageId, caller.PrincipalId, emoji, place.IsWithheld, now))
            await TellAsync(session, place, place.IsWithheld ? [caller.PrincipalId] : place.Audience);
        return null;
    }

    private async Task<Failure?> RemoveAsync(WriteSession session, Caller caller, Place place, string emoji)
    {
        var wasWithheld = await ReactionStore.DeleteAsync(session, place.MessageId, caller.PrincipalId, emoji);
        if (wasWithheld is not null)
            await TellAsync(session, place, wasWithheld == 1 ? [caller.PrincipalId] : place.Audience);
        return null;
    }

    private Task TellAsync(WriteSession session, Place place, IReadOnlyList<string> audience) =>
        events.AppendAsync(session, audience, new NewEvent(EventKinds.ReactionChanged, place.ConversationId, place.MessageId));

    private static async Task<Result<Place>> OpenAsync(WriteSession session, Caller caller, string chatId, string messageId)
    {
        if (!(await PeopleChats.OpenToAddAsync(session, caller, chatId)).Try(out var chat, out var failure))
            return failure;
        if (
            !(await PeopleMessages.FindAsync(session, caller, [messageId])).TryGetValue(messageId, out var view)
            || view.Message.ConversationId != chatId
        )
            return new NotFound("message");
        var present = await PeopleChats.ListPresentAsync(session, chatId);
        var blocks = chat.IsDirect ? await BlockStore.ListAsync(session, caller.PrincipalId, present) : [];
        if (blocks.Any(block => block.BlockerId == caller.PrincipalId))
            return new Blocking();
        return view.Message.Withheld == 1
            ? new Place(chatId, messageId, [caller.PrincipalId], IsWithheld: true)
            : new Place(chatId, messageId, present, IsWithheld: blocks.Count > 0);
    }

    private static async Task<Result<Place>> OpenOwnAsync(WriteSession session, Caller caller, string conversationId, string messageId)
    {
        if ((await ConversationCatalog.OpenToAddAsync(session, caller, conversationId)).Failure is { } failure)
            return failure;
        return (await MessageHistory.OpenAsync(session, conversationId, messageId)).Try(out _, out failure)
            ? new Place(conversationId, messageId, [caller.PrincipalId], IsWithheld: false)
            : failure;
    }

    /// <param name="Audience">Who is told.</param>
    /// <param name="IsWithheld">What is given now nobody else is to see.</param>
    private sealed record Place(string ConversationId, string MessageId, IReadOnlyList<string> Audience, bool IsWithheld);
}

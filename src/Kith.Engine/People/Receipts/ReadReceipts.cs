using Kith.Engine.Conversations.Members;
using Kith.Engine.Events;
using Kith.Engine.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.People.Receipts;

/// <summary>
/// How far each has read, and what has reached them. The others are told in chats of a few, unless somebody there blocks them or is blocked by them: then
/// each knows it of themselves alone, as if nobody did.
/// </summary>
public sealed class ReadReceipts(Database database, EventLog events)
{
    /// <summary>In larger chats nobody is told who has read what.</summary>
    internal const int MostMembers = 20;

    /// <summary>
    /// The caller has read up to this message, on whatever device; never back. Fails with <see cref="NotFound"/>, or with
    /// <see cref="Invalid"/> when none is named.
    /// </summary>
    public Task<Result<Done>> ReadAsync(Caller caller, string chatId, string? messageId, CancellationToken cancellationToken) =>
        database.WriteAsync<Result<Done>>(
            async session =>
            {
                if (!(await PeopleChats.OpenToAddAsync(session, caller, chatId)).Try(out _, out var failure))
                    return failure;
                if (messageId is null)
                    return new Invalid("message_id", "is required");
                var found = await PeopleMessages.FindAsync(session, caller, [messageId]);
                if (!found.TryGetValue(messageId, out var view) || view.Message.ConversationId != chatId)
                    return new NotFound("message");
                await ReadAsync(session, caller.PrincipalId, chatId, view.Message.Depth);
                return default(Done);
            },
            cancellationToken
        );

    /// <summary>Messages have reached people's devices: by person, up to which. Who isn't in the chat any more is left out.</summary>
    internal Task DeliverAsync(string chatId, IReadOnlyDictionary<string, long> depths, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                await session.MayBeLostAsync();
                if (!await PeopleChats.HoldAsync(session, chatId))
                    return default(Done);
                var members = await MemberStore.ListAsync(session, [chatId]);
                var news = new List<Telling>();
                foreach (var (person, depth) in depths.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                    news.AddRange(
                        await ListNewsAsync(
                            session,
                            members,
                            person,
                            seenBy => MemberStore.DeliverAsync(session, chatId, person, depth, seenBy)
                        )
                    );
                await events.AppendAsync(session, news);
                return default;
            },
            cancellationToken
        );

    private async Task ReadAsync(WriteSession session, string person, string chatId, long depth)
    {
        var isNews = await MemberStore.ReadAsync(session, chatId, person, depth);
        var members = await MemberStore.ListAsync(session, [chatId]);
        await events.AppendAsync(
            session,
            [
                // Who answers has read what they answer: it may be known already, and not have been told.
                .. await ListNewsAsync(session, members, person, seenBy => MemberStore.TellReadAsync(session, chatId, person, seenBy)),
                new Telling(isNews ? [person] : [], new NewEvent(EventKinds.ChatUpdated, chatId, chatId)),
            ]
        );
    }

    /// <summary>
    /// Who is told how far somebody is. They themselves always, as if nobody blocked anybody: that it goes no further would tell them of a
    /// block.
    /// </summary>
    /// <param name="tell">Notes it as seen by one of <see cref="SeenBy"/>; whether that is news.</param>
    private static async Task<IReadOnlyList<Telling>> ListNewsAsync(
        WriteSession session,
        IReadOnlyList<MemberRow> members,
        string person,
        Func<string, Task<bool>> tell
    )
    {
        if (members.Count is 0 or > MostMembers)
            return [];
        var isBlocked = (await BlockStore.ListAsync(session, person, members.Select(member => member.PrincipalId))).Count > 0;
        var present = members.Where(member => member.State == MemberStates.Present).Select(member => member.PrincipalId).ToList();
        var own = await tell(SeenBy.Oneself) ? present.Where(id => id == person) : [];
        var others = !isBlocked && await tell(SeenBy.Others) ? present.Where(id => id != person) : [];
        return [new Telling([.. own, .. others], Changed(members[0].ConversationId, person))];
    }

    private static NewEvent Changed(string chatId, string person) => new(EventKinds.ReadChanged, chatId, person);
}

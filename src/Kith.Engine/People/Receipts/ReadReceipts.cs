using Kith.Engine.Conversations.Members;
using Kith.Engine.Events;
using Kith.Engine.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.People.Receipts;

/// <summary>
/// How far each has read, and what has reached them. The others are told in chats of a few, unless somebody there blocks somebody: then each
/// knows it of themselves alone.
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
                var told = new List<string>();
                foreach (var (person, depth) in depths.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                {
                    if (await IsToldAsync(session, members, person) && await MemberStore.DeliverAsync(session, chatId, person, depth))
                        told.Add(person);
                }

                await events.AppendAsync(session, PresentOf(members), [.. told.Select(person => Changed(chatId, person))]);
                return default;
            },
            cancellationToken
        );

    private async Task ReadAsync(WriteSession session, string person, string chatId, long depth)
    {
        var isNews = await MemberStore.ReadAsync(session, chatId, person, depth);
        var members = await MemberStore.ListAsync(session, [chatId]);
        // Who answers has read what they answer: it may be known already, and not have been told.
        var isTold = await IsToldAsync(session, members, person) && await MemberStore.TellReadAsync(session, chatId, person);
        await events.AppendAsync(
            session,
            new Telling(isTold ? PresentOf(members) : [], Changed(chatId, person)),
            new Telling(isNews ? [person] : [], new NewEvent(EventKinds.ChatUpdated, chatId, chatId))
        );
    }

    private static async Task<bool> IsToldAsync(ReadSession session, IReadOnlyList<MemberRow> members, string person) =>
        members.Count <= MostMembers
        && (await BlockStore.ListAsync(session, person, members.Select(member => member.PrincipalId))).Count == 0;

    private static IEnumerable<string> PresentOf(IReadOnlyList<MemberRow> members) =>
        members.Where(member => member.State == MemberStates.Present).Select(member => member.PrincipalId);

    private static NewEvent Changed(string chatId, string person) => new(EventKinds.ReadChanged, chatId, person);
}

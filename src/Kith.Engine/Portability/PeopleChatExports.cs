using Kith.Engine.Conversations;
using Kith.Engine.Conversations.Members;
using Kith.Engine.Users;

namespace Kith.Engine.Portability;

/// <summary>Writes out what somebody sees of their chats with people: their own words, and what was said to them.</summary>
public sealed class PeopleChatExports(PeopleChats chats, PeopleMessages messages)
{
    private const int Page = 100;

    internal async Task WriteAsync(ExportWriter writer, Caller caller, CancellationToken cancellationToken)
    {
        writer.BeginArray("people_chats");
        foreach (var id in await chats.ListIdsAsync(caller, cancellationToken))
        {
            // Somebody may have let them go meanwhile.
            if (
                (await chats.OpenAsync(caller, id, cancellationToken)).Try(out var chat, out _)
                && (await chats.ListMembersAsync(caller, id, cancellationToken)).Try(out var members, out _)
            )
                await WriteAsync(writer, caller, chat.Chat, members, cancellationToken);
        }

        writer.EndArray();
    }

    private async Task WriteAsync(
        ExportWriter writer,
        Caller caller,
        PeopleChat chat,
        IReadOnlyList<Member> members,
        CancellationToken cancellationToken
    )
    {
        writer.BeginObject();
        writer.Put("id", chat.Id);
        writer.Put("kind", chat.Kind);
        writer.Put("title", chat.Title);
        writer.Put(
            "members",
            members.Select(member => new
            {
                member.Id,
                member.DisplayName,
                member.Role,
            })
        );
        writer.Put("created_at", ExportWriter.Time(chat.CreatedAt));
        writer.BeginArray("messages");
        for (long? last = null; ; )
        {
            var page = await messages.PageAsync(caller, chat.Id, last, newestFirst: false, Page, cancellationToken);
            if (!page.Try(out var said, out _))
                break;
            foreach (var view in said.Where(view => view.Message.Status != MessageStatus.Streaming))
            {
                writer.Add(Describe(view));
                await writer.BreatheAsync(cancellationToken);
            }

            if (said.Count < Page)
                break;
            last = said[^1].Message.Depth;
        }

        writer.EndArray();
        writer.EndObject();
    }

    private static object Describe(PeopleMessageView view)
    {
        var (message, sender, reactions) = view;
        return new
        {
            message.Id,
            Seq = message.Depth,
            Sender = new
            {
                sender.Id,
                sender.DisplayName,
                sender.IsAgent,
            },
            message.Content,
            message.ReplyTo,
            Reactions = reactions.Select(reaction => new
            {
                reaction.Emoji,
                reaction.Count,
                reaction.Mine,
            }),
            CreatedAt = ExportWriter.Time(message.CreatedAt),
            EditedAt = ExportWriter.Time(message.EditedAt),
        };
    }
}

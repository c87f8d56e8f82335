using Kith.Engine.Conversations;
using Kith.Engine.Users;

namespace Kith.Engine.Tests.Memory.Search;

/// <summary>Messages without the models' part in them.</summary>
internal static class Corpus
{
    /// <summary>A chat with these messages, in turn the person's and the agent's; not indexed yet.</summary>
    public static async Task<Conversation> AddAsync(EngineApp app, Caller caller, IReadOnlyList<string> texts)
    {
        var chat = await app.StartChatAsync(caller);
        await app.Database.WriteAsync(
            async session =>
            {
                Message? last = null;
                for (var i = 0; i < texts.Count; i++)
                {
                    last = Make(caller, chat, texts[i], i) with { ParentId = last?.Id };
                    await MessageStore.InsertAsync(session, last);
                }

                return default(Done);
            },
            TestContext.Current.CancellationToken
        );
        return chat;
    }

    /// <summary>Said a millisecond after the one before it.</summary>
    public static Message Make(Caller caller, Conversation chat, string text, long depth)
    {
        var at = chat.CreatedAt + depth;
        return new Message(
            Guid.CreateVersion7(Time.FromMs(at)).ToString(),
            chat.Id,
            ParentId: null,
            depth,
            OnPath: 1,
            depth % 2 == 0 ? caller.PrincipalId : null,
            depth % 2 == 0 ? Roles.User : Roles.Assistant,
            text,
            MessageStatus.Complete,
            ClientId: null,
            Model: null,
            Offline: 0,
            Confidence: null,
            Sources: null,
            PromptTokens: 0,
            CompletionTokens: 0,
            at,
            EditedAt: null
        );
    }
}

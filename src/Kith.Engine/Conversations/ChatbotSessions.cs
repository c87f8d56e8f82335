using Kith.Engine.Agents;
using Kith.Engine.Idempotency;
using Kith.Engine.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.Conversations;

/// <summary>The template of a chatbot session names no agent.</summary>
public sealed record TemplateNotFound(string Template) : Failure("template_not_found", $"There is no template called {Template}.");

/// <summary>Nothing more can be said in this session.</summary>
public sealed record SessionEnded() : Failure("session_ended", "This session has ended. Create a new one to go on talking.");

/// <summary>A chatbot session: a conversation whose id is a random UUIDv4, and who may use it.</summary>
public sealed record ChatbotSession(Caller Caller, Conversation Conversation);

/// <summary>
/// Conversations that work without credentials: such a session is a principal of its own, shown as the anonymous user, and its
/// random id is the only key. Started with credentials it belongs to the caller, with an API key to that key's end user.
/// </summary>
public sealed class ChatbotSessions(Database database, ConversationCatalog conversations, Visitors visitors, EndUsers endUsers)
{
    private const int LabelLength = 200;

    /// <summary>Starts one. With credentials an idempotency key may come along, and then it is started only the first time.</summary>
    /// <param name="apiKey">The API key <paramref name="caller"/> came with: the session belongs to its end user of that label.</param>
    public async Task<Result<Made<ChatbotSession>>> StartAsync(
        Caller? caller,
        KeyUse? apiKey,
        string? label,
        string? template,
        IdempotencyKey? key,
        CancellationToken cancellationToken
    )
    {
        if (!TextRules.CheckName("user_id", label, LabelLength).Try(out var user, out var failure))
            return failure;
        if (!TextRules.CheckName("template_id", template, LabelLength).Try(out var agent, out failure))
            return failure;
        var start = new NewConversation(Agent: agent, Label: user, Id: Guid.NewGuid().ToString());
        return await database.WriteAsync<Result<Made<ChatbotSession>>>(
            async session =>
            {
                if (caller is null)
                    return await StartForVisitorAsync(session, start);
                var owner = caller;
                if (apiKey is not null && !(await endUsers.EnterAsync(session, apiKey, user)).Try(out owner, out var gone))
                    return gone;
                return await Once.MakeAsync(
                    session,
                    owner.PrincipalId,
                    key,
                    database.Clock.NowMs(),
                    new Creation<ChatbotSession>(
                        "conversation",
                        Make: () => StartAsync(session, owner, start),
                        IdOf: made => made.Conversation.Id,
                        Open: id => OpenOwnAsync(session, owner, id)
                    )
                );
            },
            cancellationToken
        );
    }

    /// <summary>
    /// The caller's own session, one of the API key's end users, or one made without credentials, which anybody opens who knows its id.
    /// </summary>
    public async Task<Result<ChatbotSession>> OpenAsync(Caller? caller, KeyUse? apiKey, string id, CancellationToken cancellationToken)
    {
        var conversation = await database.ReadAsync(session => ConversationStore.FindAsync(session, id), cancellationToken);
        if (conversation?.Label is null)
            return new NotFound("session");
        if (conversation.OwnerId == caller?.PrincipalId)
            return new ChatbotSession(caller, conversation);
        if (apiKey is not null && (await endUsers.OpenAsync(apiKey, conversation.OwnerId, cancellationToken)).Try(out var endUser, out _))
            return new ChatbotSession(endUser, conversation);
        return (await visitors.OpenSessionAsync(conversation.OwnerId, cancellationToken)).Try(out var visitor, out var failure)
            ? new ChatbotSession(visitor, conversation)
            : failure;
    }

    public async Task<Result<Conversation>> EndAsync(Caller? caller, KeyUse? apiKey, string id, CancellationToken cancellationToken)
    {
        if (!(await OpenAsync(caller, apiKey, id, cancellationToken)).Try(out var opened, out var failure))
            return failure;
        var ended = await conversations.EndAsync(opened.Caller, id, cancellationToken);
        return ended.Failure is ConversationEnded ? new SessionEnded() : ended;
    }

    private async Task<Result<Made<ChatbotSession>>> StartForVisitorAsync(WriteSession session, NewConversation start)
    {
        if (!(await visitors.StartSessionAsync(session)).Try(out var visitor, out var failure))
            return failure;
        return (await StartAsync(session, visitor, start)).Try(out var started, out failure)
            ? new Made<ChatbotSession>(started, IsReplay: false)
            : failure;
    }

    private async Task<Result<ChatbotSession>> StartAsync(WriteSession session, Caller owner, NewConversation start)
    {
        if ((await AgentCatalog.OpenAsync(session, owner, start.Agent!)).Failure is not null)
            return new TemplateNotFound(start.Agent!);
        return (await conversations.CreateAsync(session, owner, start)).Try(out var conversation, out var failure)
            ? new ChatbotSession(owner, conversation)
            : failure;
    }

    private static async Task<Result<ChatbotSession>> OpenOwnAsync(ReadSession session, Caller caller, string id) =>
        (await ConversationCatalog.OpenAsync(session, caller, id)).Try(out var conversation, out _)
            ? new ChatbotSession(caller, conversation)
            : new NotFound("session");
}

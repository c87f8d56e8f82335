using Kith.Engine.Agents;
using Kith.Engine.Conversations;
using Kith.Engine.Conversations.Members;
using Kith.GraphQL;

namespace Kith.Server.Surfaces.GraphQL;

/// <summary>Chats, which are called sessions here, and what was said in them.</summary>
internal static class ChatFields
{
    private const int MostMessages = 1_000;

    public static GraphQLSchemaBuilder AddChats(this GraphQLSchemaBuilder schema) =>
        schema
            .Query(AddQueries)
            .Mutation(AddMutations)
            .Object<Conversation>("ChatSession", AddSession)
            .Object<MessageView>("ChatMessage", AddMessage)
            .Object<Source>(
                "Source",
                t =>
                {
                    t.Describe("Something a reply refers to.");
                    t.Field("title", "String!", source => source.Title);
                    t.Field("url", "String!", source => source.Url);
                    t.Field("snippet", "String", source => source.Snippet);
                }
            )
            .Object<ReactionCount>(
                "Reaction",
                t =>
                {
                    t.Describe("How many answered a message with this emoji.");
                    t.Field("emoji", "String!", reaction => reaction.Emoji);
                    t.Field("count", "Int!", reaction => (int)reaction.Count);
                    t.Field("mine", "Boolean!", reaction => reaction.Mine).Describe("Whether I did.");
                }
            )
            .Object<Conversation>("CreateChatSession", t => t.Field("session", "ChatSession!", chat => chat))
            .Object<string>("DeleteChatSession", t => t.Field("id", "ID!", id => id));

    private static void AddQueries(ObjectBuilder<object?> t)
    {
        t.FieldAsync("myChatSessions", "[ChatSession!]", (_, context) => ListAsync(context))
            .Argument("limit", "Int", "200")
            .Argument("after", "ID", description: "The cursor of the last one seen.")
            .Describe("My chats, newest activity first.");
        t.FieldAsync("chatSession", "ChatSession", (_, context) => OpenAsync(context)).Argument("id", "ID!");
        t.FieldAsync("chatMessages", "[ChatMessage!]", (_, context) => ListMessagesAsync(context))
            .Argument("sessionId", "ID!")
            .Argument("limit", "Int", $"{MostMessages}")
            .Argument("after", "ID", description: "The cursor of the last one seen.")
            .Argument("newestFirst", "Boolean", "false")
            .Describe("The active branch of a chat, oldest first.");
    }

    private static void AddMutations(ObjectBuilder<object?> t)
    {
        t.FieldAsync("createChatSession", "CreateChatSession", (_, context) => CreateAsync(context))
            .Argument("title", "String", description: "Without one it is titled after its first turn.")
            .Argument("agent", "ID", description: "Id or slug; the best friend if nothing is said.")
            .Argument("systemPrompt", "String", description: "Replaces the agent's prompt.")
            .Argument("relatedChat", "ID", description: "A chat with people that it may read; you have to be in it.");
        t.FieldAsync("deleteChatSession", "DeleteChatSession", (_, context) => DeleteAsync(context))
            .Argument("id", "ID!")
            .Describe("Deletes a chat with its messages.");
    }

    private static void AddSession(ObjectBuilder<Conversation> t)
    {
        t.Describe("A chat with an agent.");
        t.Field("id", "ID!", chat => chat.Id);
        t.Field("title", "String", chat => chat.Title);
        t.Field("status", "String!", chat => chat.Status).Describe("active or ended.");
        t.Field("systemPrompt", "String!", chat => chat.Prompt);
        t.Field("relatedChat", "ID", chat => chat.RelatedChatId)
            .Describe("The chat with people that it may read, as long as you are in it.");
        t.Field("messageCount", "Int!", chat => (int)chat.MessageCount);
        t.Field("archived", "Boolean!", chat => chat.Archived == 1);
        t.Field("pinned", "Boolean!", chat => chat.Pinned == 1);
        t.Field("createdAt", "DateTime!", chat => chat.CreatedAt);
        t.Field("updatedAt", "DateTime!", chat => chat.UpdatedAt);
        t.Field("lastActivity", "DateTime!", chat => chat.LastActivity);
        t.Field("endedAt", "DateTime", chat => chat.EndedAt);
        t.Field("cursor", "ID!", chat => Paging.Cursor(chat.LastActivity, chat.Id)).Describe("Where myChatSessions goes on after it.");
        t.BatchField("agent", "Agent", OpenAgentsAsync).Describe("Null when it was deleted since.");
        t.BatchField("messages", "[ChatMessage!]", ListNewestAsync)
            .Argument("limit", "Int", "20")
            .Describe("The newest messages of the active branch, the oldest of them first.");
    }

    private static void AddMessage(ObjectBuilder<MessageView> t)
    {
        t.Describe("Something that was said in a chat.");
        t.Field("id", "ID!", view => view.Message.Id);
        t.Field("sessionId", "ID!", view => view.Message.ConversationId);
        t.Field("parentId", "ID", view => view.Message.ParentId).Describe("What it answers.");
        t.Field("siblings", "[ID!]!", view => view.Siblings).Describe("What stands in its place on other branches, and itself.");
        t.Field("role", "String!", view => view.Message.Role).Describe("user, assistant or system.");
        t.Field("content", "String!", view => view.Message.Content);
        t.Field("status", "String!", view => view.Message.Status).Describe("complete, streaming, interrupted, stopped or failed.");
        t.Field("confidence", "Float", view => view.Message.Confidence).Describe("From 0 to 1, where the model says so.");
        t.Field("sources", "[Source!]!", view => view.Message.ReadSources());
        t.Field("model", "String", view => view.Message.Model);
        t.Field("offline", "Boolean!", view => view.Message.Offline == 1).Describe("Answered without a model.");
        t.Field("promptTokens", "Int!", view => (int)view.Message.PromptTokens);
        t.Field("completionTokens", "Int!", view => (int)view.Message.CompletionTokens);
        t.Field("reactions", "[Reaction!]!", view => view.Reactions);
        t.Field("createdAt", "DateTime!", view => view.Message.CreatedAt);
        t.Field("editedAt", "DateTime", view => view.Message.EditedAt);
        t.Field("cursor", "ID!", view => Paging.Cursor(view.Message.Depth)).Describe("Where chatMessages goes on after it.");
    }

    private static async Task<IReadOnlyList<Conversation>> ListAsync(FieldContext context)
    {
        var call = context.Call();
        var limit = call.CheckLimit(context, Paging.MostLimit);
        var chats = context.Get<ConversationCatalog>();
        return (await chats.ListAsync(call.Caller, agentKey: null, context.Place(), limit, context.CancellationToken)).OrThrow();
    }

    private static async Task<Conversation> OpenAsync(FieldContext context) =>
        (await context.Get<ConversationCatalog>().OpenAsync(context.Call().Caller, context.Id("id"), context.CancellationToken)).OrThrow();

    private static async Task<IReadOnlyList<MessageView>> ListMessagesAsync(FieldContext context)
    {
        var call = context.Call();
        var limit = call.CheckLimit(context, MostMessages);
        return (
            await context
                .Get<MessageHistory>()
                .PageAsync(
                    call.Caller,
                    context.Id("sessionId"),
                    context.Depth(),
                    context.Argument<bool>("newestFirst"),
                    limit,
                    context.CancellationToken
                )
        ).OrThrow();
    }

    private static async Task<Conversation> CreateAsync(FieldContext context)
    {
        var call = context.Call();
        var start = new NewConversation(
            context.Argument<string?>("title"),
            context.FindId("agent"),
            context.Argument<string?>("systemPrompt"),
            context.FindId("relatedChat")
        );
        var made = (
            await context.Get<ConversationCatalog>().CreateAsync(call.Caller, start, call.Key, context.CancellationToken)
        ).OrThrow();
        call.IsReplay = made.IsReplay;
        return made.Value;
    }

    private static async Task<string> DeleteAsync(FieldContext context)
    {
        var id = context.Id("id");
        (await context.Get<ConversationCatalog>().DeleteAsync(context.Call().Caller, id, context.CancellationToken)).OrThrow();
        return id;
    }

    private static async Task<IReadOnlyList<Agent?>> OpenAgentsAsync(IReadOnlyList<Conversation> chats, FieldContext context)
    {
        var ids = chats.Select(chat => chat.AgentId).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var agents = await context.Get<AgentCatalog>().OpenAllAsync(context.Call().Caller, ids, context.CancellationToken);
        return [.. chats.Select(chat => chat.AgentId is { } id ? agents.GetValueOrDefault(id) : null)];
    }

    private static async Task<IReadOnlyList<IReadOnlyList<MessageView>>> ListNewestAsync(
        IReadOnlyList<Conversation> chats,
        FieldContext context
    )
    {
        var call = context.Call();
        var limit = call.CheckLimit(context, Paging.MostLimit, chats.Count);
        var ids = chats.Select(chat => chat.Id).Distinct(StringComparer.Ordinal).ToList();
        var messages = await context.Get<MessageHistory>().ListNewestAsync(call.Caller, ids, limit, context.CancellationToken);
        return [.. chats.Select(IReadOnlyList<MessageView> (chat) => [.. messages[chat.Id]])];
    }
}

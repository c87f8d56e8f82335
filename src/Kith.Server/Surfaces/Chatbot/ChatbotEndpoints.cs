using Kith.Engine;
using Kith.Engine.Agents;
using Kith.Engine.Conversations;
using Kith.Engine.Turns;
using Kith.Engine.Users;
using Kith.Server.Hosting;
using Kith.Server.Identity;

namespace Kith.Server.Surfaces.Chatbot;

/// <summary>Template and session: the chatbot API. It works without credentials, and always answers 200 when it did what it was asked.</summary>
internal static class ChatbotEndpoints
{
    private const string Prefix = "/api/v1/chatbot";
    private const int MostHistory = 10_000;
    private const int MostTemplates = 1_000;

    public static IServiceCollection AddChatbot(this IServiceCollection services) =>
        services.AddSingleton(
            new ProblemShape(Prefix, problem => new ChatbotErrorWire(false, problem.Code, problem.Detail), typeof(ChatbotErrorWire))
        );

    public static void MapChatbot(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup(Prefix).WithTags("Chatbot sessions").AllowVisitors();
        api.MapPost("/session", StartAsync)
            .Produces<SessionCreatedWire>()
            .Fails("template_not_found")
            .WithName("createChatbotSession")
            .WithSummary("Create a session")
            .Limit(RateLimit.Guest);
        api.MapGet("/session/{id}", GetAsync)
            .Produces<SessionWire>()
            .WithName("getChatbotSession")
            .WithSummary("A session with its history");
        api.MapDelete("/session/{id}", EndAsync)
            .Fails("session_ended")
            .Produces<SessionEndedWire>()
            .WithName("endChatbotSession")
            .WithSummary("End a session");
        api.MapPost("/session/{id}/message", SendAsync)
            .Produces<SessionReplyWire>()
            .Fails("turn_running", "session_ended", "conflict", "provider_unavailable")
            .WithName("sendChatbotMessage")
            .WithSummary("Say something")
            .Limit(RateLimit.Send)
            .StaysOpen();
        api.MapGet("/templates", ListTemplatesAsync).Produces<Page<TemplateWire>>().WithName("listTemplates").WithSummary("The templates");
        api.MapGet("/templates/{id}", GetTemplateAsync)
            .Produces<TemplateWire>()
            .Fails("template_not_found")
            .WithName("getTemplate")
            .WithSummary("One template");
    }

    private static async Task<IResult> StartAsync(
        NewSessionBody body,
        RequestKey? key,
        CurrentUser? user,
        ChatbotSessions sessions,
        CancellationToken cancellationToken
    )
    {
        var started = await sessions.StartAsync(user?.Caller, user?.Key, body.UserId, body.TemplateId, key?.Value, cancellationToken);
        if (!started.Try(out var made, out var failure))
            return failure.ToProblem();
        var answer = new SessionCreatedWire(true, made.Value.Conversation.Id, "Session created successfully");
        return RequestKey.Mark(TypedResults.Ok(answer), made.IsReplay);
    }

    private static async Task<IResult> SendAsync(
        string id,
        SessionMessageBody body,
        RequestKey? key,
        CurrentUser? user,
        ChatbotSessions sessions,
        ConversationCatalog conversations,
        TurnIntake intake,
        TurnFollower follower,
        CancellationToken cancellationToken
    )
    {
        if (TextRules.CheckLong("message", body.Message).Failure is { } badMessage)
            return badMessage.ToProblem();
        if (!(await sessions.OpenAsync(user?.Caller, user?.Key, id, CancellationToken.None)).Try(out var session, out var failure))
            return failure.ToProblem();
        // A session made without credentials belongs to whoever knows its id: nobody's keys are kept with it.
        var request = new TurnRequest(id, body.Message, Key: session.Caller.Kind == PrincipalKind.Session ? null : key?.Value);
        if (!(await intake.StartAsync(session.Caller, request, CancellationToken.None)).Try(out var turn, out failure))
            return OfSession(failure).ToProblem();
        if (!(await follower.AnswerAsync(turn, cancellationToken)).Try(out var ended, out failure))
            return RequestKey.Mark(OfSession(failure).ToProblem(), turn.IsReplay);
        if (!(await conversations.OpenAsync(session.Caller, id, cancellationToken)).Try(out var now, out failure))
            return failure.ToProblem();
        var answer = new SessionReplyWire(true, ended.AiMessage.Message.Content, id, now.UserMessageCount);
        return RequestKey.Mark(TypedResults.Ok(answer), turn.IsReplay);
    }

    /// <summary>What went wrong with a conversation, said of a session.</summary>
    private static Failure OfSession(Failure failure) =>
        failure switch
        {
            ConversationEnded => new SessionEnded(),
            NotFound => new NotFound("session"),
            _ => failure,
        };

    private static async Task<IResult> EndAsync(
        string id,
        CurrentUser? user,
        ChatbotSessions sessions,
        CancellationToken cancellationToken
    ) =>
        (await sessions.EndAsync(user?.Caller, user?.Key, id, cancellationToken)).Try(out var ended, out var failure)
            ? TypedResults.Ok(SessionEndedWire.Of(ended))
            : failure.ToProblem();

    private static async Task<IResult> GetAsync(
        string id,
        CurrentUser? user,
        ChatbotSessions sessions,
        MessageHistory history,
        CancellationToken cancellationToken
    )
    {
        if (!(await sessions.OpenAsync(user?.Caller, user?.Key, id, cancellationToken)).Try(out var session, out var failure))
            return failure.ToProblem();
        var page = await history.PageAsync(session.Caller, id, cursor: null, newestFirst: false, MostHistory, cancellationToken);
        return page.Try(out var messages, out failure)
            ? TypedResults.Ok(SessionWire.Of(session.Conversation, messages))
            : failure.ToProblem();
    }

    private static async Task<IResult> ListTemplatesAsync(CurrentUser? user, AgentCatalog agents, CancellationToken cancellationToken) =>
        TypedResults.Ok(
            new Page<TemplateWire>(
                [.. (await agents.ListAsync(user?.Caller, after: null, MostTemplates, cancellationToken)).Select(TemplateWire.Of)],
                NextCursor: null
            )
        );

    private static async Task<IResult> GetTemplateAsync(
        string id,
        CurrentUser? user,
        AgentCatalog agents,
        CancellationToken cancellationToken
    ) =>
        (await agents.OpenAsync(user?.Caller, id, cancellationToken)).Try(out var agent, out _)
            ? TypedResults.Ok(TemplateWire.Of(agent))
            : new TemplateNotFound(id).ToProblem();
}

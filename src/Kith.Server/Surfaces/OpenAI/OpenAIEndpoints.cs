using System.Runtime.CompilerServices;
using Kith.Engine;
using Kith.Engine.Agents;
using Kith.Engine.Conversations;
using Kith.Engine.Turns;
using Kith.Engine.Users;
using Kith.Server.Hosting;
using Kith.Server.Identity;
using Microsoft.Extensions.AI;

namespace Kith.Server.Surfaces.OpenAI;

/// <summary>
/// The door for whatever speaks OpenAI's chat completions: its models are the agents. The caller brings the dialogue and nothing is
/// stored, unless it names a chat.
/// </summary>
internal static class OpenAIEndpoints
{
    private const string Prefix = "/v1";
    private const int MostModels = 1_000;

    public static IServiceCollection AddOpenAI(this IServiceCollection services) =>
        services.AddSingleton(new ProblemShape(Prefix, problem => new ErrorAnswer(OpenAIErrors.Of(problem)), typeof(ErrorAnswer)));

    public static void MapOpenAI(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup(Prefix).WithTags("OpenAI-compatible").RequireSignedIn();
        api.MapGet("/models", ListModelsAsync).Produces<ModelListWire>().WithName("listOpenAIModels").WithSummary("The agents, as models");
        api.MapGet("/models/{**id}", GetModelAsync).Produces<ModelWire>().WithName("getOpenAIModel").WithSummary("One agent, as a model");
        api.MapPost("/chat/completions", CompleteAsync)
            .Accepts<CompletionBody>("application/json")
            .Produces<CompletionWire>()
            .ProducesEvents(
                new(Name: null, typeof(ChunkWire)),
                new(Name: null, typeof(ErrorAnswer)),
                new(Name: null, Data: null) { Text = CompletionAnswers.Done }
            )
            .Fails("not_found", "turn_running", "chat_ended", "conflict", "provider_unavailable")
            .WithName("createChatCompletion")
            .WithSummary("Answer a dialogue, whole or as a stream")
            .Limit(RateLimit.Send)
            .StaysOpen();
    }

    private static async Task<IResult> ListModelsAsync(CurrentUser user, AgentCatalog agents, CancellationToken cancellationToken) =>
        TypedResults.Ok(
            new ModelListWire(
                "list",
                [.. (await agents.ListAsync(user.Caller, after: null, MostModels, cancellationToken)).Select(ModelOf)]
            )
        );

    private static async Task<IResult> GetModelAsync(string id, CurrentUser user, AgentCatalog agents, CancellationToken cancellationToken)
    {
        // Clients escape the slash.
        var key = new CompletionBody(Uri.UnescapeDataString(id).TrimEnd('/')).AgentKey;
        return (await agents.OpenAsync(user.Caller, key, cancellationToken)).Try(out var agent, out _)
            ? TypedResults.Ok(ModelOf(agent))
            : new NotFound("model").ToProblem();
    }

    private static async Task<IResult> CompleteAsync(
        CompletionBody body,
        CurrentUser user,
        Completions completions,
        EndUsers endUsers,
        TurnIntake intake,
        TurnFollower follower,
        TimeProvider clock,
        ILogger<CompletionAnswers> log,
        CancellationToken cancellationToken
    )
    {
        if (!body.ToRequest().Try(out var request, out var failure))
            return failure.ToProblem();
        // An app speaks for many: none of them is told what is known of its owner, nor speaks in the owner's chats.
        var caller =
            user.Key is { } key && body.User is { Length: > 0 } name ? await endUsers.FindAsync(key, name, cancellationToken) : user.Caller;
        IAsyncEnumerable<CompletionFrame> frames;
        var id = Guid.NewGuid().ToString("N");
        if (body.Metadata?.ChatId is { } chatId)
        {
            if (request.Messages[^1].Role != Roles.User)
                return new Invalid("messages", "must end with something the user says").ToProblem();
            var said = new TurnRequest(chatId, request.Messages[^1].Content, body.Metadata.ClientId);
            // Not cancelled: what was accepted is answered, whoever still listens.
            if (!(await intake.StartAsync(caller, said, CancellationToken.None)).Try(out var turn, out failure))
                return failure.ToProblem();
            (id, frames) = (turn.TurnId, FollowAsync(follower, turn.TurnId, cancellationToken));
        }
        else
        {
            if (!(await completions.StartAsync(caller, request, cancellationToken)).Try(out var completion, out failure))
                return (failure is NotFound ? new NotFound("model") : failure).ToProblem();
            frames = completion.Frames;
        }

        var answers = new CompletionAnswers($"chatcmpl-{id}", clock.GetUtcNow().ToUnixTimeSeconds(), body.Model!, log);
        return body.Stream is true
            ? await answers.StreamAsync(frames, body.WantsUsage, cancellationToken)
            : await answers.WholeAsync(frames, cancellationToken);
    }

    /// <summary>A turn of a stored chat, as an answer in the making. An interrupted answer is one.</summary>
    private static async IAsyncEnumerable<CompletionFrame> FollowAsync(
        TurnFollower follower,
        string turnId,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await foreach (var frame in follower.FollowAsync(turnId, from: 0, cancellationToken))
        {
            if (frame is TurnDelta delta)
                yield return new CompletionDelta(delta.Text);
            else if (frame is TurnEnded ended)
                yield return new CompletionEnded(
                    ended.Failure,
                    ChatFinishReason.Stop,
                    ended.AiMessage.Message.PromptTokens,
                    ended.AiMessage.Message.CompletionTokens
                );
        }
    }

    private static ModelWire ModelOf(Agent agent) =>
        new(
            CompletionBody.ModelPrefix + agent.Slug,
            "model",
            Time.FromMs(agent.CreatedAt).ToUnixTimeSeconds(),
            agent.IsBuiltIn ? "kith" : "me"
        );
}

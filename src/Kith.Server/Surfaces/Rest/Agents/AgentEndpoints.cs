using Kith.Engine;
using Kith.Engine.Agents;
using Kith.Engine.Conversations;
using Kith.Engine.Users;
using Kith.Server.Hosting;
using Kith.Server.Identity;

namespace Kith.Server.Surfaces.Rest.Agents;

/// <summary>What is left out stays as it is. Below: what can be unset, by null.</summary>
internal sealed record AgentBody(string? Slug = null, string? Name = null, string? Prompt = null, long? ContextMessages = null)
{
    private readonly HashSet<string> _unset = new(StringComparer.Ordinal);

    public string? Greeting
    {
        get;
        init => field = value ?? "";
    }

    public string? Model
    {
        get;
        init => field = value ?? "";
    }

    public string? Voice
    {
        get;
        init => field = value ?? "";
    }

    public double? Temperature
    {
        get;
        init => field = Note(AgentInput.TemperatureField, value);
    }

    public long? MaxTokens
    {
        get;
        init => field = Note(AgentInput.MaxTokensField, value);
    }

    public double? PresencePenalty
    {
        get;
        init => field = Note(AgentInput.PresencePenaltyField, value);
    }

    public double? FrequencyPenalty
    {
        get;
        init => field = Note(AgentInput.FrequencyPenaltyField, value);
    }

    public AgentInput ToInput() =>
        new(Slug, Name, Prompt, Greeting, Model, Temperature, MaxTokens, PresencePenalty, FrequencyPenalty, ContextMessages, Voice, _unset);

    /// <summary>Only what the body has is set here, be it null.</summary>
    private T? Note<T>(string field, T? value)
        where T : struct
    {
        if (value is null)
            _unset.Add(field);
        return value;
    }
}

/// <param name="Owner">The account it belongs to; null for the built-in ones.</param>
internal sealed record AgentWire(
    string Id,
    string Slug,
    string Name,
    string Prompt,
    string? Greeting,
    string? Model,
    double? Temperature,
    long? MaxTokens,
    double? PresencePenalty,
    double? FrequencyPenalty,
    long ContextMessages,
    string? Voice,
    string? Owner,
    bool IsBuiltin,
    DateTimeOffset CreatedAt
)
{
    public static AgentWire Of(Agent agent, Caller caller) =>
        new(
            agent.Id,
            agent.Slug,
            agent.Name,
            agent.Prompt,
            agent.Greeting,
            agent.Model,
            agent.Temperature,
            agent.MaxTokens,
            agent.PresencePenalty,
            agent.FrequencyPenalty,
            agent.ContextMessages,
            agent.Voice,
            agent.IsBuiltIn ? null : caller.UserId,
            agent.IsBuiltIn,
            Time.FromMs(agent.CreatedAt)
        );
}

internal static class AgentEndpoints
{
    public static void MapAgents(this IEndpointRouteBuilder routes)
    {
        var agents = routes.MapGroup("/api/agents").WithTags("Agents").RequireSignedIn();
        agents.MapGet("/", ListAsync).Produces<Page<AgentWire>>().WithName("listAgents").WithSummary("The built-in agents and your own");
        agents
            .MapPost("/", CreateAsync)
            .NeedsMembers("name", "prompt")
            .Fails("conflict")
            .Produces<AgentWire>(StatusCodes.Status201Created)
            .WithName("createAgent")
            .WithSummary("Make an agent");
        agents.MapGet("/{key}", OpenAsync).Produces<AgentWire>().WithName("getAgent").WithSummary("One agent, by id or slug");
        agents
            .MapPatch("/{key}", ChangeAsync)
            .Fails("conflict")
            .Produces<AgentWire>()
            .WithName("updateAgent")
            .WithSummary("Change one of your agents");
        agents
            .MapDelete("/{key}", DeleteAsync)
            .Produces(StatusCodes.Status204NoContent)
            .WithName("deleteAgent")
            .WithSummary("Delete one of your agents");
        agents
            .MapGet("/{key}/chats", ListChatsAsync)
            .Produces<Page<ChatWire>>()
            .WithName("listAgentChats")
            .WithSummary("Your chats with an agent");
    }

    private static async Task<IResult> ListAsync(
        string? limit,
        string? cursor,
        CurrentUser user,
        AgentCatalog agents,
        CancellationToken cancellationToken
    )
    {
        if (!Paging.CheckLimit(limit).Try(out var count, out var failure) || !Paging.CheckCursor(cursor, 1).Try(out var after, out failure))
            return failure.ToProblem();
        var found = await agents.ListAsync(user.Caller, after?[0], count + 1, cancellationToken);
        return TypedResults.Ok(found.ToPage(count, agent => AgentWire.Of(agent, user.Caller), agent => Paging.Cursor(agent.Id)));
    }

    private static async Task<IResult> CreateAsync(
        AgentBody body,
        RequestKey? key,
        CurrentUser user,
        AgentCatalog agents,
        CancellationToken cancellationToken
    ) =>
        (await agents.CreateAsync(user.Caller, body.ToInput(), key?.Value, cancellationToken)).ToCreated(agent =>
            AgentWire.Of(agent, user.Caller)
        );

    private static async Task<IResult> OpenAsync(string key, CurrentUser user, AgentCatalog agents, CancellationToken cancellationToken) =>
        (await agents.OpenAsync(user.Caller, key, cancellationToken)).ToOk(agent => AgentWire.Of(agent, user.Caller));

    private static async Task<IResult> ChangeAsync(
        string key,
        AgentBody body,
        CurrentUser user,
        AgentCatalog agents,
        CancellationToken cancellationToken
    ) => (await agents.ChangeAsync(user.Caller, key, body.ToInput(), cancellationToken)).ToOk(agent => AgentWire.Of(agent, user.Caller));

    private static async Task<IResult> DeleteAsync(
        string key,
        CurrentUser user,
        AgentCatalog agents,
        CancellationToken cancellationToken
    ) => (await agents.DeleteAsync(user.Caller, key, cancellationToken)).ToNoContent();

    private static Task<IResult> ListChatsAsync(
        string key,
        string? limit,
        string? cursor,
        CurrentUser user,
        ConversationCatalog chats,
        CancellationToken cancellationToken
    ) => ChatLists.ListAsync(chats, user.Caller, key, limit, cursor, cancellationToken);
}

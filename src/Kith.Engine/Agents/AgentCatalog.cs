using Kith.Engine.Idempotency;
using Kith.Engine.Storage;
using Kith.Engine.Users;
using Microsoft.Extensions.DependencyInjection;

namespace Kith.Engine.Agents;

/// <summary>The built-in agents and people's own.</summary>
public sealed class AgentCatalog(Database database) : IPrincipalChange
{
    /// <summary>The built-in agents and the caller's (null: somebody without credentials), by id; at most <paramref name="limit"/> after the id <paramref name="after"/>.</summary>
    public Task<IReadOnlyList<Agent>> ListAsync(Caller? caller, string? after, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(session => AgentStore.ListAsync(session, caller?.PrincipalId, after, limit), cancellationToken);

    /// <summary>Those of these agents the caller may talk to, by id.</summary>
    public async Task<IReadOnlyDictionary<string, Agent>> OpenAllAsync(
        Caller caller,
        IReadOnlyCollection<string> ids,
        CancellationToken cancellationToken
    ) =>
        (await database.ReadAsync(session => AgentStore.ListAsync(session, caller.AgentOwnerId, ids), cancellationToken)).ToDictionary(
            agent => agent.Id,
            StringComparer.Ordinal
        );

    /// <summary>An agent the caller may talk to, by id or slug. The one door.</summary>
    public Task<Result<Agent>> OpenAsync(Caller? caller, string key, CancellationToken cancellationToken) =>
        database.ReadAsync(session => OpenAsync(session, caller, key), cancellationToken);

    /// <summary>As above, within a transaction.</summary>
    public static async Task<Result<Agent>> OpenAsync(ReadSession session, Caller? caller, string key) =>
        await AgentStore.FindAsync(session, caller?.AgentOwnerId, key) is { } agent ? agent : new NotFound("agent");

    /// <summary>What these are called, by id: for who sees what they wrote, whosever they are.</summary>
    internal static async Task<IReadOnlyDictionary<string, string>> ListNamesAsync(ReadSession session, IEnumerable<string> ids) =>
        (await AgentStore.ListNamesAsync(session, ids)).ToDictionary(agent => agent.Id, agent => agent.Name, StringComparer.Ordinal);

    /// <summary>Makes one; with a key only the first time.</summary>
    public Task<Result<Made<Agent>>> CreateAsync(Caller caller, AgentInput input, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        var now = database.Clock.NowMs();
        var blank = new Agent(
            database.Clock.NewId(),
            Slug: "",
            caller.PrincipalId,
            Name: "",
            Prompt: "",
            Greeting: null,
            Model: null,
            Temperature: null,
            MaxTokens: null,
            PresencePenalty: null,
            FrequencyPenalty: null,
            AgentRules.DefaultContextMessages,
            Voice: null,
            now
        );
        return database.WriteAsync(
            session =>
                Once.MakeAsync(
                    session,
                    caller.PrincipalId,
                    key,
                    now,
                    new Creation<Agent>(
                        "agent",
                        Make: () => PutAsync(session, blank, input),
                        IdOf: made => made.Id,
                        Open: id => OpenAsync(session, caller, id)
                    )
                ),
            cancellationToken
        );
    }

    public Task<Result<Agent>> ChangeAsync(Caller caller, string key, AgentInput input, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
                (await OpenOwnAsync(session, caller, key)).Try(out var agent, out var failure)
                    ? await PutAsync(session, agent, input)
                    : failure,
            cancellationToken
        );

    /// <summary>Deletes one of the caller's own. Chats with it go on with the persona they started with.</summary>
    public Task<Result<Done>> DeleteAsync(Caller caller, string key, CancellationToken cancellationToken) =>
        database.WriteAsync<Result<Done>>(
            async session =>
            {
                if (!(await OpenOwnAsync(session, caller, key)).Try(out var agent, out var failure))
                    return failure;
                await AgentStore.DeleteAsync(session, agent.Id);
                return default(Done);
            },
            cancellationToken
        );

    Task IPrincipalChange.ClaimAsync(WriteSession session, string guestId, string userId) =>
        AgentStore.ClaimAsync(session, guestId, userId);

    internal Task PutBuiltInAsync(CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                foreach (var agent in BuiltInAgents.All)
                    await AgentStore.TryPutAsync(session, agent, database.Clock.NowMs());
                return BuiltInAgents.All.Count;
            },
            cancellationToken
        );

    private async Task<Result<Agent>> PutAsync(WriteSession session, Agent current, AgentInput input)
    {
        if (!AgentRules.Apply(current, input).Try(out var agent, out var failure))
            return failure;
        if (await AgentStore.TryPutAsync(session, agent, database.Clock.NowMs()))
            return agent;
        if (input.Slug is not null)
            return new SlugTaken(agent.Slug);
        // The slug was only derived from the name: the id's random end tells two of the same name apart.
        agent = agent with
        {
            Slug = $"{agent.Slug[..Math.Min(agent.Slug.Length, 40)].TrimEnd('-')}-{agent.Id[^12..]}",
        };
        return await AgentStore.TryPutAsync(session, agent, database.Clock.NowMs()) ? agent : new SlugTaken(agent.Slug);
    }

    private static async Task<Result<Agent>> OpenOwnAsync(ReadSession session, Caller caller, string key)
    {
        var opened = await OpenAsync(session, caller, key);
        return opened.Try(out var agent, out _) && agent.IsBuiltIn ? new AgentIsBuiltIn() : opened;
    }
}

public static class AgentsRegistration
{
    public static IServiceCollection AddAgents(this IServiceCollection services) =>
        services
            .AddSingleton<AgentCatalog>()
            .AddSingleton<IPrincipalChange>(provider => provider.GetRequiredService<AgentCatalog>())
            .AddHostedService<AgentsWorker>();
}

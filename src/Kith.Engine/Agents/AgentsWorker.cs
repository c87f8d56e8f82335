using Microsoft.Extensions.Hosting;

namespace Kith.Engine.Agents;

/// <summary>At start: the built-in agents as this version knows them.</summary>
internal sealed class AgentsWorker(AgentCatalog agents) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => agents.PutBuiltInAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

using Kith.Engine.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Kith.Engine.People.Presence;

public static class PresenceRegistration
{
    /// <summary>
    /// Who is connected, who is told of it and who writes, and the workers that tell it to other nodes and to people. Asks for a
    /// <see cref="Database"/> and its clock, and a channel layer.
    /// </summary>
    /// <param name="nodeId">No two nodes may have the same.</param>
    public static IServiceCollection AddPresence(this IServiceCollection services, Func<IServiceProvider, string> nodeId) =>
        services
            .AddSingleton(p => new LivePeople(p.GetRequiredService<Database>(), p.GetRequiredService<TimeProvider>(), nodeId(p)))
            .AddSingleton<LiveHints>()
            .AddSingleton<Typing>()
            .AddSingleton(p => new PresenceTeller(
                p.GetRequiredService<Database>(),
                p.GetRequiredService<LivePeople>(),
                p.GetRequiredService<LiveHints>(),
                p.GetRequiredService<TimeProvider>()
            ))
            .AddSingleton<PresenceViews>()
            .AddHostedService<PresenceWorker>()
            .AddHostedService<PresenceTellerWorker>();
}

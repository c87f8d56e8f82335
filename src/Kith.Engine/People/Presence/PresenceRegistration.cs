using Kith.Engine.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Kith.Engine.People.Presence;

public static class PresenceRegistration
{
    /// <summary>Who is connected, and the worker that tells other nodes. Asks for a <see cref="Database"/> and its clock.</summary>
    /// <param name="nodeId">No two nodes may have the same.</param>
    public static IServiceCollection AddPresence(this IServiceCollection services, Func<IServiceProvider, string> nodeId) =>
        services
            .AddSingleton(p => new LivePeople(p.GetRequiredService<Database>(), p.GetRequiredService<TimeProvider>(), nodeId(p)))
            .AddHostedService<PresenceWorker>();
}

using Kith.Engine.ChannelLayer;
using Kith.Engine.People.Presence;
using Kith.Engine.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kith.Engine.People.Push;

public static class PushRegistration
{
    /// <summary>
    /// Subscriptions, the queue, and the worker that sends. Asks for a <see cref="Database"/>, its clock, users and presence; each
    /// <see cref="PushKind"/> that is registered can be queued.
    /// </summary>
    public static IServiceCollection AddPush(this IServiceCollection services, PushOptions options) =>
        services
            .AddSingleton(options)
            .AddSingleton<PushServices>()
            .AddSingleton<VapidKeys>()
            .AddSingleton(p => new PushSubscriptions(
                p.GetRequiredService<Database>(),
                p.GetRequiredService<TimeProvider>(),
                p.GetRequiredService<PushOptions>(),
                p.GetRequiredService<PushServices>(),
                p.GetRequiredService<VapidKeys>()
            ))
            .AddSingleton(p => new PushQueue(
                p.GetRequiredService<TimeProvider>(),
                p.GetRequiredService<LivePeople>(),
                p.GetRequiredService<InProcessChannelLayer>(),
                p.GetServices<PushKind>()
            ))
            .AddSingleton(p => new PushSenders(
                p.GetRequiredService<PushOptions>(),
                p.GetRequiredService<PushServices>(),
                p.GetRequiredService<VapidKeys>(),
                p.GetRequiredService<TimeProvider>()
            ))
            .AddSingleton(p => new PushDispatcher(
                p.GetRequiredService<Database>(),
                p.GetRequiredService<PushQueue>(),
                p.GetRequiredService<LivePeople>(),
                p.GetRequiredService<PushSenders>().All,
                p.GetRequiredService<PushOptions>(),
                p.GetRequiredService<TimeProvider>(),
                p.GetRequiredService<ILogger<PushDispatcher>>()
            ))
            .AddHostedService<PushWorker>();
}

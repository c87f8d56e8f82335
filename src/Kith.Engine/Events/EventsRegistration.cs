using Kith.Engine.ChannelLayer;
using Microsoft.Extensions.DependencyInjection;

namespace Kith.Engine.Events;

public static class EventsRegistration
{
    public static IServiceCollection AddEvents(this IServiceCollection services) =>
        services.AddSingleton<InProcessChannelLayer>().AddSingleton<EventLog>().AddHostedService<EventsWorker>();
}

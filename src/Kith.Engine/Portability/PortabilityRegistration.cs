using Microsoft.Extensions.DependencyInjection;

namespace Kith.Engine.Portability;

public static class PortabilityRegistration
{
    public static IServiceCollection AddPortability(this IServiceCollection services) =>
        services.AddSingleton<Importer>().AddSingleton<Exporter>();
}

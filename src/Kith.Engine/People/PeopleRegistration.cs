using Microsoft.Extensions.DependencyInjection;

namespace Kith.Engine.People;

public static class PeopleRegistration
{
    /// <summary>Who knows whom, and groups. Asks for what conversations and events ask for.</summary>
    public static IServiceCollection AddPeople(this IServiceCollection services) =>
        services.AddSingleton<Connections>().AddSingleton<Groups>();
}

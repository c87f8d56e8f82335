using Microsoft.Extensions.DependencyInjection;

namespace Kith.Engine.People;

public static class GroupsRegistration
{
    public static IServiceCollection AddGroups(this IServiceCollection services) => services.AddSingleton<Groups>();
}

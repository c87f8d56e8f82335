using Kith.Engine.Users;
using Microsoft.Extensions.DependencyInjection;

namespace Kith.Engine.People;

public static class PeopleRegistration
{
    /// <summary>Who knows whom, groups, and what is pushed of both. Asks for what conversations and events ask for, and for presence and pushes.</summary>
    public static IServiceCollection AddPeople(this IServiceCollection services) =>
        services
            .AddSingleton(PeoplePushes.MessageKind)
            .AddSingleton(PeoplePushes.RequestKind)
            .AddSingleton<Connections>()
            .AddSingleton<Groups>()
            .AddSingleton<IPrincipalChange, PeopleErasure>();
}

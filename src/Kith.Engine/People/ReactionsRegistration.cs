using Kith.Engine.Users;
using Microsoft.Extensions.DependencyInjection;

namespace Kith.Engine.People;

public static class ReactionsRegistration
{
    public static IServiceCollection AddReactions(this IServiceCollection services) =>
        services.AddSingleton<Reactions>().AddSingleton<IPrincipalChange>(provider => provider.GetRequiredService<Reactions>());
}

using Kith.Engine.Memory.Search;
using Kith.Engine.Users;
using Microsoft.Extensions.DependencyInjection;

namespace Kith.Engine.Memory;

public static class MemoryRegistration
{
    public static IServiceCollection AddMemory(this IServiceCollection services) =>
        services
            .AddSingleton<Profiles>()
            .AddSingleton<IPrincipalChange>(provider => provider.GetRequiredService<Profiles>())
            .AddSingleton<Greeter>()
            .AddSingleton<SearchIndex>()
            .AddSingleton<IPrincipalChange>(provider => provider.GetRequiredService<SearchIndex>())
            .AddSingleton<MessageSearch>()
            .AddSingleton<MemorySearch>()
            .AddHostedService<SearchWorker>();
}

using Kith.Engine.Conversations;
using Kith.Engine.Memory.Facts;
using Kith.Engine.Memory.Learning;
using Kith.Engine.Memory.Recall;
using Kith.Engine.Memory.Search;
using Kith.Engine.Users;
using Microsoft.Extensions.DependencyInjection;

namespace Kith.Engine.Memory;

public static class MemoryRegistration
{
    public static IServiceCollection AddMemory(this IServiceCollection services)
    {
        services.AddSingleton<Profiles>();
        services.AddSingleton<IPrincipalChange>(provider => provider.GetRequiredService<Profiles>());
        services.AddSingleton<Greeter>();
        services.AddSingleton<SearchIndex>();
        services.AddSingleton<IPrincipalChange>(provider => provider.GetRequiredService<SearchIndex>());
        services.AddSingleton<MessageSearch>();
        services.AddSingleton<MemorySearch>();
        services.AddHostedService<SearchWorker>();
        services.AddSingleton<Consolidator>();
        services.AddSingleton<IMessageChange, FactMessages>();
        services.AddSingleton<IPrincipalChange, FactClaims>();
        services.AddSingleton<FactCatalog>();
        services.AddSingleton<MoodCatalog>();
        services.AddSingleton<Forgetter>();
        services.AddSingleton<Extractor>();
        services.AddSingleton<Summariser>();
        services.AddSingleton<Learner>();
        services.AddHostedService<LearningWorker>();
        services.AddSingleton<Summaries>();
        services.AddSingleton<Recaller>();
        return services;
    }
}

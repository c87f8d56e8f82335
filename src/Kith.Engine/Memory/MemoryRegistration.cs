using Kith.Engine.Conversations;
using Kith.Engine.Memory.Embeddings;
using Kith.Engine.Memory.Facts;
using Kith.Engine.Memory.Learning;
using Kith.Engine.Memory.Recall;
using Kith.Engine.Memory.Search;
using Kith.Engine.Models;
using Kith.Engine.Storage;
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
        services.AddSingleton(provider => new MemorySearch(
            provider.GetRequiredService<Database>(),
            provider.GetRequiredService<SearchIndex>(),
            provider.GetRequiredService<MeaningReader>(),
            provider.GetRequiredService<VectorCache>()
        ));
        services.AddSingleton<MeaningReader>();
        services.AddSingleton(provider => new VectorCache(provider.GetRequiredService<EmbeddingModel>()));
        services.AddSingleton<Embedder>();
        services.AddSingleton<IMessageChange, EmbeddingMessages>();
        services.AddHostedService<EmbeddingWorker>();
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

using Kith.Engine.Conversations;
using Kith.Engine.Memory.Search;
using Kith.Engine.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Kith.Engine.Portability;

public static class PortabilityRegistration
{
    public static IServiceCollection AddPortability(this IServiceCollection services) =>
        services
            .AddSingleton<SelfImporter>()
            .AddSingleton(provider => new Importer(
                provider.GetRequiredService<Database>(),
                provider.GetRequiredService<ConversationImports>(),
                provider.GetRequiredService<SelfImporter>(),
                provider.GetRequiredService<SearchIndex>()
            ))
            .AddSingleton<PeopleChatExports>()
            .AddSingleton<Exporter>();
}

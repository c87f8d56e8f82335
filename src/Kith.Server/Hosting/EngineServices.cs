using Kith.Engine.Agents;
using Kith.Engine.Conversations;
using Kith.Engine.Events;
using Kith.Engine.Idempotency;
using Kith.Engine.Memory;
using Kith.Engine.Models;
using Kith.Engine.Models.Offline;
using Kith.Engine.People;
using Kith.Engine.People.Presence;
using Kith.Engine.People.Push;
using Kith.Engine.People.Receipts;
using Kith.Engine.Portability;
using Kith.Engine.Storage;
using Kith.Engine.Turns;
using Microsoft.Extensions.AI;

namespace Kith.Server.Hosting;

/// <summary>The engine, from the lowest line of its stack to the highest, with what the operator set.</summary>
internal static class EngineServices
{
    public static IServiceCollection AddEngine(this IServiceCollection services, KithOptions options)
    {
        services.AddStorage(new StorageOptions { Database = options.Database });
        services.AddEvents();
        services.AddIdempotency();
        services.AddKeyedSingleton<IChatClient>(
            ModelsServices.OfflineFriend,
            (provider, _) => new OfflineFriend(new OfflineFriendOptions(), provider.GetRequiredService<TimeProvider>())
        );
        services.AddModels(ModelsOf(options));
        services.AddAgents();
        services.AddConversations();
        services.AddMemory();
        services.AddPeople();
        services.AddReactions();
        services.AddReceipts();
        services.AddPresence(provider => provider.GetRequiredService<NodeIdentity>().Id);
        services.AddPush(PushOf(options));
        services.AddTurns(provider => new TurnsOptions { NodeId = provider.GetRequiredService<NodeIdentity>().Id });
        services.AddPortability();
        services.AddHealthChecks().AddCheck<StorageCheck>("database");
        return services;
    }

    private static PushOptions PushOf(KithOptions options) =>
        new()
        {
            // A name this server is reached by, for some push services refuse others.
            Subject = options.AllowedHosts.Where(IsName).Select(host => $"https://{host}").FirstOrDefault() ?? new PushOptions().Subject,
            Fcm = options.Fcm,
        };

    private static bool IsName(string host) =>
        host.Contains('.', StringComparison.Ordinal) && Uri.CheckHostName(host) == UriHostNameType.Dns;

    private static ModelsOptions ModelsOf(KithOptions options) =>
        new()
        {
            OpenAIApiKey = options.OpenAI.ApiKey,
            OpenAIBaseUrl = options.OpenAI.BaseUrl?.ToString(),
            OpenAIModel = options.OpenAI.Model,
            OpenAIEmbeddingModel = options.OpenAI.EmbeddingModel,
            AnthropicApiKey = options.Anthropic.ApiKey,
            AnthropicModel = options.Anthropic.Model,
        };
}

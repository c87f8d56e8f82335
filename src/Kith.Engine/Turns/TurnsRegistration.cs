using Kith.Engine.ChannelLayer;
using Kith.Engine.Conversations;
using Kith.Engine.Conversations.Members;
using Kith.Engine.Events;
using Kith.Engine.People.Presence;
using Kith.Engine.People.Push;
using Kith.Engine.People.Receipts;
using Kith.Engine.Storage;
using Kith.Engine.Users;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Kith.Engine.Turns;

public static class TurnsRegistration
{
    public static IServiceCollection AddTurns(this IServiceCollection services, Func<IServiceProvider, TurnsOptions> options) =>
        services
            .AddSingleton(options)
            .AddSingleton<LiveTurns>()
            .AddSingleton<TurnCloser>()
            .AddSingleton<IMessageChange, TurnMessages>()
            .AddSingleton<ContextReader>()
            .AddSingleton<TurnReceipts>()
            .AddSingleton<TurnRunner>()
            .AddSingleton(p => new TurnIntake(
                p.GetRequiredService<Database>(),
                p.GetRequiredService<ConversationCatalog>(),
                p.GetRequiredService<RelatedChats>(),
                p.GetRequiredService<EventLog>(),
                p.GetRequiredService<LiveTurns>(),
                p.GetRequiredService<TurnRunner>(),
                p.GetRequiredService<TurnsOptions>(),
                p.GetServices<IMessageChange>()
            ))
            .AddSingleton<GroupAnswers>()
            .AddSingleton(p => new PeopleIntake(
                p.GetRequiredService<Database>(),
                p.GetRequiredService<PeopleMessages>(),
                p.GetRequiredService<GroupAnswers>(),
                p.GetRequiredService<PushQueue>(),
                p.GetRequiredService<EventLog>()
            ))
            .AddSingleton(p => new Completions(
                p.GetRequiredService<Database>(),
                p.GetRequiredService<ContextReader>(),
                p.GetRequiredService<IChatClient>(),
                p.GetRequiredService<TurnsOptions>()
            ))
            .AddSingleton(p => new TurnFollower(p.GetRequiredService<Database>(), p.GetRequiredService<LiveTurns>()))
            .AddSingleton(p => new TurnStopper(
                p.GetRequiredService<TurnFollower>(),
                p.GetRequiredService<LiveTurns>(),
                p.GetRequiredService<InProcessChannelLayer>()
            ))
            .AddSingleton(p => new Feed(
                p.GetRequiredService<Database>(),
                p.GetRequiredService<EventLog>(),
                p.GetRequiredService<TurnFollower>(),
                p.GetRequiredService<LiveHints>(),
                p.GetRequiredService<Deliveries>()
            ))
            .AddSingleton<IPrincipalChange, TurnClaims>()
            .AddHostedService<TurnReaper>();
}

using Kith.Engine.Conversations.Members;
using Kith.Engine.Users;
using Microsoft.Extensions.DependencyInjection;

namespace Kith.Engine.Conversations;

public static class ConversationsRegistration
{
    public static IServiceCollection AddConversations(this IServiceCollection services) =>
        services
            .AddSingleton<ConversationCatalog>()
            .AddSingleton<IPrincipalChange>(provider => provider.GetRequiredService<ConversationCatalog>())
            .AddSingleton<PeopleChats>()
            .AddSingleton<IPrincipalChange, MemberErasure>()
            .AddSingleton<PeopleMessages>()
            .AddSingleton<RelatedChats>()
            .AddSingleton<MessageHistory>()
            .AddSingleton<MessageTree>()
            .AddSingleton<ConversationForks>()
            .AddSingleton<ConversationImports>()
            .AddSingleton<ConversationExports>()
            .AddSingleton<ChatbotSessions>();
}

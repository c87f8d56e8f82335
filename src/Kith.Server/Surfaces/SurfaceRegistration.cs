using Kith.Server.Hosting;
using Kith.Server.Surfaces.Chatbot;
using Kith.Server.Surfaces.GraphQL;
using Kith.Server.Surfaces.OpenAI;
using Kith.Server.Surfaces.Realtime;
using Kith.Server.Surfaces.Rest.Accounts;
using Kith.Server.Surfaces.Rest.Agents;
using Kith.Server.Surfaces.Rest.BestFriend;
using Kith.Server.Surfaces.Rest.Chats;
using Kith.Server.Surfaces.Rest.Events;
using Kith.Server.Surfaces.Rest.InAndOut;
using Kith.Server.Surfaces.Rest.Memory;
using Kith.Server.Surfaces.Rest.Models;
using Kith.Server.Surfaces.Rest.People;
using Kith.Server.Surfaces.Rest.Push;
using Kith.Server.Surfaces.Rest.Search;
using Microsoft.AspNetCore.OpenApi;

namespace Kith.Server.Surfaces;

/// <summary>The doors. Each translates a protocol and decides nothing.</summary>
internal static class SurfaceRegistration
{
    public static IServiceCollection AddSurfaces(this IServiceCollection services) =>
        services
            .AddSingleton<SocketLife>()
            .AddChatbot()
            .AddOpenAI()
            .AddGraphQLDoor()
            .AddRealtime()
            .ConfigureAll<OpenApiOptions>(document =>
            {
                TagDocument.Describe(document);
                ParameterDocument.Describe(document);
                RequestKeyDocument.Describe(document);
                StreamDocument.Describe(document);
                UnionDocument.Describe(document);
                ExampleDocument.Describe(document);
            });

    public static void MapSurfaces(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("").DescribeErrors();
        routes.MapAccounts();
        routes.MapAgents();
        routes.MapModels();
        routes.MapChats();
        routes.MapSearch();
        routes.MapMemorySearch();
        routes.MapFacts();
        routes.MapMoods();
        routes.MapInAndOut();
        routes.MapBestFriend();
        routes.MapConnections();
        routes.MapGroups();
        routes.MapPeopleChats();
        routes.MapPresence();
        routes.MapEvents();
        routes.MapPush();
        routes.MapChatbot();
        routes.MapOpenAI();
        routes.MapGraphQLDoor();
        routes.MapRealtime();
    }
}

using Kith.Engine.Agents;
using Kith.GraphQL;

namespace Kith.Server.Surfaces.GraphQL;

/// <summary>Who can be talked to.</summary>
internal static class AgentFields
{
    public static GraphQLSchemaBuilder AddAgents(this GraphQLSchemaBuilder schema) =>
        schema
            .Query(t =>
            {
                t.FieldAsync("agents", "[Agent!]", (_, context) => ListAsync(context))
                    .Argument("limit", "Int", "200")
                    .Argument("after", "ID", description: "The id of the last one seen.")
                    .Describe("The built-in agents and my own.");
                t.FieldAsync("agent", "Agent", (_, context) => OpenAsync(context)).Argument("id", "ID!", description: "Or its slug.");
            })
            .Object<Agent>(
                "Agent",
                t =>
                {
                    t.Describe("A configured AI identity.");
                    t.Field("id", "ID!", agent => agent.Id);
                    t.Field("slug", "String!", agent => agent.Slug);
                    t.Field("name", "String!", agent => agent.Name);
                    t.Field("prompt", "String!", agent => agent.Prompt);
                    t.Field("greeting", "String", agent => agent.Greeting);
                    t.Field("model", "String", agent => agent.Model).Describe("Null: the configured one.");
                    t.Field("isBuiltin", "Boolean!", agent => agent.IsBuiltIn);
                    t.Field("createdAt", "DateTime!", agent => agent.CreatedAt);
                }
            );

    private static async Task<IReadOnlyList<Agent>> ListAsync(FieldContext context)
    {
        var call = context.Call();
        var limit = call.CheckLimit(context, Paging.MostLimit);
        return await context.Get<AgentCatalog>().ListAsync(call.Caller, context.FindId("after"), limit, context.CancellationToken);
    }

    private static async Task<Agent> OpenAsync(FieldContext context) =>
        (await context.Get<AgentCatalog>().OpenAsync(context.Call().Caller, context.Id("id"), context.CancellationToken)).OrThrow();
}

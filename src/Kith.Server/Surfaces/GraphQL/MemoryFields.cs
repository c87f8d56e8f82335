using Kith.Engine.Memory;
using Kith.Engine.Memory.Facts;
using Kith.Engine.Memory.Search;
using Kith.GraphQL;

namespace Kith.Server.Surfaces.GraphQL;

/// <summary>What is known of the caller.</summary>
internal static class MemoryFields
{
    public static GraphQLSchemaBuilder AddMemory(this GraphQLSchemaBuilder schema) =>
        schema
            .Query(t =>
            {
                t.FieldAsync("facts", "[Fact!]", (_, context) => ListAsync(context))
                    .Argument("limit", "Int", "200")
                    .Argument("after", "ID", description: "The cursor of the last one seen.")
                    .Argument("kind", "String")
                    .Describe("What is known of me, the newest first.");
                t.FieldAsync("searchMemory", "[MemoryHit!]", (_, context) => SearchAsync(context))
                    .Argument("query", "String!")
                    .Argument("limit", "Int", "10")
                    .Describe("What my memory has for a question, best first.");
            })
            .Object<KnownFact>(
                "Fact",
                t =>
                {
                    t.Describe("One statement about me.");
                    t.Field("id", "ID!", known => known.Fact.Id);
                    t.Field("kind", "String!", known => known.Fact.Kind);
                    t.Field("text", "String!", known => known.Fact.Text);
                    t.Field("sources", "[ID!]!", known => known.Sources).Describe("The messages it was learned from.");
                    t.Field("pinned", "Boolean!", known => known.Fact.Pinned == 1);
                    t.Field("createdAt", "DateTime!", known => known.Fact.CreatedAt);
                    t.Field("cursor", "ID!", known => Paging.Cursor(known.Fact.CreatedAt, known.Fact.Id))
                        .Describe("Where facts goes on after it.");
                }
            )
            .Object<MemoryHit>(
                "MemoryHit",
                t =>
                {
                    t.Describe("Something that was found.");
                    t.Field("kind", "String!", hit => hit.Kind).Describe("fact, message or summary.");
                    t.Field("id", "ID!", hit => hit.Id).Describe("Of the fact or message, or of the chat that is summed up.");
                    t.Field("text", "String!", hit => hit.Text);
                    t.Field("score", "Float!", hit => hit.Score).Describe("Comparable within one search only.");
                    t.Field("sessionId", "ID", hit => hit.ConversationId);
                    t.Field("messageId", "ID", hit => hit.MessageId);
                    t.Field("createdAt", "DateTime!", hit => hit.CreatedAt);
                }
            );

    private static async Task<IReadOnlyList<KnownFact>> ListAsync(FieldContext context)
    {
        var call = context.Call();
        var limit = call.CheckLimit(context, Paging.MostLimit);
        var query = new FactQuery(context.Argument<string?>("kind"), Text: null, IsPending: null, WithPast: false);
        return (
            await context.Get<FactCatalog>().ListAsync(call.Caller, query, context.Place(), limit, context.CancellationToken)
        ).OrThrow();
    }

    private static async Task<IReadOnlyList<MemoryHit>> SearchAsync(FieldContext context)
    {
        var call = context.Call();
        var limit = call.CheckLimit(context, Paging.MostLimit);
        var zone = (await context.Get<Profiles>().GetAsync(call.Caller, context.CancellationToken)).Zone();
        var now = context.Get<TimeProvider>().GetUtcNow();
        var query = new MemoryQuery(context.Argument<string>("query"), limit, Kinds: null, ConversationId: null, now, zone);
        return (await context.Get<MemorySearch>().SearchAsync(call.Caller, query, context.CancellationToken)).OrThrow();
    }
}

using System.Text.Json;

namespace Kith.GraphQL.Tests.Execution;

/// <summary>A schema of a test, and one way to ask it.</summary>
internal sealed class TestApp(Action<GraphQLSchemaBuilder> define)
{
    private readonly GraphQLSchema _schema = GraphQLSchema.Build(define);

    /// <summary>What resolvers threw that no client sees.</summary>
    public List<Exception> Failures { get; } = [];

    public async Task<string> AskAsync(string query, string? variables = null, GraphQLContext? context = null, string? operation = null)
    {
        var request = new GraphQLRequest(query, operation, variables is null ? null : JsonElement.Parse(variables));
        var result = await Executor().ExecuteAsync(request, context ?? new GraphQLContext(), TestContext.Current.CancellationToken);
        return Json.TextOf(result);
    }

    public GraphQLExecutor Executor() => new(_schema, onFailure: Failures.Add);
}

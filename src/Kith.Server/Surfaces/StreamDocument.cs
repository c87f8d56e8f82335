using Kith.Server.Hosting;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Kith.Server.Surfaces;

/// <summary>
/// Tells the API's document of answers that are server-sent events. The schema is that of one event as it is read: its name, its id, and
/// its data as JSON.
/// </summary>
internal static class StreamDocument
{
    public const string MediaType = "text/event-stream";

    /// <summary>An event of a stream: its name (null: it has none), and the type of its data.</summary>
    /// <param name="HasId">It has an <c>id:</c> to go on after; null: it may have one.</param>
    internal sealed record Event(string? Name, Type? Data, bool? HasId = false)
    {
        /// <summary>What is sent instead of data in JSON.</summary>
        public string? Text { get; init; }
    }

    /// <summary>Answers, or can be asked to answer, with these events.</summary>
    public static RouteHandlerBuilder ProducesEvents(this RouteHandlerBuilder route, params Event[] events) =>
        route.WithMetadata(new Stream(events));

    public static void Describe(OpenApiOptions options) =>
        options.AddOperationTransformer(
            async (operation, context, cancellationToken) =>
            {
                var stream = context.Description.ActionDescriptor.EndpointMetadata.OfType<Stream>().LastOrDefault();
                if (stream is null)
                    return;
                var events = new List<IOpenApiSchema>();
                foreach (var one in stream.Events)
                    events.Add(
                        SchemaOf(
                            one,
                            one.Data is null
                                ? new OpenApiSchema { Type = JsonSchemaType.String, Enum = [one.Text!] }
                                : await SchemaDocument.ReferAsync(one.Data, context, cancellationToken)
                        )
                    );
                var responses = operation.Responses ??= [];
                if (!responses.TryGetValue("200", out var answer))
                    responses["200"] = answer = new OpenApiResponse { Description = "OK" };
                ((OpenApiResponse)answer).Content ??= new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal);
                answer.Content![MediaType] = new OpenApiMediaType
                {
                    Schema = new OpenApiSchema
                    {
                        AnyOf = events,
                        Description = "One of the events that follow each other. Lines that begin with a colon keep the connection alive.",
                    },
                };
            }
        );

    private static OpenApiSchema SchemaOf(Event one, IOpenApiSchema data)
    {
        var members = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal);
        if (one.Name is { } name)
            members["event"] = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [name] };
        if (one.HasId != false)
            members["id"] = new OpenApiSchema { Type = JsonSchemaType.String };
        members["data"] = data;
        return new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Properties = members,
            Required = members.Keys.Where(member => member != "id" || one.HasId == true).ToHashSet(StringComparer.Ordinal),
            AdditionalPropertiesAllowed = false,
        };
    }

    private sealed record Stream(IReadOnlyList<Event> Events);
}

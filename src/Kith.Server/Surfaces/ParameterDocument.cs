using Kith.Engine.Conversations.Members;
using Kith.Server.Hosting;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Kith.Server.Surfaces;

/// <summary>
/// Tells the API's document what parameters mean. Handlers take queries as text, to say what is wrong with them in their own words, so their
/// types stand here too. The linter refuses a parameter that has no row.
/// </summary>
internal static class ParameterDocument
{
    private static readonly Row[] s_rows =
    [
        new(
            "limit",
            "How many at most.",
            new()
            {
                Type = JsonSchemaType.Integer,
                Minimum = "1",
                Maximum = $"{Paging.MostLimit}",
                Default = Paging.DefaultLimit,
            }
        ),
        new(
            "limit",
            "How many messages at most; 20 if nothing is said.",
            new()
            {
                Type = JsonSchemaType.Integer,
                Minimum = "1",
                Maximum = $"{RelatedChats.MostMessages}",
            },
            "/api/ai/chats/{id}/related_chat_context"
        ),
        new("cursor", "The `next_cursor` of the page before; none for the first page."),
        new(
            "order",
            "`desc`: the newest first.",
            new()
            {
                Type = JsonSchemaType.String,
                Enum = ["asc", "desc"],
                Default = "asc",
            }
        ),
        new("q", "Words to look for."),
        new("chat", "Only in the chat with this id."),
        new("kind", "Only facts of this kind."),
        new("pending", "`true`: only what waits for a yes; `false`: only what doesn't.", new() { Type = JsonSchemaType.Boolean }),
        new(
            "include_superseded",
            "`true`: also what a later fact took the place of.",
            new() { Type = JsonSchemaType.Boolean, Default = false }
        ),
        new("from", "Not before this date or time, such as `2026-11-27` or `2026-11-27T09:00:00Z`.", At: "/api/memory/moods"),
        new("until", "Before this date or time.", At: "/api/memory/moods"),
        new(
            "from",
            "The first index wanted.",
            new()
            {
                Type = JsonSchemaType.Integer,
                Minimum = "0",
                Default = 0,
            },
            "/api/turns"
        ),
        new("Last-Event-ID", "The id of the last event that arrived: what follows it is sent.", At: "/api/turns"),
        new("cursor", "Where to go on: a `cursor` the server gave; none for from now.", At: "/api/events"),
        new("Last-Event-ID", "The id of the last event that arrived. It comes before `cursor`.", At: "/api/events"),
        new(
            "wait",
            "How many seconds to wait when there is nothing new.",
            new()
            {
                Type = JsonSchemaType.Integer,
                Minimum = "0",
                Maximum = "25",
                Default = 0,
            }
        ),
        new(
            "format",
            "`kith` can be imported, `chatify` is a Chatify database.",
            new()
            {
                Type = JsonSchemaType.String,
                Enum = ["kith", "chatify"],
                Default = "kith",
            }
        ),
        new("id", "The chat's id.", At: "/api/ai/chats"),
        new("id", "The connection's id.", At: "/api/connections"),
        new("id", "The chat's id.", At: "/api/people-chats"),
        new("status", "Only those that stand so.", new() { Type = JsonSchemaType.String, Enum = ["pending", "active", "blocked"] }),
        new("messageId", "The message's id."),
        new("id", "The subscription's id.", At: "/api/push"),
        new("id", "The group's id.", At: "/api/groups"),
        new("userId", "The member's id.", At: "/api/groups"),
        new("emoji", "One emoji, percent-encoded."),
        new("id", "The turn's id.", At: "/api/turns"),
        new("id", "The session's id.", At: "/api/auth/sessions"),
        new("id", "The key's id.", At: "/api/api-keys"),
        new("userId", "The end user's id, as the list has it."),
        new("key", "The agent's id, or its slug."),
        new("id", "The fact's id.", At: "/api/memory/facts"),
        new("id", "The mood's id.", At: "/api/memory/moods"),
        new("id", "The session's id.", At: "/api/v1/chatbot/session"),
        new("id", "The template's id: an agent's slug.", At: "/api/v1/chatbot/templates"),
        new("id", "The model's id: `kith/` and an agent's slug.", At: "/v1/models"),
    ];

    public static void Describe(OpenApiOptions options)
    {
        options.AddOperationTransformer(
            (operation, context, _) =>
            {
                foreach (var header in context.Description.ActionDescriptor.EndpointMetadata.OfType<ReadsHeader>())
                    (operation.Parameters ??= []).Add(new OpenApiParameter { Name = header.Name, In = ParameterLocation.Header });
                foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
                    if (Find(parameter.Name!, "/" + context.Description.RelativePath) is { } row)
                    {
                        parameter.Description = row.Description;
                        parameter.Schema = row.Schema ?? new() { Type = JsonSchemaType.String };
                    }

                return Task.CompletedTask;
            }
        );
        options.AddSchemaTransformer(
            (schema, context, _) =>
            {
                if (context.JsonPropertyInfo is { CustomConverter: IdConverter } member)
                    schema.Type =
                        JsonSchemaType.String
                        | JsonSchemaType.Integer
                        | (SchemaDocument.IsRequired(member) ? default : JsonSchemaType.Null);
                return Task.CompletedTask;
            }
        );
    }

    /// <summary>The row for just this address before that for all.</summary>
    private static Row? Find(string name, string path) =>
        s_rows.Where(row => row.Name == name && path.StartsWith(row.At, StringComparison.Ordinal)).MaxBy(row => row.At.Length);

    /// <param name="Schema">A text where there is none.</param>
    /// <param name="At">How the addresses begin that it is for.</param>
    private sealed record Row(string Name, string Description, OpenApiSchema? Schema = null, string At = "");
}

/// <summary>Marks a route that reads a header by itself, for the API's document.</summary>
internal sealed record ReadsHeader(string Name);

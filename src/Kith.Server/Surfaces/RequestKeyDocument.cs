using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Kith.Server.Surfaces;

/// <summary>Tells the API's document which routes take an <c>Idempotency-Key</c>.</summary>
internal static class RequestKeyDocument
{
    private static readonly OpenApiParameter s_parameter = new()
    {
        Name = RequestKey.Header,
        In = ParameterLocation.Header,
        Description =
            "Your own name for this request, kept for 24 hours: sent again with it, the request does nothing more and answers what it made, "
            + "with `Idempotency-Replayed: true`. With another request it is refused (422), while its answer is written too (409), unless asked "
            + "for as a stream. Ignored without credentials.",
        Schema = new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            MinLength = 1,
            MaxLength = RequestKey.MostCharacters,
        },
    };

    public static void Describe(OpenApiOptions options) =>
        options.AddOperationTransformer(
            (operation, context, _) =>
            {
                if (context.Description.ActionDescriptor.EndpointMetadata.OfType<AcceptsRequestKey>().Any())
                    (operation.Parameters ??= []).Add(s_parameter);
                return Task.CompletedTask;
            }
        );
}

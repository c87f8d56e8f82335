using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Kith.Server.Hosting;

/// <summary>
/// Schemas as the wire has them, where the framework can't see it in a type: times, members that are always or never there, and what the
/// attributes of a member say: <see cref="RequiredAttribute"/> (the engine asks for it, so its type may be null),
/// <see cref="AllowedValuesAttribute"/> and <see cref="WireTypeAttribute"/>.
/// </summary>
internal static class SchemaDocument
{
    /// <summary>Where the framework keeps a schema's name until it is a reference.</summary>
    private const string SchemaId = "x-schema-id";

    /// <summary>And that the member it is for may be null.</summary>
    private const string NullableProperty = "x-is-nullable-property";

    private static readonly string[] s_suffixes = ["Wire", "View", "Body"];

    /// <summary>What a type is called in the document; null for what is written where it is used.</summary>
    public static string? NameOf(JsonTypeInfo type) =>
        type.Type == typeof(JsonElement) || OpenApi(type) is null ? null : NameOf(Nullable.GetUnderlyingType(type.Type) ?? type.Type);

    public static async Task TransformAsync(
        OpenApiSchema schema,
        OpenApiSchemaTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        var type = context.JsonTypeInfo.Type;
        if (type == typeof(DateTimeOffset) || type == typeof(DateTimeOffset?))
            (schema.Type, schema.Format) = (
                type == typeof(DateTimeOffset) ? JsonSchemaType.String : JsonSchemaType.String | JsonSchemaType.Null,
                "date-time"
            );
        if (context.JsonPropertyInfo is { } member)
            await DescribeMemberAsync(schema, member, context, cancellationToken);
        else if (context.JsonTypeInfo.Kind == JsonTypeInfoKind.Object)
            DescribeObject(schema, context.JsonTypeInfo);
    }

    /// <summary>The schema of a type that no route names as its body, among the others where it has a name.</summary>
    public static async Task<IOpenApiSchema> ReferAsync(
        Type type,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellationToken
    ) => Refer(await context.GetOrCreateSchemaAsync(type, null, cancellationToken), context.Document!);

    /// <summary>Whether a member has to come, though its type may be null.</summary>
    public static bool IsRequired(JsonPropertyInfo member) => Find<RequiredAttribute>(member) is not null;

    private static async Task DescribeMemberAsync(
        OpenApiSchema schema,
        JsonPropertyInfo member,
        OpenApiSchemaTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        if (Find<WireTypeAttribute>(member) is { } wire)
            await DescribeAsync(schema, wire, member, context, cancellationToken);
        if (IsRequired(member) || IsLeftOutWhenNull(member) || member is { Set: null, IsGetNullable: false })
            schema.Type &= ~JsonSchemaType.Null;
        // Of a list, its items are meant.
        if (Find<AllowedValuesAttribute>(member) is { } allowed)
            Allow(schema.Items as OpenApiSchema ?? schema, allowed);
    }

    private static void Allow(OpenApiSchema schema, AllowedValuesAttribute allowed)
    {
        schema.Enum = [.. allowed.Values.Select(value => JsonValue.Create((string)value!))];
        if (schema.Type?.HasFlag(JsonSchemaType.Null) == true)
            schema.Enum.Add(JsonNullSentinel.JsonNull);
    }

    private static void DescribeObject(OpenApiSchema schema, JsonTypeInfo type)
    {
        if (type.UnmappedMemberHandling == JsonUnmappedMemberHandling.Skip)
            schema.AdditionalProperties = new OpenApiSchema();
        // Nobody can send it or set it: it is there because it is written, and what is written is always there.
        var isOnlyWritten = type.CreateObject is null && !type.Properties.Any(member => member.AssociatedParameter is not null);
        foreach (var member in type.Properties.Where(member => schema.Properties?.ContainsKey(member.Name) == true))
        {
            if (IsLeftOutWhenNull(member))
                schema.Required?.Remove(member.Name);
            else if (isOnlyWritten || IsRequired(member) || member is { Set: null, AssociatedParameter: null })
                (schema.Required ??= new HashSet<string>(StringComparer.Ordinal)).Add(member.Name);
        }
    }

    private static async Task DescribeAsync(
        OpenApiSchema schema,
        WireTypeAttribute wire,
        JsonPropertyInfo member,
        OpenApiSchemaTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        var isNullable = Nullable.GetUnderlyingType(member.PropertyType) is not null;
        if (wire.Types is [var only])
        {
            var one = await context.GetOrCreateSchemaAsync(only, null, cancellationToken);
            schema.Type = one.Type | (isNullable ? JsonSchemaType.Null : default);
            schema.Items = one.Items;
            schema.AdditionalProperties = one.AdditionalProperties ?? (one.Type == JsonSchemaType.Object ? new OpenApiSchema() : null);
            return;
        }

        schema.AnyOf = [];
        foreach (var type in wire.Types)
            schema.AnyOf.Add(await context.GetOrCreateSchemaAsync(type, null, cancellationToken));
        if (isNullable)
            schema.AnyOf.Add(new OpenApiSchema { Type = JsonSchemaType.Null });
    }

    /// <summary>What the framework does for the bodies it knows: a schema with a name becomes a reference, and so do those inside it.</summary>
    private static IOpenApiSchema Refer(IOpenApiSchema any, OpenApiDocument document)
    {
        if (any is not OpenApiSchema schema)
            return any;
        if (schema.Properties is { } members)
            foreach (var (name, member) in members.ToList())
                members[name] = Refer(member, document);
        schema.Items = schema.Items is { } items ? Refer(items, document) : null;
        schema.AdditionalProperties = schema.AdditionalProperties is { } rest ? Refer(rest, document) : null;
        schema.AnyOf = schema.AnyOf?.Select(one => Refer(one, document)).ToList();
        schema.OneOf = schema.OneOf?.Select(one => Refer(one, document)).ToList();
        if (schema.Metadata is null || !schema.Metadata.TryGetValue(SchemaId, out var named) || named is not string { Length: > 0 } id)
            return schema;
        var isNullable = schema.Metadata.ContainsKey(NullableProperty);
        document.AddComponent(id, schema);
        var reference = new OpenApiSchemaReference(id, document);
        return isNullable ? new OpenApiSchema { OneOf = [new OpenApiSchema { Type = JsonSchemaType.Null }, reference] } : reference;
    }

    private static bool IsLeftOutWhenNull(JsonPropertyInfo member) =>
        Find<JsonIgnoreAttribute>(member) is { Condition: JsonIgnoreCondition.WhenWritingNull };

    private static T? Find<T>(JsonPropertyInfo member)
        where T : Attribute => member.AttributeProvider?.GetCustomAttributes(typeof(T), inherit: true).OfType<T>().FirstOrDefault();

    private static string? OpenApi(JsonTypeInfo type) => OpenApiOptions.CreateDefaultSchemaReferenceId(type);

    private static string NameOf(Type type)
    {
        if (type.IsGenericType)
            return NameOf(type.GetGenericArguments()[0]) + type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)];
        return type.DeclaringType is { } outer ? Stem(outer) + Stem(type)
            : type.Name.EndsWith("Body", StringComparison.Ordinal) ? type.Name
            : Stem(type);
    }

    private static string Stem(Type type) =>
        type.Name[..^(Array.Find(s_suffixes, suffix => type.Name.EndsWith(suffix, StringComparison.Ordinal)) ?? "").Length];
}

/// <summary>What a member is on the wire, where its type in the code is any JSON: one of these.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class WireTypeAttribute(params Type[] types) : Attribute
{
    public Type[] Types { get; } = types;
}

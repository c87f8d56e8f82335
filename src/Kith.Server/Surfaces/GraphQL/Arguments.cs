using Kith.Engine;
using Kith.GraphQL;

namespace Kith.Server.Surfaces.GraphQL;

/// <summary>What resolvers ask of the field they resolve.</summary>
internal static class Arguments
{
    public static Call Call(this FieldContext context) => context.Get<Call>();

    /// <summary>An id is opaque, but none of ours has U+0000, and PostgreSQL refuses to look for it.</summary>
    /// <exception cref="GraphQLException">It can't be one.</exception>
    public static string Id(this FieldContext context, string name) => context.FindId(name)!;

    /// <summary>As above, of an argument that may be left out.</summary>
    public static string? FindId(this FieldContext context, string name) =>
        context.Argument<string?>(name) is not { } id ? null
        : !id.Contains('\0', StringComparison.Ordinal) ? id
        : throw new Invalid(name, "is no id").ToGraphQL();

    /// <summary>The place of a row, given as the <c>cursor</c> of the one before.</summary>
    public static (long Number, string Id)? Place(this FieldContext context) =>
        Paging.CheckPlace(context.Argument<string?>("after")).Try(out var place, out _)
            ? place
            : throw new Invalid("after", "is no cursor of this list").ToGraphQL();

    /// <summary>The place of a message on its branch, given as its <c>cursor</c>.</summary>
    public static long? Depth(this FieldContext context) =>
        Paging.CheckDepth(context.Argument<string?>("after")).Try(out var depth, out _)
            ? depth
            : throw new Invalid("after", "is no cursor of this list").ToGraphQL();
}

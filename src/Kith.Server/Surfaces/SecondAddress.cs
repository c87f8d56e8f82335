namespace Kith.Server.Surfaces;

/// <summary>Marks routes that are those below <paramref name="First"/> once more: the same request at either is the same request.</summary>
internal sealed record SecondAddress(string Prefix, string First)
{
    /// <summary>The address of a request without a trailing slash, in its first form.</summary>
    public static string FirstOf(HttpContext context)
    {
        var path = context.Request.Path.Value!.TrimEnd('/');
        return context.GetEndpoint()?.Metadata.GetMetadata<SecondAddress>() is { } second
            ? second.First + path[second.Prefix.Length..]
            : path;
    }
}

internal static class SecondAddressExtensions
{
    /// <summary>The routes of this group are those below <paramref name="first"/> once more: the document has them there, under their names.</summary>
    public static RouteGroupBuilder AsSecondAddress(this RouteGroupBuilder group, string prefix, string first)
    {
        group.WithMetadata(new SecondAddress(prefix, first)).ExcludeFromDescription();
        ((IEndpointConventionBuilder)group).Finally(endpoint =>
        {
            foreach (var name in endpoint.Metadata.OfType<IEndpointNameMetadata>().ToList())
                endpoint.Metadata.Remove(name);
        });
        return group;
    }
}

namespace Kith.Engine.People.Push;

/// <summary>The push services a browser's address may name: those that browsers use, and the operator's own.</summary>
internal sealed class PushServices(PushOptions options)
{
    public const int MostCharacters = 2048;

    /// <summary>Chrome and what is made of it; Firefox; Edge on Windows; Safari.</summary>
    private static readonly string[] s_hosts = ["fcm.googleapis.com", "updates.push.services.mozilla.com", "web.push.apple.com"];

    private static readonly string[] s_domains = [".push.services.mozilla.com", ".notify.windows.com", ".push.apple.com"];

    /// <summary>The address, or null when it is none, or leads to anybody else.</summary>
    public Uri? Find(string? address)
    {
        // As browsers write it: what Uri would mend or escape is two addresses, the one that is kept and the one that is asked.
        if (address is not { Length: > 0 and <= MostCharacters } || !address.All(c => c is > ' ' and <= '~'))
            return null;
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url))
            return null;
        if (url.UserInfo.Length > 0 || url.Fragment.Length > 0)
            return null;
        return IsOwn(url) || IsKnown(url) ? url : null;
    }

    private bool IsOwn(Uri url) => options.OwnServices.Any(own => PushHttp.AreSame(own, url));

    private static bool IsKnown(Uri url) =>
        url is { Scheme: "https", IsDefaultPort: true, HostNameType: UriHostNameType.Dns }
        && (
            s_hosts.Contains(url.IdnHost, StringComparer.OrdinalIgnoreCase)
            || Array.Exists(s_domains, domain => url.IdnHost.EndsWith(domain, StringComparison.OrdinalIgnoreCase))
        );
}

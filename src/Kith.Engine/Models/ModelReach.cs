using System.Net;
using System.Net.Sockets;

namespace Kith.Engine.Models;

/// <summary>How far goes what a model is told.</summary>
/// <param name="IsLocal">
/// True when everybody who may be asked, those who step in included, is on this machine or its network. The offline friend is.
/// </param>
internal sealed record ModelReach(bool IsLocal)
{
    /// <summary>Names that no public name server knows (RFC 6761, 6762, 8375; ICANN keeps <c>internal</c> for private use).</summary>
    private static readonly string[] s_localDomains = ["localhost", "local", "internal", "home.arpa"];

    internal static ModelReach Of(ModelsOptions options) =>
        new(
            (!options.HasOpenAI || IsLocalHost(options.OpenAIEndpoint)) && (!options.HasAnthropic || IsLocalHost(options.AnthropicEndpoint))
        );

    /// <summary>By its address, or by a name that can't be anywhere else: who is asked for another name decides on its own where it leads.</summary>
    internal static bool IsLocalHost(Uri url)
    {
        if (IPAddress.TryParse(url.IdnHost, out var address))
            return IsLocalAddress(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
        var name = url.IdnHost.TrimEnd('.');
        return Array.Exists(
            s_localDomains,
            domain =>
                name.EndsWith(domain, StringComparison.OrdinalIgnoreCase)
                && (name.Length == domain.Length ? domain == "localhost" : name[^(domain.Length + 1)] == '.')
        );
    }

    private static bool IsLocalAddress(IPAddress address)
    {
        if (IPAddress.IsLoopback(address))
            return true;
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
            return address.IsIPv6LinkLocal || address.IsIPv6UniqueLocal;
        return address.GetAddressBytes() is [10, ..] or [172, >= 16 and <= 31, ..] or [192, 168, ..] or [169, 254, ..];
    }
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Kith.Engine.People.Push;

/// <summary>Connections to push services: to public addresses only, straight there, and nowhere else from there.</summary>
internal static class PushHttp
{
    /// <summary>
    /// Follows no redirect, goes through no proxy (which would decide where it leads), keeps no cookies, and looks at the address it connects
    /// to: a name may lead anywhere by then.
    /// </summary>
    /// <param name="resolve">Finds the addresses of a name; null: as the system does.</param>
    public static SocketsHttpHandler CreateHandler(PushOptions options, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
    {
        var find = resolve ?? Dns.GetHostAddressesAsync;
        return new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ConnectTimeout = options.Timeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
            ConnectCallback = async (context, cancellationToken) =>
            {
                var found = await find(context.DnsEndPoint.Host, cancellationToken);
                var isOwn = options.OwnServices.Any(own => own.IdnHost == context.DnsEndPoint.Host && own.Port == context.DnsEndPoint.Port);
                var allowed = isOwn ? found : Array.FindAll(found, IsPublic);
                if (allowed.Length == 0)
                    throw new HttpRequestException(HttpRequestError.ConnectionError, "The name leads to no public address.");
                return await ConnectAsync(allowed, context.DnsEndPoint.Port, cancellationToken);
            },
        };
    }

    /// <summary>Scheme, host and port.</summary>
    public static bool AreSame(Uri one, Uri other) =>
        Uri.Compare(one, other, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0;

    /// <summary>Neither this machine, nor its networks, nor what is kept for other uses (RFC 6890).</summary>
    internal static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
            return bytes switch
            {
                // Teredo, documentation and 6to4, which carry or are other addresses.
                [0x20, 0x01, 0, 0, ..] or [0x20, 0x01, 0x0d, 0xb8, ..] or [0x20, 0x02, ..] => false,
                _ => bytes[0] is >= 0x20 and <= 0x3f,
            };
        return bytes switch
        {
            [0 or 10 or 127, ..] or [>= 224, ..] => false,
            [100, >= 64 and <= 127, ..] or [169, 254, ..] or [172, >= 16 and <= 31, ..] or [192, 168, ..] => false,
            [192, 0, 0 or 2, _] or [192, 88, 99, _] or [198, 18 or 19, ..] or [198, 51, 100, _] or [203, 0, 113, _] => false,
            _ => true,
        };
    }

    private static async Task<Stream> ConnectAsync(IPAddress[] addresses, int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

using System.Diagnostics;
using System.Net.Http.Headers;

namespace Kith.Engine.Models.Http;

/// <summary>The connection to a provider.</summary>
internal static class ProviderHttp
{
    /// <summary>
    /// A client that follows no redirect (a key must not follow a changed host), keeps no cookies, tells the provider nothing of our traces,
    /// and leaves every time-out but the connection's to the pipeline.
    /// </summary>
    public static HttpClient Create(TimeSpan connectTimeout)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = connectTimeout,
            // What is left of an answer is read so that the connection can be used again, but somebody who stops must reach the provider.
            ResponseDrainTimeout = TimeSpan.FromMilliseconds(250),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
        };
        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>A JSON document to send; whose it is, and the key, is for the caller to add.</summary>
    public static HttpRequestMessage Post(Uri address, ReadOnlyMemory<byte> body)
    {
        var content = new ReadOnlyMemoryContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        var message = new HttpRequestMessage(HttpMethod.Post, address) { Content = content };
        message.Headers.TryAddWithoutValidation("User-Agent", "Kith");
        return message;
    }
}

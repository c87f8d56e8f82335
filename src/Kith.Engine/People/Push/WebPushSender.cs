using System.Globalization;
using System.Net.Http.Headers;
using System.Numerics;
using System.Text.Encodings.Web;
using System.Text.Json;
using Kith.Engine.People.Push.WebPush;

namespace Kith.Engine.People.Push;

/// <summary>Tells a browser (RFC 8030): encrypted for it alone, signed with the server's key.</summary>
internal sealed class WebPushSender(PushOptions options, PushServices services, VapidKeys keys, HttpClient http, TimeProvider clock)
    : IPushSender
{
    /// <summary>Short messages look alike; longer ones are made as long as the next power of two.</summary>
    private const int LeastContent = 512;

    private static readonly TimeSpan s_tokenLifetime = TimeSpan.FromHours(12);

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public string ServiceOf(PushSubscriptionRow device) => new Uri(device.Address).IdnHost;

    public async Task<PushOutcome> SendAsync(PushSubscriptionRow device, PushMessage message, CancellationToken cancellationToken)
    {
        // The operator may have taken a service off the list, or the database may be another's.
        if (
            services.Find(device.Address) is not { } address
            || !SubscriptionKeys.TryParse(device.PublicKey, device.Secret, out var browser)
        )
            return new PushOutcome(PushResult.Gone, "an address that isn't allowed");
        var content = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                message.Kind,
                message.Title,
                message.Body,
                message.Path,
                message.Tag,
            },
            s_json
        );
        if (content.Length > ContentEncryption.MostContent)
            return new PushOutcome(PushResult.TooLarge, "more than one record");
        var key = await keys.GetAsync(cancellationToken);
        using var request = Request(address, ContentEncryption.Encrypt(content, browser, PaddedLength(content.Length)), message);
        var origin = address.GetLeftPart(UriPartial.Authority);
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            key.Authorize(origin, options.Subject, clock.GetUtcNow() + s_tokenLifetime)
        );
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        return PushAnswer.Of(response, clock);
    }

    private static HttpRequestMessage Request(Uri address, byte[] body, PushMessage message)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        content.Headers.ContentEncoding.Add("aes128gcm");
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = content };
        request.Headers.Add("TTL", ((long)message.LastsFor.TotalSeconds).ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("Urgency", "high");
        request.Headers.Add("Topic", message.Tag);
        return request;
    }

    private static int PaddedLength(int length) =>
        Math.Min(ContentEncryption.MostContent, (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(length, LeastContent)));
}

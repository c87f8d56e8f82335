using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Google.Apis.Auth.OAuth2;
using Google.Apis.Http;

namespace Kith.Engine.People.Push;

/// <summary>
/// Tells an app through Firebase Cloud Messaging (HTTP v1). Unlike a browser's push service Google can read it, so what is shown by default
/// gives nothing away.
/// </summary>
internal sealed class FcmSender : IPushSender, IDisposable
{
    private const string Scope = "https://www.googleapis.com/auth/firebase.messaging";

    /// <summary>Of an answer.</summary>
    private const int MostBytes = 64 * 1024;

    private readonly HttpClient _http;
    private readonly ServiceAccountCredential _credential;
    private readonly Uri _address;
    private readonly TimeProvider _clock;

    public FcmSender(FcmAccount account, HttpMessageHandler handler, TimeProvider clock)
    {
        _clock = clock;
        _http = new HttpClient(handler, disposeHandler: false)
        {
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = MostBytes,
        };
        _address = new Uri(account.Service, $"v1/projects/{Uri.EscapeDataString(account.ProjectId)}/messages:send");
        _credential = new ServiceAccountCredential(
            new ServiceAccountCredential.Initializer(account.Email, account.TokenUri.ToString())
            {
                Scopes = [Scope],
                HttpClientFactory = new Clients(handler),
            }.FromPrivateKey(account.PrivateKey)
        );
    }

    public string ServiceOf(PushSubscriptionRow device) => _address.IdnHost;

    public async Task<PushOutcome> SendAsync(PushSubscriptionRow device, PushMessage message, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _address);
        var token = await _credential.GetAccessTokenForRequestAsync(cancellationToken: cancellationToken);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(Body(device.Address, message)));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        using var response = await _http.SendAsync(request, cancellationToken);
        var outcome = PushAnswer.Of(response, _clock);
        return outcome.Result == PushResult.Sent
            ? outcome
            : outcome with
            {
                Result = ResultOf(response.StatusCode, outcome.Result, await response.Content.ReadAsByteArrayAsync(cancellationToken)),
            };
    }

    public void Dispose() => _http.Dispose();

    private object Body(string token, PushMessage message) =>
        new
        {
            message = new
            {
                token,
                notification = new { title = message.Title, body = message.Body },
                data = new
                {
                    kind = message.Kind,
                    path = message.Path,
                    tag = message.Tag,
                },
                android = new
                {
                    priority = "HIGH",
                    ttl = $"{(long)message.LastsFor.TotalSeconds}s",
                    collapse_key = message.Tag,
                    notification = new { tag = message.Tag },
                },
                apns = new
                {
                    headers = new Dictionary<string, string>(StringComparer.Ordinal)
                    {
                        ["apns-priority"] = "10",
                        ["apns-collapse-id"] = message.Tag,
                        ["apns-expiration"] = (_clock.GetUtcNow() + message.LastsFor)
                            .ToUnixTimeSeconds()
                            .ToString(CultureInfo.InvariantCulture),
                    },
                },
            },
        };

    /// <summary>Only what is said of the token means that the device is gone: a wrong project is 404 too, and no reason to forget everybody.</summary>
    private static PushResult ResultOf(HttpStatusCode status, PushResult byStatus, byte[] answer) =>
        IsOfToken(answer) ? PushResult.Gone
        : status == HttpStatusCode.Unauthorized ? PushResult.Failed
        : byStatus == PushResult.Gone ? PushResult.Refused
        : byStatus;

    private static bool IsOfToken(byte[] answer)
    {
        try
        {
            var details = JsonSerializer.Deserialize<ErrorAnswer>(answer, JsonSerializerOptions.Web)?.Error?.Details ?? [];
            return details.Any(detail =>
                detail?.ErrorCode is "UNREGISTERED" or "SENDER_ID_MISMATCH"
                || detail?.FieldViolations?.Any(violation => violation?.Field == "message.token") == true
            );
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private sealed record ErrorAnswer(ErrorBody? Error);

    private sealed record ErrorBody(IReadOnlyList<ErrorDetail?>? Details);

    private sealed record ErrorDetail(string? ErrorCode, IReadOnlyList<FieldViolation?>? FieldViolations);

    private sealed record FieldViolation(string? Field);

    /// <summary>Google's library asks for access tokens by our connections: no redirects, one try.</summary>
    private sealed class Clients(HttpMessageHandler handler) : Google.Apis.Http.IHttpClientFactory
    {
        public ConfigurableHttpClient CreateHttpClient(CreateHttpClientArgs args) =>
            new(new ConfigurableMessageHandler(new OnlySuccess(handler)) { FollowRedirect = false, NumTries = 1 });
    }

    /// <summary>Google's library fails in ways of its own when a refusal has another form than it expects.</summary>
    private sealed class OnlySuccess(HttpMessageHandler handler) : DelegatingHandler(handler)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            if (response.IsSuccessStatusCode)
                return response;
            var status = response.StatusCode;
            response.Dispose();
            throw new HttpRequestException(HttpRequestError.Unknown, $"No access token: {(int)status}.", inner: null, status);
        }
    }
}

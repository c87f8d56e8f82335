using System.Net;
using Kith.Engine.People.Push;

namespace Kith.Server.Hosting;

/// <summary>What the operator may set; <c>.env.example</c> says the same for people. Read once at start by <see cref="OptionsReader"/>.</summary>
internal sealed record KithOptions
{
    /// <summary>The addresses to listen on, or null when the configuration names them itself.</summary>
    public string? Urls { get; init; }

    /// <summary>Absolute path of the folder for the database file, the node id and temporary files.</summary>
    public required string DataDir { get; init; }

    /// <summary>An absolute path of a SQLite file, or an Npgsql connection string or <c>postgres://</c> URL as it was given.</summary>
    public required string Database { get; init; }

    /// <summary>True when <see cref="Database"/> names a PostgreSQL server.</summary>
    public bool IsPostgres { get; init; }

    public string? AdminEmail { get; init; }

    public string? AdminPassword { get; init; }

    public bool OpenRegistration { get; init; } = true;

    public bool AllowAnonymous { get; init; } = true;

    /// <summary>Origins (scheme, host, port) besides our own whose pages may call and open sockets.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>Names this server answers to, without ports; <c>*.example.org</c> covers its subdomains.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>Whose <c>X-Forwarded-…</c> headers are believed: for whom, by which scheme and under which name a request came.</summary>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; init; } = [];

    /// <summary>The account of the key file for Firebase Cloud Messaging.</summary>
    public FcmAccount? Fcm { get; init; }

    public bool RateLimits { get; init; } = true;

    /// <summary>Whether a start from the source tree builds the web app when it is missing or stale.</summary>
    public bool WebBuild { get; init; } = true;

    /// <summary>The largest request body in bytes, where an endpoint names no size of its own.</summary>
    public long MaxBodyBytes { get; init; } = 1024 * 1024;

    public OpenAIOptions OpenAI { get; init; } = new();

    public AnthropicOptions Anthropic { get; init; } = new();
}

/// <summary>Any server that speaks OpenAI's API. Everything unset means: not configured.</summary>
internal sealed record OpenAIOptions
{
    public string? ApiKey { get; init; }

    public Uri? BaseUrl { get; init; }

    public string? Model { get; init; }

    public string? EmbeddingModel { get; init; }

    public string? SpeechToTextModel { get; init; }

    public string? TextToSpeechModel { get; init; }

    public bool IsConfigured => ApiKey is not null || BaseUrl is not null;
}

internal sealed record AnthropicOptions
{
    public string? ApiKey { get; init; }

    public string? Model { get; init; }
}

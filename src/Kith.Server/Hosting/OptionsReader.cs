using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Kith.Engine.People.Push;
using Npgsql;

namespace Kith.Server.Hosting;

/// <summary>Reads <see cref="KithOptions"/> and checks everything, so that an operator sees all mistakes at once.</summary>
internal sealed class OptionsReader(IConfiguration configuration, string workingFolder, string? sourceRoot)
{
    private static readonly Dictionary<string, string> s_names = Settings.Keys.ToDictionary(
        k => k.Value,
        k => k.Key,
        StringComparer.Ordinal
    );
    private readonly List<string> _problems = [];

    /// <summary>The settings, with defaults where nothing is set.</summary>
    /// <exception cref="SetupException">Lists every setting that can't be used, with what is allowed.</exception>
    public KithOptions Read()
    {
        var dataDir = Path.GetFullPath(Text("Kith:DataDir") ?? Path.Combine(sourceRoot ?? workingFolder, "data"), workingFolder);
        var (database, isPostgres) = ReadDatabase(dataDir);
        var origins = Words("Kith:AllowedOrigins").Select(ReadOrigin).OfType<Uri>().ToList();
        var options = new KithOptions
        {
            Urls = ReadUrls(),
            DataDir = dataDir,
            Database = database,
            IsPostgres = isPostgres,
            AdminEmail = Text("Kith:AdminEmail"),
            AdminPassword = Text("Kith:AdminPassword"),
            OpenRegistration = Choice("Kith:Registration", "open", "closed"),
            AllowAnonymous = Choice("Kith:Anonymous", "on", "off"),
            AllowedOrigins = [.. origins.Select(o => o.GetLeftPart(UriPartial.Authority))],
            AllowedHosts = [.. ReadHosts(origins)],
            TrustedProxies = [.. Words("Kith:TrustedProxies").Select(ReadNetwork)],
            Fcm = ReadFcm("Kith:FcmCredentials"),
            RateLimits = Choice("Kith:RateLimits", "on", "off"),
            WebBuild = Choice("Kith:WebBuild", "on", "off"),
            MaxBodyBytes = Number("Kith:MaxBodyBytes", 1024 * 1024, 1024, 1024 * 1024 * 1024),
            OpenAI = new OpenAIOptions
            {
                ApiKey = Text("Kith:OpenAI:ApiKey"),
                BaseUrl = ReadUrl("Kith:OpenAI:BaseUrl"),
                Model = Text("Kith:OpenAI:Model"),
                EmbeddingModel = Text("Kith:OpenAI:EmbeddingModel"),
                SpeechToTextModel = Text("Kith:OpenAI:SpeechToTextModel"),
                TextToSpeechModel = Text("Kith:OpenAI:TextToSpeechModel"),
            },
            Anthropic = new AnthropicOptions { ApiKey = Text("Kith:Anthropic:ApiKey"), Model = Text("Kith:Anthropic:Model") },
        };
        CheckAdministrator(options);
        return _problems.Count == 0 ? options : throw new SetupException(_problems);
    }

    private string? ReadUrls()
    {
        if (configuration.GetSection("Kestrel:Endpoints").Exists())
            return null;
        if (configuration[WebHostDefaults.ServerUrlsKey] is { Length: > 0 } urls)
        {
            foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                if (!IsAddress(url))
                    _problems.Add(
                        $"ASPNETCORE_URLS has '{url}'; allowed: addresses such as http://127.0.0.1:8000, separated by semicolons."
                    );
            }
        }
        var port = Number("PORT", 8000, 0, 65535);
        return string.IsNullOrEmpty(configuration[WebHostDefaults.ServerUrlsKey]) ? $"http://127.0.0.1:{port}" : null;
    }

    private static bool IsAddress(string url)
    {
        try
        {
            return BindingAddress.Parse(url) is { Port: >= 0 and <= 65535, Scheme: "http" or "https" };
        }
        catch (FormatException)
        {
            return false;
        }
    }

    // An empty value is how people switch a setting off in a compose file.
    private string? Text(string key) => configuration[key]?.Trim() is { Length: > 0 } text ? text : null;

    private string[] Words(string key) =>
        Text(key)?.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        ?? [.. configuration.GetSection(key).GetChildren().Select(c => c.Value).OfType<string>()];

    /// <summary>True for the first word (the default), false for the second.</summary>
    private bool Choice(string key, string first, string second)
    {
        var text = Text(key) ?? first;
        if (text != first && text != second)
            Complain(key, $"is '{text}'; allowed: {first}, {second}");
        return text == first;
    }

    private long Number(string key, long fallback, long least, long most)
    {
        if (Text(key) is not { } text)
            return fallback;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        Complain(key, $"is '{text}'; allowed: {least} to {most}");
        return fallback;
    }

    private (string Database, bool IsPostgres) ReadDatabase(string dataDir)
    {
        if (Text("Kith:Database") is not { } text)
            return (Path.Combine(dataDir, "kith.db"), false);
        if (text.StartsWith("postgres://", StringComparison.Ordinal) || text.StartsWith("postgresql://", StringComparison.Ordinal))
        {
            if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Host.Length == 0 || url.AbsolutePath.Length < 2)
                Complain("Kith:Database", "is no complete URL; allowed: postgres://user:password@host:5432/database");
            return (text, true);
        }
        if (text.Contains("Host=", StringComparison.OrdinalIgnoreCase) || text.Contains("Server=", StringComparison.OrdinalIgnoreCase))
        {
            CheckConnectionString(text);
            return (text, true);
        }
        if (text.Contains(';', StringComparison.Ordinal) || text.Contains("://", StringComparison.Ordinal))
            Complain("Kith:Database", "is neither a file nor a PostgreSQL server; allowed: a path, Host=…;Database=…, postgres://…");
        return (Path.GetFullPath(text, workingFolder), false);
    }

    private void CheckConnectionString(string text)
    {
        try
        {
            _ = new NpgsqlConnectionStringBuilder(text);
        }
        catch (ArgumentException problem)
        {
            Complain(
                "Kith:Database",
                $"is no connection string of Npgsql's ({problem.Message}); allowed: Host=…;Database=…;Username=…;Password=…"
            );
        }
    }

    private FcmAccount? ReadFcm(string key)
    {
        if (Text(key) is not { } text)
            return null;
        var path = Path.GetFullPath(text, workingFolder);
        try
        {
            return FcmAccount.Read(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            Complain(key, $"names '{path}', which can't be read ({problem.Message}); allowed: a readable file");
        }
        catch (InvalidDataException problem)
        {
            Complain(key, $"names '{path}', which {problem.Message}; allowed: a service account's key file from the Firebase console");
        }
        return null;
    }

    private Uri? ReadUrl(string key)
    {
        if (Text(key) is not { } text)
            return null;
        if (
            Uri.TryCreate(text, UriKind.Absolute, out var url)
            && url is { Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "" }
        )
            return url;
        Complain(key, "is no usable address; allowed: http:// or https://, a host, a path, without credentials, ? or #");
        return null;
    }

    private Uri? ReadOrigin(string text)
    {
        if (
            Uri.TryCreate(text, UriKind.Absolute, out var origin)
            && origin is { Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "", AbsolutePath: "/" }
        )
            return origin;
        Complain("Kith:AllowedOrigins", $"has '{text}'; allowed: origins such as https://chat.example.org, separated by commas");
        return null;
    }

    private IPNetwork ReadNetwork(string text)
    {
        if (IPNetwork.TryParse(text, out var network))
            return network;
        // Half an address is one too, to the framework: 10.1 is 10.0.0.1.
        if (
            IPAddress.TryParse(text, out var address)
            && (address.AddressFamily == AddressFamily.InterNetworkV6 || text.Count(c => c == '.') == 3)
        )
            return new IPNetwork(address, address.GetAddressBytes().Length * 8);
        Complain(
            "Kith:TrustedProxies",
            $"has '{text}'; allowed: addresses and networks such as 10.0.0.5 or 10.0.0.0/8, separated by commas"
        );
        return default;
    }

    private HashSet<string> ReadHosts(List<Uri> origins)
    {
        var hosts = new HashSet<string>(["localhost", "127.0.0.1", "[::1]"], StringComparer.OrdinalIgnoreCase);
        foreach (var text in Words("Kith:AllowedHosts"))
        {
            var name = text.StartsWith("*.", StringComparison.Ordinal) ? text[2..] : text;
            if (Uri.CheckHostName(name) == UriHostNameType.Unknown)
                Complain(
                    "Kith:AllowedHosts",
                    $"has '{text}'; allowed: names such as chat.example.org or *.example.org, without a port, separated by commas"
                );
            hosts.Add(text);
        }
        hosts.UnionWith(origins.Select(o => o.Host));
        // Whoever binds an address means to be reached by it.
        var urls = (configuration[WebHostDefaults.ServerUrlsKey] ?? "").Split(
            ';',
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
        );
        foreach (var host in urls.Where(IsAddress).Select(url => BindingAddress.Parse(url).Host))
        {
            if (host is not ("*" or "+" or "0.0.0.0" or "[::]") && Uri.CheckHostName(host) != UriHostNameType.Unknown)
                hosts.Add(host);
        }
        return hosts;
    }

    private void CheckAdministrator(KithOptions options)
    {
        if (options.AdminEmail is null != options.AdminPassword is null)
            _problems.Add("KITH_ADMIN_EMAIL and KITH_ADMIN_PASSWORD belong together; allowed: both, or neither.");
        if (options.AdminEmail is { } email && (email.IndexOf('@') < 1 || email.EndsWith('@') || email.Any(char.IsWhiteSpace)))
            Complain("Kith:AdminEmail", "is no e-mail address; allowed: name@example.org");
        if (options.AdminPassword is { Length: < 10 })
            Complain("Kith:AdminPassword", "is too short; allowed: 10 characters or more");
    }

    private void Complain(string key, string text) => _problems.Add($"{s_names.GetValueOrDefault(key, key)} {text}.");
}

using System.Security.Cryptography;
using System.Text.Json;
using Kith.Server.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.EnvironmentVariables;

namespace Kith.Server.Tests.Hosting;

public sealed class OptionsTests
{
    [Fact]
    public void With_nothing_set_everything_has_a_default()
    {
        var options = Read([]);
        Assert.Equal("/srv/data", options.DataDir);
        Assert.Equal("/srv/data/kith.db", options.Database);
        Assert.False(options.IsPostgres);
        Assert.True(options.OpenRegistration && options.AllowAnonymous && options.RateLimits && options.WebBuild);
        Assert.Equal(["127.0.0.1", "[::1]", "localhost"], options.AllowedHosts.Order(StringComparer.Ordinal));
        Assert.Empty(options.AllowedOrigins);
        Assert.Empty(options.TrustedProxies);
        Assert.False(options.OpenAI.IsConfigured);
    }

    [Fact]
    public void From_the_source_tree_the_data_lies_in_its_root() =>
        Assert.Equal("/repo/data", new OptionsReader(Configuration([]), "/srv", "/repo").Read().DataDir);

    [Fact]
    public void Every_setting_of_the_contract_reaches_its_option()
    {
        using var sandbox = new Sandbox();
        using var rsa = RSA.Create(2048);
        var key = sandbox.Write(
            "fcm.json",
            JsonSerializer.Serialize(
                new
                {
                    type = "service_account",
                    project_id = "my-project",
                    client_email = "kith@my-project.example",
                    private_key = rsa.ExportPkcs8PrivateKeyPem(),
                    token_uri = "https://oauth2.googleapis.com/token",
                }
            )
        );
        var options = Read(
            new()
            {
                ["KITH_DATA_DIR"] = "here",
                ["KITH_DATABASE"] = "Host=db;Database=kith",
                ["KITH_ADMIN_EMAIL"] = "a@b.example",
                ["KITH_ADMIN_PASSWORD"] = "long enough",
                ["KITH_REGISTRATION"] = "closed",
                ["KITH_ANONYMOUS"] = "off",
                ["KITH_ALLOWED_ORIGINS"] = "https://a.example, http://b.example:3000/",
                ["KITH_ALLOWED_HOSTS"] = "chat.example,*.example.org",
                ["KITH_TRUSTED_PROXIES"] = "10.0.0.5, 192.168.0.0/16 2001:db8::/32,::1",
                ["KITH_FCM_CREDENTIALS"] = key,
                ["KITH_RATE_LIMITS"] = "off",
                ["KITH_WEB_BUILD"] = "off",
                ["OPENAI_API_KEY"] = "sk",
                ["OPENAI_BASE_URL"] = "http://127.0.0.1:11434/v1",
                ["OPENAI_MODEL"] = "m",
                ["OPENAI_EMBEDDING_MODEL"] = "e",
                ["OPENAI_STT_MODEL"] = "s",
                ["OPENAI_TTS_MODEL"] = "t",
                ["ANTHROPIC_API_KEY"] = "ak",
                ["ANTHROPIC_MODEL"] = "am",
            }
        );
        Assert.Equal("/srv/here", options.DataDir);
        Assert.Equal(("Host=db;Database=kith", true), (options.Database, options.IsPostgres));
        Assert.Equal(("a@b.example", "long enough"), (options.AdminEmail, options.AdminPassword));
        Assert.False(options.OpenRegistration || options.AllowAnonymous || options.RateLimits || options.WebBuild);
        Assert.Equal(["https://a.example", "http://b.example:3000"], options.AllowedOrigins);
        Assert.Superset(
            new HashSet<string> { "a.example", "b.example", "chat.example", "*.example.org" },
            options.AllowedHosts.ToHashSet()
        );
        Assert.Equal(
            ["10.0.0.5/32", "192.168.0.0/16", "2001:db8::/32", "::1/128"],
            options.TrustedProxies.Select(proxy => proxy.ToString())
        );
        Assert.Equal("my-project", options.Fcm!.ProjectId);
        Assert.Equal(
            new OpenAIOptions
            {
                ApiKey = "sk",
                BaseUrl = new Uri("http://127.0.0.1:11434/v1"),
                Model = "m",
                EmbeddingModel = "e",
                SpeechToTextModel = "s",
                TextToSpeechModel = "t",
            },
            options.OpenAI
        );
        Assert.Equal(new AnthropicOptions { ApiKey = "ak", Model = "am" }, options.Anthropic);
    }

    [Theory]
    [InlineData("KITH_REGISTRATION", "maybe", "open, closed")]
    [InlineData("KITH_ANONYMOUS", "ON", "on, off")]
    [InlineData("KITH_RATE_LIMITS", "0", "on, off")]
    [InlineData("KITH_DATABASE", "mysql://x/y", "a path, Host=…;Database=…, postgres://…")]
    [InlineData("KITH_DATABASE", "Host=db;Colour=red", "Host=…;Database=…;Username=…;Password=…")]
    [InlineData("KITH_DATABASE", "postgres://host", "postgres://user:password@host:5432/database")]
    [InlineData("KITH_ALLOWED_ORIGINS", "*", "https://chat.example.org")]
    [InlineData("KITH_ALLOWED_ORIGINS", "https://a.example/path", "https://chat.example.org")]
    [InlineData("KITH_ALLOWED_HOSTS", "*", "chat.example.org or *.example.org")]
    [InlineData("KITH_TRUSTED_PROXIES", "proxy.example", "10.0.0.5 or 10.0.0.0/8")]
    [InlineData("KITH_TRUSTED_PROXIES", "10.1", "10.0.0.5 or 10.0.0.0/8")]
    [InlineData("KITH_TRUSTED_PROXIES", "10.0.0.0/33", "10.0.0.5 or 10.0.0.0/8")]
    [InlineData("KITH_TRUSTED_PROXIES", "*", "10.0.0.5 or 10.0.0.0/8")]
    [InlineData("KITH_FCM_CREDENTIALS", "/nowhere.json", "a readable file")]
    [InlineData("OPENAI_BASE_URL", "localhost:11434", "http:// or https://")]
    [InlineData("OPENAI_BASE_URL", "file:///etc/passwd", "http:// or https://")]
    [InlineData("KITH_ADMIN_EMAIL", "a@b.example", "both, or neither")]
    public void A_setting_that_cannot_be_used_is_named_with_what_is_allowed(string name, string value, string allowed)
    {
        var problem = Assert.Throws<SetupException>(() => Read(new() { [name] = value }));
        Assert.Contains(name, problem.Message, StringComparison.Ordinal);
        Assert.Contains(allowed, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_key_file_is_named_with_what_is_wrong_and_nothing_of_it()
    {
        using var sandbox = new Sandbox();
        var file = sandbox.Write("fcm.json", """{"type":"service_account","project_id":"p","client_email":"e","private_key":"s3cret"}""");
        var problem = Assert.Throws<SetupException>(() => Read(new() { ["KITH_FCM_CREDENTIALS"] = file }));
        Assert.Contains("has a private_key that is none", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_mistakes_are_told_at_once_and_no_password_is_repeated()
    {
        var settings = new Dictionary<string, string>
        {
            ["KITH_REGISTRATION"] = "x",
            ["KITH_ANONYMOUS"] = "y",
            ["KITH_ADMIN_EMAIL"] = "nobody",
            ["KITH_ADMIN_PASSWORD"] = "s3cret",
        };
        var lines = Assert.Throws<SetupException>(() => Read(settings)).Message.Split(Environment.NewLine);
        Assert.Equal(4, lines.Length);
        Assert.DoesNotContain(lines, line => line.Contains("s3cret", StringComparison.Ordinal));
    }

    [Fact]
    public void An_empty_value_means_unset() => Assert.False(Read(new() { ["OPENAI_API_KEY"] = " " }).OpenAI.IsConfigured);

    [Fact]
    public void The_environment_wins_over_the_file_and_the_command_line_over_both()
    {
        var builder = new ConfigurationBuilder();
        builder.AddInMemoryCollection([
            new("Kith:Registration", "settings"),
            new("Kith:Anonymous", "settings"),
            new("Kith:DataDir", "settings"),
        ]);
        builder.Add(new EnvironmentVariablesConfigurationSource { Prefix = "" });
        builder.AddCommandLine(["--Kith:RateLimits=line"]);
        var environment = new Dictionary<string, string> { ["KITH_ANONYMOUS"] = "environment", ["KITH_RATE_LIMITS"] = "environment" };
        Settings.AddTo(
            builder.Sources,
            environment.GetValueOrDefault,
            new Dictionary<string, string>
            {
                ["KITH_ANONYMOUS"] = "file",
                ["KITH_DATA_DIR"] = "file",
                ["KITH_RATE_LIMITS"] = "file",
                ["ASPNETCORE_URLS"] = "http://file",
                ["Logging__LogLevel__Default"] = "Debug",
            }
        );
        var configuration = builder.Build();
        Assert.Equal("settings", configuration["Kith:Registration"]);
        Assert.Equal("file", configuration["Kith:DataDir"]);
        Assert.Equal("environment", configuration["Kith:Anonymous"]);
        Assert.Equal("line", configuration["Kith:RateLimits"]);
        Assert.Equal("http://file", configuration["urls"]);
        Assert.Equal("Debug", configuration["Logging:LogLevel:Default"]);
    }

    [Theory]
    [InlineData(null, null, "http://127.0.0.1:8000")]
    [InlineData("9000", null, "http://127.0.0.1:9000")]
    [InlineData("9000", "http://0.0.0.0:80", null)]
    public void Only_the_own_machine_is_listened_to_unless_told_otherwise(string? port, string? urls, string? expected) =>
        Assert.Equal(expected, new OptionsReader(Configuration(new() { ["PORT"] = port!, ["urls"] = urls! }), "/srv", null).Read().Urls);

    [Theory]
    [InlineData("PORT", "http", "0 to 65535")]
    [InlineData("urls", "127.0.0.1", "http://127.0.0.1:8000")]
    [InlineData("urls", "ftp://127.0.0.1", "http://127.0.0.1:8000")]
    public void An_address_that_cannot_be_listened_to_is_told(string key, string value, string allowed) =>
        Assert.Contains(
            allowed,
            Assert.Throws<SetupException>(() => new OptionsReader(Configuration(new() { [key] = value }), "/srv", null).Read()).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void A_bound_address_is_a_name_the_server_answers_to() =>
        Assert.Contains("192.168.1.5", Read(new() { ["urls"] = "http://192.168.1.5:80;http://0.0.0.0:81" }).AllowedHosts);

    private static KithOptions Read(Dictionary<string, string> settings) => new OptionsReader(Configuration(settings), "/srv", null).Read();

    private static IConfigurationRoot Configuration(Dictionary<string, string> settings) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(
                settings.Select(s => KeyValuePair.Create(Settings.Keys.GetValueOrDefault(s.Key, s.Key), (string?)s.Value))
            )
            .Build();
}

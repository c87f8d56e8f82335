using System.Net;
using Kith.Engine.Storage;
using Kith.Engine.Users;
using Kith.Server.Hosting;
using Kith.Server.Identity;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Kith.Server.Tests;

/// <summary>How a test wants its server.</summary>
public sealed class KithAppOptions
{
    /// <summary>A setting by its name in the contract, e.g. <c>KITH_REGISTRATION</c>.</summary>
    public Dictionary<string, string?> Settings { get; } = new(StringComparer.Ordinal);

    /// <summary>The time of everything; the database's own when null.</summary>
    public TimeProvider? Clock { get; set; }

    /// <summary>On a PostgreSQL database of its own instead of a SQLite file.</summary>
    public bool Postgres { get; set; }

    /// <summary>Replaces or adds services.</summary>
    public Action<IServiceCollection>? Services { get; set; }
}

/// <summary>
/// The real server in this process, on real Kestrel at a free port of 127.0.0.1. As a class fixture it starts once for the class:
/// derive and override <see cref="Configure"/> for another set-up, or start one for a single test with <see cref="StartAsync"/>.
/// </summary>
public class KithApp : IAsyncLifetime
{
    public const string Password = "tall oak, quiet river";

    private readonly KithAppOptions _options = new();
    private readonly SocketsHttpHandler _handler = new() { UseCookies = false, AllowAutoRedirect = false };
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kith-test-");
    private KithApp? _first;
    private PostgresOfTest? _postgres;
    private Factory? _factory;

    /// <summary>Where it listens, e.g. <c>http://127.0.0.1:41234/</c>.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    /// <summary>What the server printed for the person who started it, e.g. the set-up link.</summary>
    public StringWriter Printed { get; } = new();

    /// <summary>A caller without credentials.</summary>
    public Person Anonymous => NewPerson();

    protected virtual void Configure(KithAppOptions options) { }

    public static async Task<KithApp> StartAsync(Action<KithAppOptions>? configure = null)
    {
        var app = new KithApp();
        configure?.Invoke(app._options);
        await app.InitializeAsync();
        return app;
    }

    /// <summary>A second server on the same database, as another node would be. Dispose it before this one.</summary>
    public async Task<KithApp> StartAnotherAsync(Action<KithAppOptions>? configure = null)
    {
        var app = new KithApp { _first = this };
        app._options.Postgres = _options.Postgres;
        app._options.Clock = _options.Clock;
        foreach (var (name, value) in _options.Settings)
            app._options.Settings[name] = value;
        configure?.Invoke(app._options);
        await app.InitializeAsync();
        return app;
    }

    public virtual async ValueTask InitializeAsync()
    {
        Configure(_options);
        if (_options.Postgres && _first is null)
            _postgres = await PostgresOfTest.CreateAsync();
        _factory = new Factory(this);
        _factory.UseKestrel(0);
        _factory.StartServer();
        var addresses = _factory.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        Address = new Uri(addresses.First());
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (_factory is not null)
            await _factory.DisposeAsync();
        if (_postgres is not null)
            await _postgres.DisposeAsync();
        _handler.Dispose();
        await Printed.DisposeAsync();
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>A new account; <paramref name="name"/> becomes part of the e-mail address and is the display name.</summary>
    public async Task<Person> SignUpAsync(string name = "somebody", string password = Password)
    {
        var person = NewPerson();
        var email = $"{name}.{Guid.NewGuid():N}@example.org";
        var answer = await person.PostAsync(
            "/api/auth/register",
            new
            {
                email,
                password,
                display_name = name,
            }
        );
        return person.Use(answer.Expect(201));
    }

    /// <summary>A sign-in of this account on another device.</summary>
    public async Task<Person> LogInAsync(string email, string password = Password)
    {
        var person = NewPerson();
        return person.Use((await person.PostAsync("/api/auth/login", new { email, password })).Expect(200));
    }

    public async Task<Person> GuestAsync()
    {
        var person = NewPerson();
        return person.Use((await person.PostAsync("/api/auth/guest")).Expect(200));
    }

    /// <summary>
    /// A browser on a page of ours (or of <paramref name="origin"/>): keeps cookies and sends Origin with everything. Signed up when
    /// <paramref name="name"/> is given; then its anti-forgery token goes along too.
    /// </summary>
    public async Task<Person> BrowserAsync(string? name = null, string? origin = null)
    {
        var person = new Person(
            new HttpClient(new SocketsHttpHandler { UseCookies = true, AllowAutoRedirect = false }) { BaseAddress = Address }
        );
        person.Client.DefaultRequestHeaders.Add("Origin", origin ?? Address.GetLeftPart(UriPartial.Authority));
        if (name is null)
            return person;
        var answer = await person.PostAsync(
            "/api/auth/register",
            new { email = $"{name}.{Guid.NewGuid():N}@example.org", password = Password }
        );
        person.Use(answer.Expect(201), bearer: false);
        var csrf = (await person.GetAsync("/api/auth/csrf")).Expect(200).Get("csrf_token");
        person.Client.DefaultRequestHeaders.Add("X-Kith-CSRF", csrf);
        return person;
    }

    private Person NewPerson() =>
        new(
            new HttpClient(_handler, disposeHandler: false)
            {
                BaseAddress = Address,
                DefaultRequestVersion = HttpVersion.Version11,
                Timeout = TimeSpan.FromSeconds(60),
            }
        );

    private string DatabaseOf() => _first?.DatabaseOf() ?? _postgres?.ConnectionString ?? Path.Combine(_folder.FullName, "kith.db");

    private sealed class Factory(KithApp app) : WebApplicationFactory<CurrentUser>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Production");
            Set("KITH_DATA_DIR", app._folder.FullName);
            Set("KITH_DATABASE", app.DatabaseOf());
            Set("KITH_WEB_BUILD", "off");
            foreach (var (name, value) in app._options.Settings)
                Set(name, value);
            builder.ConfigureLogging(logging => logging.ClearProviders());
            builder.ConfigureTestServices(services =>
            {
                services.Replace(ServiceDescriptor.Singleton(new Terminal(app.Printed)));
                services.Replace(ServiceDescriptor.Singleton(provider => Cheap(provider.GetRequiredService<KithOptions>())));
                if (app._options.Clock is { } clock)
                    UseClock(services, clock);
                app._options.Services?.Invoke(services);
            });

            void Set(string name, string? value) => builder.UseSetting(Settings.Keys.GetValueOrDefault(name, name), value);
        }

        /// <summary>Few rounds, or signing up would be what tests wait for.</summary>
        private static UsersOptions Cheap(KithOptions options)
        {
            var users = IdentityRegistration.OptionsOf(options);
            users.PasswordRounds = 1_000;
            return users;
        }

        private void UseClock(IServiceCollection services, TimeProvider clock)
        {
            services.Replace(ServiceDescriptor.Singleton(clock));
            if (!app._options.Postgres)
                services.Replace(
                    ServiceDescriptor.Singleton(StorageRegistration.Open(new StorageOptions { Database = app.DatabaseOf() }, clock))
                );
        }
    }
}

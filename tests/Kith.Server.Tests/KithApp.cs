using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Kith.Engine.Memory.Search;
using Kith.Engine.People.Presence;
using Kith.Engine.People.Receipts;
using Kith.Engine.Storage;
using Kith.Engine.Users;
using Kith.Server.Hosting;
using Kith.Server.Identity;
using Kith.Server.Identity.Jwt;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
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

    /// <summary>Lets <see cref="KithApp.StorageFails"/> take effect.</summary>
    public bool BreakableStorage { get; set; }

    /// <summary>Learns from what is said, a moment after it was. Otherwise nothing is asked of the model, or told to logs, but what the test does.</summary>
    public bool Learns { get; set; }

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
    private Uri? _address;
    private bool _isSkipped;

    /// <summary>Where it listens, e.g. <c>http://127.0.0.1:41234/</c>. Without its database a test is skipped where it first asks for this.</summary>
    public Uri Address
    {
        get
        {
            Assert.SkipWhen(_isSkipped, PostgresOfTest.WhySkipped);
            return _address!;
        }
    }

    /// <summary>What the server printed for the person who started it, e.g. the set-up link.</summary>
    public StringWriter Printed { get; } = new();

    /// <summary>While true the database is as unreachable, if <see cref="KithAppOptions.BreakableStorage"/> was asked for.</summary>
    public bool StorageFails { get; set; }

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
        {
            // Not here: a fixture that skips counts as failed.
            _isSkipped = !PostgresOfTest.IsAvailable;
            if (_isSkipped)
                return;
            _postgres = await PostgresOfTest.CreateAsync();
        }

        _factory = new Factory(this);
        _factory.UseKestrel(0);
        _factory.StartServer();
        var addresses = _factory.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        _address = new Uri(addresses.First());
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

    /// <summary>Somebody with this access token or API key.</summary>
    public Person WithToken(string token)
    {
        var person = NewPerson();
        person.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return person;
    }

    /// <summary>Every route the server has, without the slash at its end: <c>GET /api/agents/{key}</c>.</summary>
    public IReadOnlyList<string> Routes() =>
        [
            .. Services
                .GetRequiredService<EndpointDataSource>()
                .Endpoints.OfType<RouteEndpoint>()
                .SelectMany(route =>
                    (route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["ANY"]).Select(method =>
                        $"{method} /{route.RoutePattern.RawText!.Trim('/')}"
                    )
                ),
        ];

    /// <summary>Asks the database now for what this node polls every two seconds: revoked sign-ins and keys.</summary>
    public async Task PollAsync()
    {
        await Services.GetRequiredService<Revocations>().PollAsync(TestContext.Current.CancellationToken);
        await Services.GetRequiredService<KeyRing>().PollAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Makes what was said until now searchable, as the worker does a moment later.</summary>
    public Task IndexAsync() => Services.GetRequiredService<SearchIndex>().CatchUpAsync(TestContext.Current.CancellationToken);

    /// <summary>Whether this person is connected, as this node knows.</summary>
    public Task<bool> IsLiveAsync(Person person) =>
        Services
            .GetRequiredService<Database>()
            .ReadAsync(
                session => Services.GetRequiredService<LivePeople>().IsLiveAsync(session, person.UserId),
                TestContext.Current.CancellationToken
            );

    /// <summary>What devices were given until now is told to who said it.</summary>
    public Task DeliverAsync() => Services.GetRequiredService<Deliveries>().WriteAsync(TestContext.Current.CancellationToken);

    /// <summary>Completes when this node learns that a sign-in was revoked.</summary>
    public Task WhenRevokedAsync(string signInId)
    {
        var revoked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Services.GetRequiredService<Revocations>().OnRevoked(signInId, () => revoked.TrySetResult());
        return revoked.Task;
    }

    /// <summary>A token as only somebody who stole the server's key could make it.</summary>
    /// <param name="header">Null: the header the server writes.</param>
    public string ForgeToken(string payload, string? header = null)
    {
        var key = Services.GetRequiredService<KeyRing>().SigningKey;
        return Jws.Sign(
            header is null ? key.Header : Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header)),
            Encoding.UTF8.GetBytes(payload),
            key.Secret
        );
    }

    /// <summary>Changes the database directly: for what happened long ago, or what no door offers.</summary>
    public Task ArrangeAsync(string sql, object? parameters = null) =>
        Services
            .GetRequiredService<Database>()
            .WriteAsync(session => session.ExecuteAsync(sql, parameters), TestContext.Current.CancellationToken);

    /// <summary>One text in the database, for what no door tells; null when there is no such row.</summary>
    public Task<string?> FindAsync(string sql, object? parameters = null) =>
        Services
            .GetRequiredService<Database>()
            .ReadAsync(session => session.FindAsync<string>(sql, parameters), TestContext.Current.CancellationToken);

    /// <summary>A number in the database, for what no door tells.</summary>
    public Task<long> CountAsync(string sql, object? parameters = null) =>
        Services
            .GetRequiredService<Database>()
            .ReadAsync(session => session.CountAsync(sql, parameters), TestContext.Current.CancellationToken);

    /// <summary>How many SQL statements the server runs while it does something.</summary>
    public async Task<long> CountStatementsAsync(Func<Task> act)
    {
        var database = Services.GetRequiredService<Database>();
        var before = database.Statements;
        await act();
        return database.Statements - before;
    }

    /// <summary>Stops the server as SIGTERM does; the app is still to be disposed of.</summary>
    public Task StopServerAsync() => Services.GetRequiredService<IHost>().StopAsync(TestContext.Current.CancellationToken);

    private IServiceProvider Services => _factory!.Services;

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
                if (!app._options.Learns)
                    services.Remove(services.Single(service => service.ImplementationType?.Name == "LearningWorker"));
                if (app._options.Clock is { } clock)
                    UseClock(services, clock);
                if (app._options.BreakableStorage)
                    services.Replace(
                        ServiceDescriptor.Singleton<Database>(
                            new BreakableDatabase(
                                StorageRegistration.Open(
                                    new StorageOptions { Database = app.DatabaseOf() },
                                    app._options.Clock ?? TimeProvider.System
                                ),
                                () => app.StorageFails
                            )
                        )
                    );
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

using Kith.Engine.Events;
using Kith.Engine.People.Presence;
using Kith.Engine.People.Push;
using Kith.Engine.Storage;
using Kith.Engine.Users;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kith.Engine.Tests.People;

/// <summary>What concerns people, as one node runs it, on a database that others may share, with a clock the test moves. Nothing is started.</summary>
internal sealed class PeopleNode : IAsyncDisposable
{
    public const string Password = "tall oak, quiet river";

    private static readonly Device s_laptop = new("Firefox", "192.0.2.1");

    private readonly ServiceProvider _services;

    public PeopleNode(Database database, FakeClock? clock = null, string id = "node-a", PushOptions? push = null, params PushKind[] kinds)
    {
        Clock = clock ?? new FakeClock();
        Database = database;
        var services = new ServiceCollection();
        foreach (var kind in kinds)
            services.AddSingleton(kind);
        _services = services
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log))
            .AddSingleton(database)
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton(new UsersOptions { PasswordRounds = 1_000 })
            .AddEvents()
            .AddUsers()
            .AddPresence(_ => id)
            .AddPush(push ?? new PushOptions())
            .BuildServiceProvider();
    }

    public FakeClock Clock { get; }

    public LogLines Log { get; } = new();

    public Database Database { get; }

    public Accounts Accounts => Get<Accounts>();

    public SignIns SignIns => Get<SignIns>();

    public LivePeople Live => Get<LivePeople>();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async Task<SignedIn> SignUpAsync() =>
        (await Accounts.RegisterAsync($"{Guid.NewGuid():N}@example.org", Password, null, s_laptop, null, Cancel)).Value.SignedIn;

    public async Task<SignedIn> GuestAsync()
    {
        Assert.Null((await Get<FirstStart>().PrepareAsync(Cancel)).Failure);
        return (await Accounts.EnterAsGuestAsync(s_laptop, Cancel)).Value.SignedIn;
    }

    /// <summary>They sign in once more, on another device.</summary>
    public async Task<SignedIn> LogInAsync(SignedIn person) =>
        (await Accounts.LogInAsync(person.User.Email, Password, s_laptop, null, Cancel)).Value.SignedIn;

    /// <summary>Whether they are live, as this node knows.</summary>
    public Task<bool> IsLiveAsync(SignedIn person) =>
        Database.ReadAsync(session => Live.IsLiveAsync(session, person.Caller.PrincipalId), Cancel);

    public Task<long> CountAsync(string sql, object? parameters = null) =>
        Database.ReadAsync(session => session.CountAsync(sql, parameters), Cancel);

    public Task<int> ExecuteAsync(string sql, object? parameters = null) =>
        Database.WriteAsync(session => session.ExecuteAsync(sql, parameters), Cancel);

    /// <summary>One of its workers, not started.</summary>
    public T Worker<T>()
        where T : IHostedService => _services.GetServices<IHostedService>().OfType<T>().Single();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}

using Kith.Engine.Events;
using Kith.Engine.Storage;
using Kith.Engine.Users;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Kith.Engine.Tests.Users;

/// <summary>Accounts as one node runs them, on a database that others may share, with a clock the test moves.</summary>
internal sealed class UsersNode : IAsyncDisposable
{
    public const string Password = "tall oak, quiet river";
    public static readonly Device Laptop = new("Firefox", "192.0.2.1");

    private readonly ServiceProvider _services;

    public UsersNode(Database database, FakeClock? clock = null, UsersOptions? options = null, params IPrincipalChange[] changes)
    {
        Clock = clock ?? new FakeClock();
        options ??= new UsersOptions();
        options.PasswordRounds = options.PasswordRounds == 210_000 ? 1_000 : options.PasswordRounds;
        var services = new ServiceCollection().AddLogging().AddSingleton(database).AddSingleton<TimeProvider>(Clock).AddSingleton(options);
        foreach (var change in changes)
            services.AddSingleton(change);
        _services = services.AddEvents().AddUsers().BuildServiceProvider();
        Database = database;
    }

    public Database Database { get; }

    public FakeClock Clock { get; }

    public Accounts Accounts => _services.GetRequiredService<Accounts>();

    public SignIns SignIns => _services.GetRequiredService<SignIns>();

    public Visitors Visitors => _services.GetRequiredService<Visitors>();

    public Revocations Revocations => _services.GetRequiredService<Revocations>();

    public Secrets Secrets => _services.GetRequiredService<Secrets>();

    public FirstStart FirstStart => _services.GetRequiredService<FirstStart>();

    public ApiKeys ApiKeys => _services.GetRequiredService<ApiKeys>();

    public EndUsers EndUsers => _services.GetRequiredService<EndUsers>();

    public LastSeen LastSeen => _services.GetRequiredService<LastSeen>();

    public IHostedService Worker => _services.GetRequiredService<IHostedService>();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static string NewEmail() => $"{Guid.NewGuid():N}@example.org";

    public async Task<UsersNode> PreparedAsync()
    {
        Assert.Null((await FirstStart.PrepareAsync(Cancelled)).Failure);
        return this;
    }

    public async Task<NewSignIn> SignUpAsync(string? email = null, Caller? guest = null) =>
        (await Accounts.RegisterAsync(email ?? NewEmail(), Password, null, Laptop, guest, Cancelled)).Value;

    public Task<Result<NewSignIn>> LogInAsync(string email, string password = Password, Device? device = null, Caller? guest = null) =>
        Accounts.LogInAsync(email, password, device ?? Laptop, guest, Cancelled);

    public async Task<NewSignIn> GuestAsync() => (await Accounts.EnterAsGuestAsync(Laptop, Cancelled)).Value;

    public Task<long> CountAsync(string sql, object? parameters = null) =>
        Database.ReadAsync(session => session.CountAsync(sql, parameters), Cancelled);

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}

using Kith.Engine.ChannelLayer;
using Kith.Engine.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Kith.Engine.Users;

public static class UsersRegistration
{
    /// <summary>Accounts, sign-ins, API keys, visitors, and their worker. Asks for a <see cref="Database"/>, its clock and
    /// <see cref="UsersOptions"/>.</summary>
    public static IServiceCollection AddUsers(this IServiceCollection services) =>
        services
            .AddSingleton<Secrets>()
            .AddSingleton<Revocations>()
            .AddSingleton<LastSeen>()
            .AddSingleton<Passwords>()
            .AddSingleton<SignInThrottle>()
            .AddSingleton<PasswordDoor>()
            .AddSingleton(p => new SignIns(
                p.GetRequiredService<Database>(),
                p.GetRequiredService<TimeProvider>(),
                p.GetRequiredService<Revocations>(),
                p.GetRequiredService<LastSeen>()
            ))
            .AddSingleton<Belongings>()
            .AddSingleton(p => new Visitors(
                p.GetRequiredService<Database>(),
                p.GetRequiredService<UsersOptions>(),
                p.GetRequiredService<TimeProvider>(),
                p.GetRequiredService<Belongings>()
            ))
            .AddSingleton(p => new FirstStart(
                p.GetRequiredService<Database>(),
                p.GetRequiredService<UsersOptions>(),
                p.GetRequiredService<TimeProvider>(),
                p.GetRequiredService<Passwords>()
            ))
            .AddSingleton(p => new Accounts(
                p.GetRequiredService<Database>(),
                p.GetRequiredService<UsersOptions>(),
                p.GetRequiredService<TimeProvider>(),
                p.GetRequiredService<SignIns>(),
                p.GetRequiredService<Visitors>(),
                p.GetRequiredService<Passwords>(),
                p.GetRequiredService<PasswordDoor>(),
                p.GetRequiredService<Belongings>()
            ))
            .AddSingleton(p => new EndUsers(
                p.GetRequiredService<Database>(),
                p.GetRequiredService<TimeProvider>(),
                p.GetRequiredService<Belongings>(),
                p.GetRequiredService<LastSeen>()
            ))
            .AddSingleton(p => new ApiKeys(
                p.GetRequiredService<Database>(),
                p.GetRequiredService<TimeProvider>(),
                p.GetRequiredService<Revocations>(),
                p.GetRequiredService<LastSeen>(),
                p.GetRequiredService<InProcessChannelLayer>()
            ))
            .AddHostedService<ErasureWorker>()
            .AddHostedService<UsersWorker>();
}

using Kith.Engine.Storage;
using Kith.Server.Hosting;
using Kith.Server.Identity;
using Kith.Server.Surfaces.Rest.Accounts;

return await Startup.RunAsync(async () =>
{
    var builder = WebApplication.CreateBuilder(args);
    builder.AddHosting();
    builder
        .Services.AddSingleton(provider =>
            StorageRegistration.Open(
                new StorageOptions { Database = provider.GetRequiredService<KithOptions>().Database },
                TimeProvider.System
            )
        )
        .AddSingleton(provider => provider.GetRequiredService<Database>().Clock);
    builder.AddIdentity();

    var app = builder.Build();
    app.UseHosting();
    await app.Services.GetRequiredService<Database>().OpenAsync(CancellationToken.None);
    app.UseIdentity();
    app.UseRateLimits();
    app.MapAccounts();
    await app.RunAsync();
});

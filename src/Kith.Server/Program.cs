using Kith.Engine.Storage;
using Kith.Server.Hosting;
using Kith.Server.Identity;
using Kith.Server.Surfaces;

return await Startup.RunAsync(async () =>
{
    var builder = HostingExtensions.CreateBuilder(args);
    var options = builder.AddHosting();
    builder.Services.AddEngine(options);
    builder.AddIdentity();
    builder.Services.AddSurfaces();

    var app = builder.Build();
    app.UseHosting();
    await app.Services.GetRequiredService<Database>().OpenAsync(CancellationToken.None);
    app.UseIdentity();
    app.UseRateLimits();
    app.UseWebSockets();
    app.MapSurfaces();
    await app.RunAsync();
});

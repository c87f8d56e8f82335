using Kith.Server.Hosting;

return await Startup.RunAsync(async () =>
{
    var builder = WebApplication.CreateBuilder(args);
    builder.AddHosting();

    var app = builder.Build();
    app.UseHosting();
    app.UseRateLimits();
    await app.RunAsync();
});

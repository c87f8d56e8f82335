using System.Net;
using System.Runtime.InteropServices;
using Kith.Relay;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using SQLitePCL;

// The limit to compare Kith with: what any chat server must at least do for a turn, and nothing else. No accounts, no events, no
// resuming, no time-outs. Usage: Kith.Relay <database file> <model's base url> <model>
if (args is not [var path, var baseUrl, var model])
{
    await Console.Error.WriteLineAsync("Usage: Kith.Relay <database file> <base url ending in /v1> <model>");
    return 2;
}

NativeLibrary.SetDllImportResolver(
    typeof(SQLite3Provider_e_sqlite3).Assembly,
    (name, _, _) => name == "e_sqlite3" ? NativeLibrary.Load("libsqlite3.so.0") : 0
);
raw.SetProvider(new SQLite3Provider_e_sqlite3());

// Watching the folder of settings would make an event of every write to the database.
var builder = WebApplication.CreateSlimBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
var app = builder.Build();
using var store = new MessageStore(path);
using var client = new ModelClient(new Uri(baseUrl), model);
app.UseWebSockets();
app.Map(
    "/ws/chat",
    async context =>
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        await new ChatSession(socket, store, client).RunAsync(context.RequestAborted);
    }
);
await app.StartAsync();
Console.WriteLine($"Ready: {app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()}");
await app.WaitForShutdownAsync();
return 0;

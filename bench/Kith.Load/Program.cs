using System.CommandLine;
using System.Runtime.InteropServices;
using Kith.Load.Scenarios;
using SQLitePCL;

NativeLibrary.SetDllImportResolver(
    typeof(SQLite3Provider_e_sqlite3).Assembly,
    (name, _, _) => name == "e_sqlite3" ? NativeLibrary.Load("libsqlite3.so.0") : 0
);
raw.SetProvider(new SQLite3Provider_e_sqlite3());

var root = new RootCommand("Loads Kith, and the relay it is compared with, on loopback. See bench/README.md.");
foreach (
    var scenario in new[]
    {
        Turns.Command(),
        Paced.Command(),
        Idle.Command(),
        SlowReader.Command(),
        LongChat.Command(),
        Kill.Command(),
        Bytes.Command(),
    }
)
    root.Subcommands.Add(scenario);
return await root.Parse(args).InvokeAsync();

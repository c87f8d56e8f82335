using System.CommandLine;
using Kith.Load.Scenarios;

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
        People.Command(),
        Bytes.Command(),
        LongHistory.Command(),
    }
)
    root.Subcommands.Add(scenario);
return await root.Parse(args).InvokeAsync();

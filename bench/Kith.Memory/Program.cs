using System.CommandLine;
using Kith.Memory;

var root = new RootCommand("Measures what Kith's memory finds, and how long that takes. See bench/README.md.");
root.Subcommands.Add(Recall.Command());
root.Subcommands.Add(Latency.Command());
root.Subcommands.Add(Junk.Command());
return await root.Parse(args).InvokeAsync();

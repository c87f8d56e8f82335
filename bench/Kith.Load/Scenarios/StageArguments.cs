using System.CommandLine;
using Kith.Load.Servers;

namespace Kith.Load.Scenarios;

/// <summary>The options that every scenario takes.</summary>
internal sealed class StageArguments
{
    private readonly Option<string> _database = new("--database")
    {
        Description = "sqlite or postgres",
        DefaultValueFactory = _ => "sqlite",
    };
    private readonly Option<string?> _kith = new("--kith")
    {
        Description = "A published folder of Kith to load instead of this source tree's",
    };
    private readonly Option<string?> _former = new("--former") { Description = "A published folder of an earlier Kith to compare with" };
    private readonly Option<bool> _noBuild = new("--no-build") { Description = "Take what was built last" };
    private readonly Option<string[]> _environment = new("--env")
    {
        Description = "NAME=VALUE for all servers, e.g. a setting of the runtime",
    };
    private readonly Option<string[]> _kithEnvironment = new("--kith-env")
    {
        Description = "NAME=VALUE for Kith alone, not the earlier one",
    };

    public StageArguments(Command command)
    {
        _database.AcceptOnlyFromAmong("sqlite", "postgres");
        command.Options.Add(_database);
        command.Options.Add(_kith);
        command.Options.Add(_former);
        command.Options.Add(_noBuild);
        command.Options.Add(_environment);
        command.Options.Add(_kithEnvironment);
    }

    public StageOptions Read(ParseResult result)
    {
        var both = result.GetValue(_environment) ?? [];
        return new StageOptions(
            result.GetValue(_database) == "postgres",
            result.GetValue(_kith),
            result.GetValue(_former),
            !result.GetValue(_noBuild),
            Pairs([.. both, .. result.GetValue(_kithEnvironment) ?? []]),
            Pairs(both)
        );
    }

    public static Option<int> Number(string name, int value, string description) =>
        new(name) { Description = description, DefaultValueFactory = _ => value };

    private static Dictionary<string, string> Pairs(string[] pairs) =>
        pairs
            .Select(pair => pair.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair.ElementAtOrDefault(1) ?? "", StringComparer.Ordinal);
}

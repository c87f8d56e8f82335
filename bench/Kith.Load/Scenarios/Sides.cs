using Kith.Load.Clients;
using Kith.Load.Figures;
using Kith.Load.Servers;

namespace Kith.Load.Scenarios;

/// <summary>One server of a comparison, the people who talk to it, and its rounds.</summary>
internal sealed record Side(Target Target, ChildServer Server, Crowd Crowd)
{
    public List<Round> Rounds { get; } = [];

    public IEnumerable<TurnTimes> Turns => Rounds.SelectMany(round => round.Turns);
}

/// <summary>Servers that take turns in rounds, so that what else the machine does meets all; compared are neighbouring rounds.</summary>
internal sealed class Sides(IReadOnlyList<Side> sides) : IAsyncDisposable
{
    public IReadOnlyList<Side> All => sides;

    public static async Task<Sides> OpenAsync(
        Stage stage,
        RoundOptions options,
        string model,
        DoorKind door,
        CancellationToken cancellationToken
    )
    {
        var sides = new List<Side>();
        foreach (var target in options.Targets)
        {
            var server = await stage.StartAsync(target, model, cancellationToken);
            sides.Add(
                new Side(target, server, await Crowd.EnterAsync(server, target, door, options.People, options.Remembers, cancellationToken))
            );
        }

        return new Sides(sides);
    }

    public async Task RunAsync(Stage stage, RoundOptions options, TimeSpan spread, CancellationToken cancellationToken)
    {
        foreach (var side in sides)
            await Round.RunAsync(stage, side.Server, side.Crowd, options.WarmUp, spread, cancellationToken);
        if (stage.IsPostgres)
            await AnalyzeAsync(stage, cancellationToken);
        for (var round = 0; round < options.Rounds; round++)
        {
            foreach (var side in sides)
                side.Rounds.Add(await Round.RunAsync(stage, side.Server, side.Crowd, options.Time, spread, cancellationToken));
        }
    }

    /// <summary>What PostgreSQL does by itself, but only within a minute after rows came.</summary>
    private static async Task AnalyzeAsync(Stage stage, CancellationToken cancellationToken)
    {
        await using var database = await Sql.OpenAsync(stage, cancellationToken);
        await database.ExecuteAsync("ANALYZE", cancellationToken);
    }

    /// <summary>The first side's figure divided by each other's.</summary>
    public void PrintRatios(string name, Func<Round, double> figure)
    {
        foreach (var other in sides.Skip(1))
        {
            var pairs = sides[0].Rounds.Zip(other.Rounds, (one, two) => figure(one) / figure(two));
            var ratio = new Sample(pairs);
            Console.WriteLine(
                $"{name}, {sides[0].Target}/{other.Target}: {ratio.Median:N2} (median of {ratio.Count} pairs; {ratio.Least:N2} to {ratio.Most:N2})"
            );
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var side in sides)
            await side.Crowd.DisposeAsync();
    }
}

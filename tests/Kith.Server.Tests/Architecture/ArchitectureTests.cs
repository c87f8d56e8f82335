using Kith.Engine;
using Kith.Server.Hosting;

namespace Kith.Server.Tests.Architecture;

/// <summary>The tree tells the architecture, and these tests hold the tree to it. To change a rule, change it here and write down why.</summary>
public sealed class ArchitectureTests
{
    private static readonly Stack s_engine = new(
        "Kith.Engine",
        ["Voice", "Portability"],
        ["Turns"],
        ["Memory", "People"],
        ["Conversations"],
        ["Models", "Agents"],
        ["Users", "Usage"],
        ["Events", "Jobs", "Blobs", "Idempotency", "Audit"],
        ["Storage", "ChannelLayer"]
    );

    private static string Engine => typeof(Failure).Assembly.Location;

    private static string Server => typeof(Startup).Assembly.Location;

    [Fact]
    public void The_engines_folders_use_only_what_stands_below_them() => AssertNone(s_engine.Check(References.Of(Engine)));

    [Fact]
    public void The_engine_runs_without_the_web() =>
        Assert.DoesNotContain(References.AssembliesOf(Engine), name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));

    [Fact]
    public void A_surface_decides_nothing_and_knows_no_other() =>
        AssertNone(SurfaceViolations(References.Of(Server), "Kith.Server.Surfaces"));

    [Fact]
    public void Only_the_GraphQL_door_executes_GraphQL()
    {
        var uses = References.Of(Server).Where(reference => IsIn(reference.ToNamespace, "Kith.GraphQL")).ToList();
        Assert.NotEmpty(uses);
        AssertNone(
            from use in uses
            where !IsIn(use.FromNamespace, "Kith.Server.Surfaces.GraphQL")
            select $"{use.FromMember} uses {use.ToType}: only the surface GraphQL may."
        );
        Assert.DoesNotContain("Kith.GraphQL", References.AssembliesOf(Engine));
    }

    [Fact]
    public void What_lies_under_the_surfaces_does_not_use_them() =>
        AssertNone(
            from reference in References.Of(Server)
            where IsIn(reference.FromNamespace, "Kith.Server.Hosting") || IsIn(reference.FromNamespace, "Kith.Server.Identity")
            where IsIn(reference.ToNamespace, "Kith.Server.Surfaces")
            select $"{reference.FromMember} uses {reference.ToType}: surfaces stand above Hosting and Identity."
        );

    [Fact]
    public void The_check_finds_a_use_of_a_higher_folder_and_of_a_neighbour_wherever_it_hides()
    {
        const string samples = "Kith.Server.Tests.Architecture.Samples";
        var stack = new Stack(samples, ["Upper", "Beside"], ["Lower"]);
        var found = stack.Check(References.Of(typeof(ArchitectureTests).Assembly.Location));

        string[] members =
        [
            "AsBase",
            "AsField.<Value>k__BackingField",
            "AsParameter.Take",
            "AsGenericArgument.Make",
            "AsConstraint`1",
            "AsAttribute.Method",
            "AsAttributeArgument",
            "AsCall.Length",
            "AsTypeOf.Name",
            "AsCatch.Try",
        ];
        foreach (var member in members)
            Assert.Contains(found, text => text.StartsWith($"{samples}.Lower.{member} uses {samples}.Upper.", StringComparison.Ordinal));
        Assert.Contains($"{samples}.Upper.UsesNeighbour.Of uses {samples}.Beside.Neighbour: Beside is a neighbour of Upper.", found);
        Assert.Contains($"{samples}.Lower.AsBase uses {samples}.Upper.High: Upper is above Lower.", found);
        Assert.DoesNotContain(found, text => text.Contains("UsesLower", StringComparison.Ordinal));
    }

    [Fact]
    public void A_folder_without_a_line_is_found_out()
    {
        var stack = new Stack("Kith.Server.Tests.Architecture.Samples", ["Upper"], ["Lower"]);
        var found = stack.Check(References.Of(typeof(ArchitectureTests).Assembly.Location));
        Assert.Contains("Beside stands on no line of the stack; give it one.", found);
    }

    [Fact]
    public void The_check_finds_a_surface_that_uses_another()
    {
        const string samples = "Kith.Server.Tests.Architecture.Samples";
        var found = SurfaceViolations(References.Of(typeof(ArchitectureTests).Assembly.Location), samples).ToList();
        Assert.Contains(
            $"{samples}.Upper.UsesNeighbour.Of uses {samples}.Beside.Neighbour: the surface Upper may not use the surface Beside.",
            found
        );
        Assert.Contains(
            $"{samples}.Upper.ReachesStorage.Of uses Kith.Engine.Storage.Database: the surface Upper may not use Kith.Engine.Storage.",
            found
        );
        Assert.Contains(
            found,
            text =>
                text.StartsWith($"{samples}.Upper.CallsModel.<AskAsync>", StringComparison.Ordinal)
                && text.EndsWith("may not call a model.", StringComparison.Ordinal)
        );
        Assert.DoesNotContain(found, text => text.Contains("UsesItself", StringComparison.Ordinal));
    }

    [Fact]
    public void The_lists_name_real_folders()
    {
        // A typing mistake in a namespace would let a check pass by finding nothing.
        Assert.Contains(References.Of(Server), r => r.FromNamespace == "Kith.Server.Hosting" && r.ToNamespace == "Kith.Engine");
        Assert.Contains("Microsoft.AspNetCore", References.AssembliesOf(Server));
        var lines = s_engine.Lines.SelectMany(line => line).ToList();
        Assert.Equal(lines.Count, lines.Distinct(StringComparer.Ordinal).Count());
    }

    private static IEnumerable<string> SurfaceViolations(IEnumerable<Reference> references, string surfaces) =>
        (
            from reference in references
            where IsIn(reference.FromNamespace, surfaces) && reference.FromNamespace != surfaces
            let surface = FolderIn(reference.FromNamespace, surfaces)
            let complaint = IsIn(reference.ToNamespace, surfaces)
            && reference.ToNamespace != surfaces
            && FolderIn(reference.ToNamespace, surfaces) is var other
            && other != surface
                ? $"may not use the surface {other}"
            : IsIn(reference.ToNamespace, "Kith.Engine.Storage") || IsIn(reference.ToNamespace, "Kith.Engine.ChannelLayer")
                ? $"may not use {reference.ToNamespace}"
            : reference.ToType == "Microsoft.Extensions.AI.IChatClient" ? "may not call a model"
            : null
            where complaint is not null
            select $"{reference.FromMember} uses {reference.ToType}: the surface {surface} {complaint}."
        ).Distinct(StringComparer.Ordinal);

    private static bool IsIn(string space, string root) => space == root || space.StartsWith(root + ".", StringComparison.Ordinal);

    private static string FolderIn(string space, string root) => space[(root.Length + 1)..].Split('.')[0];

    private static void AssertNone(IEnumerable<string> violations)
    {
        var lines = violations.ToList();
        if (lines.Count > 0)
            Assert.Fail(string.Join(Environment.NewLine, lines));
    }
}

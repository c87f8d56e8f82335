namespace Kith.GraphQL.Tests.Comparison;

/// <summary>Every verdict and every result is that of the reference implementation, npm's graphql 16, but for what <see cref="Differences"/> names.</summary>
public sealed class ReferenceTests(ITestOutputHelper output)
{
    private const int Documents = 8_000;

    [Fact]
    public async Task Random_documents_are_parsed_validated_and_executed_alike()
    {
        var count = await ReferenceComparison.CompareAsync(Generate(), output);

        // A comparison of nothing but failures would prove little.
        Assert.InRange(count["executed"] + count["executed with errors"], Documents / 4, Documents);
        Assert.InRange(count["executed with errors"], Documents / 20, Documents);
        Assert.Equal(25, count.Keys.Count(kind => kind.StartsWith("  fails", StringComparison.Ordinal)));
    }

    private static List<TestRequest> Generate()
    {
        var random = new Random(20250903);
        var documents = new List<TestRequest>();
        for (var i = 0; i < Documents; i++)
        {
            var mistakes = (i % 4) switch
            {
                0 => 0.02,
                1 => 0.006,
                _ => 0,
            };
            var request = new DocumentGenerator(TestSchema.Instance, random, mistakes).Generate();
            documents.Add(i % 4 == 2 ? request with { Query = Mutation.Apply(request.Query, random) } : request);
        }
        return documents;
    }
}

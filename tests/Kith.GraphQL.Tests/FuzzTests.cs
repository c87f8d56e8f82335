using System.Text;
using System.Text.Json;
using Kith.GraphQL.Tests.Comparison;

namespace Kith.GraphQL.Tests;

/// <summary>Whatever is sent, the answer is a result; nothing is thrown, and nothing fails inside.</summary>
public sealed class FuzzTests
{
    private readonly List<Exception> _failures = [];

    [Fact]
    public async Task Random_characters()
    {
        var random = new Random(1);
        const string characters = "{}()[]:!$@.\"\\#,|=& \n\r\t01-eE_aon\u0000\uFEFF\uD83D\uDE00\u00e9\u2028";
        for (var i = 0; i < 20_000; i++)
            await AskAsync(new string(random.GetItems<char>(characters, random.Next(60))));
    }

    [Fact]
    public async Task Documents_that_were_damaged_again_and_again()
    {
        var random = new Random(2);
        for (var i = 0; i < 3_000; i++)
        {
            var request = new DocumentGenerator(TestSchema.Instance, random, mistakes: 0.01).Generate();
            var query = request.Query;
            for (var rounds = random.Next(6); rounds > 0; rounds--)
                query = Mutation.Apply(query, random);
            await AskAsync(query, JsonElement.Parse(request.Variables));
        }
        // Things returns what its types can't represent now and then.
        Assert.NotEmpty(_failures);
        Assert.All(_failures, failure => Assert.True(failure is InvalidOperationException or FormatException, failure.ToString()));
    }

    [Fact]
    public async Task Bodies_that_were_damaged()
    {
        var random = new Random(3);
        for (var i = 0; i < 5_000; i++)
        {
            var request = new DocumentGenerator(TestSchema.Instance, random, mistakes: 0).Generate();
            var body = Encoding.UTF8.GetBytes(
                $$"""{"query":{{JsonSerializer.Serialize(request.Query)}},"variables":{{request.Variables}}}"""
            );
            for (var bytes = random.Next(4); bytes > 0; bytes--)
                body[random.Next(body.Length)] = (byte)random.Next(256);
            try
            {
                var parsed = GraphQLRequest.Parse(body);
                await AskAsync(parsed.Query, parsed.Variables);
            }
            catch (GraphQLException refusal)
            {
                Assert.Equal(GraphQLErrorCodes.BadRequest, refusal.Code);
            }
        }
    }

    [Theory]
    [InlineData("{ a b: a ")]
    [InlineData("{ ...F } fragment F on Query { ...F ")]
    [InlineData("{ ... { color ")]
    [InlineData("{ user { friends { ...F } } } fragment F on User { friends { ...F id ")]
    [InlineData("query ($a: Int) { count(a: $a) ")]
    [InlineData("{ color @skip(if: true) ")]
    [InlineData("{ count(c: \"\"\"")]
    [InlineData("fragment F on User { strict { ...F } strict { id } ")]
    public async Task One_thing_over_and_over_up_to_the_size_that_is_let_in(string piece)
    {
        for (var start = 0; start < piece.Length; start++)
            await AskAsync(piece[..start] + string.Concat(Enumerable.Repeat(piece[start..], 64 * 1024 / piece.Length)));
    }

    private async Task AskAsync(string query, JsonElement? variables = null)
    {
        var executor = new GraphQLExecutor(TestSchema.Instance, onFailure: _failures.Add);
        var request = new GraphQLRequest(query, null, variables);
        await foreach (var result in executor.SubscribeAsync(request, new GraphQLContext(), TestContext.Current.CancellationToken))
        {
            var json = Json.Of(result);
            Assert.Equal(result.IsRequestError, !json.TryGetProperty("data", out _));
            Assert.True(!result.IsRequestError || result.Errors.Count > 0);
        }
    }
}

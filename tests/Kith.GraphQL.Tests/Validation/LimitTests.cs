using Kith.GraphQL.Tests.Comparison;

namespace Kith.GraphQL.Tests.Validation;

/// <summary>What is refused before anything is executed, or even validated.</summary>
public sealed class LimitTests
{
    [Theory]
    [InlineData(16, null)]
    [InlineData(17, GraphQLErrorCodes.TooComplex)]
    public async Task Sixteen_levels(int levels, string? code)
    {
        var query = "{ user { " + string.Concat(Enumerable.Repeat("strict { ", levels - 2)) + "id " + new string('}', levels);
        Assert.Equal(code, await CodeOfAsync(query));
        // The same with every level in a fragment of its own.
        var fragments = Enumerable.Range(2, levels - 3).Select(i => $"fragment F{i} on User {{ strict {{ ...F{i + 1} }} }}");
        var spread = $"{{ user {{ ...F2 }} }} {string.Join(" ", fragments)} fragment F{levels - 1} on User {{ strict {{ id }} }}";
        Assert.Equal(code, await CodeOfAsync(spread));
    }

    [Theory]
    [InlineData(300, null)]
    [InlineData(301, GraphQLErrorCodes.TooComplex)]
    public async Task Three_hundred_fields(int fields, string? code)
    {
        Assert.Equal(code, await CodeOfAsync("{" + string.Concat(Enumerable.Repeat(" color", fields)) + "}"));
        var inTens = string.Concat(Enumerable.Repeat(" ...F", fields / 10)) + string.Concat(Enumerable.Repeat(" color", fields % 10));
        Assert.Equal(code, await CodeOfAsync($"{{{inTens}}} fragment F on Query {{{string.Concat(Enumerable.Repeat(" color", 10))}}}"));
    }

    [Theory]
    [InlineData(30, null)]
    [InlineData(31, GraphQLErrorCodes.TooComplex)]
    public async Task Thirty_aliases(int aliases, string? code) =>
        Assert.Equal(code, await CodeOfAsync("{" + string.Concat(Enumerable.Range(0, aliases).Select(i => $" a{i}: color")) + "}"));

    [Theory]
    [InlineData(2_000, null)]
    [InlineData(2_001, GraphQLErrorCodes.TooComplex)]
    public async Task Two_thousand_tokens(int tokens, string? code)
    {
        // Twelve of them are not the list's.
        var query = $"{{ anything(matrix: [{string.Join(" ", Enumerable.Repeat("1", tokens - 12))}]) {{ __typename }} }}";
        Assert.Equal(tokens, CountTokens(query));
        Assert.Equal(code, await CodeOfAsync(query));
    }

    [Theory]
    [InlineData(100, null)]
    [InlineData(101, GraphQLErrorCodes.TooComplex)]
    public async Task So_many_bytes_of_a_document(int bytes, string? code)
    {
        // Three bytes of UTF-8 each, and one character.
        var query = "{ color } # " + string.Concat(Enumerable.Repeat("€", 29)) + new string('x', bytes - 99);
        Assert.Equal(bytes, System.Text.Encoding.UTF8.GetByteCount(query));
        Assert.Equal(code, await CodeOfAsync(query, new QueryLimits(Bytes: 100)));
    }

    [Fact]
    public async Task Fragments_that_double_each_other_are_counted_without_being_spread()
    {
        var fragments = Enumerable.Range(0, 60).Select(i => $"fragment F{i} on Query {{ ...F{i + 1} ...F{i + 1} }}");
        var query = $"{{ ...F0 }} {string.Join(" ", fragments)} fragment F60 on Query {{ color }}";
        Assert.Equal(GraphQLErrorCodes.TooComplex, await CodeOfAsync(query));
    }

    [Fact]
    public async Task Fragments_without_fields_nest_only_so_far()
    {
        var fragments = Enumerable.Range(0, 300).Select(i => $"fragment F{i} on Query {{ ...F{i + 1} }}");
        var query = $"{{ ...F0 }} {string.Join(" ", fragments)} fragment F300 on Query {{ color }}";
        var wide = new QueryLimits(Tokens: 100_000);
        Assert.Equal(GraphQLErrorCodes.TooComplex, await CodeOfAsync(query, wide));
    }

    [Fact]
    public async Task A_chain_of_twenty_thousand_fragments_is_an_error_like_another()
    {
        var fragments = Enumerable.Range(0, 20_000).Select(i => $"fragment F{i} on Query {{ ...F{i + 1} }}");
        var anything = new QueryLimits(int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue);
        foreach (var end in new[] { "color", "...F0" })
        {
            var query = $"{{ ...F0 }} {string.Join(" ", fragments)} fragment F20000 on Query {{ {end} }}";
            Assert.Equal(GraphQLErrorCodes.TooComplex, await CodeOfAsync(query, anything));
        }
    }

    [Fact]
    public async Task Fields_of_one_name_are_compared_only_so_often()
    {
        var query = "{" + string.Concat(Enumerable.Repeat(" user { id }", 1_000)) + "}";
        Assert.Equal(GraphQLErrorCodes.TooComplex, await CodeOfAsync(query, new QueryLimits(Fields: 10_000)));
    }

    [Fact]
    public async Task Introspection_counts_like_everything_else()
    {
        var query = "{ __schema { types { " + string.Concat(Enumerable.Repeat("ofType { ", 14)) + "name " + new string('}', 17);
        Assert.Equal(GraphQLErrorCodes.TooComplex, await CodeOfAsync(query));
    }

    private static int CountTokens(string query)
    {
        var lexer = new Kith.GraphQL.Language.Lexer(query, int.MaxValue);
        var count = 0;
        while (lexer.Next().Kind != Kith.GraphQL.Language.TokenKind.EndOfFile)
            count++;
        return count;
    }

    /// <summary>Null for what is executed.</summary>
    private static async Task<string?> CodeOfAsync(string query, QueryLimits? limits = null)
    {
        var executor = new GraphQLExecutor(TestSchema.Instance, limits);
        var result = await executor.ExecuteAsync(new GraphQLRequest(query), new GraphQLContext(), TestContext.Current.CancellationToken);
        return result.IsRequestError ? Assert.Single(result.Errors).Code : null;
    }
}

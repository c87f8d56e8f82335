namespace Kith.GraphQL.Tests.Execution;

public sealed class InputTests
{
    private static readonly TestApp s_app = new(s =>
    {
        s.Enum("Size", e => e.Value("SMALL", DayOfWeek.Monday).Value("LARGE", DayOfWeek.Friday));
        s.Input("Box", i => i.Field("size", "Size", "LARGE").Field("tags", "[String!]").Field("inner", "Box").Field("weight", "Float"));
        s.Input("Key", i => i.OneOf().Field("id", "ID").Field("name", "String"));
        s.Query(t =>
        {
            t.Field("box", "String", (_, context) => Describe(context.Arguments)).Argument("box", "Box").Argument("n", "Int", "7");
            t.Field("key", "String", (_, context) => Describe(context.Argument<InputObject>("key"))).Argument("key", "Key!");
            t.Field("sum", "Float", (_, context) => context.Arguments.GetList<double>("all").Sum()).Argument("all", "[Float!]!");
            t.Field("wrong", "Int", (_, context) => context.Argument<string>("n")).Argument("n", "Int", "7");
        });
    });

    [Theory]
    [InlineData("{ box }", "n=7")]
    [InlineData("{ box(n: null) }", "n=null")]
    [InlineData("{ box(box: {}) }", "box={size=Friday} n=7")]
    [InlineData(
        "{ box(box: {size: SMALL, tags: \"a\", inner: {weight: 1}}) }",
        "box={size=Monday tags=[a] inner={size=Friday weight=1}} n=7"
    )]
    [InlineData("query ($b: Box, $n: Int) { box(box: $b, n: $n) }", "n=7")]
    [InlineData(
        "query ($b: Box, $n: Int) { box(box: $b, n: $n) }",
        "box={size=Monday tags=[a]} n=1",
        "{\"b\":{\"tags\":\"a\",\"size\":\"SMALL\"},\"n\":1.0}"
    )]
    [InlineData("query ($n: Int = 3) { box(n: $n) }", "n=3", "{\"other\":1}")]
    [InlineData("query ($n: Int = 3) { box(n: $n) }", "n=null", "{\"n\":null}")]
    [InlineData("query ($t: [String!]) { box(box: {tags: $t}) }", "box={size=Friday} n=7")]
    public async Task Arguments_arrive_checked_and_with_their_defaults(string query, string expected, string? variables = null) =>
        Assert.Equal($"{{\"data\":{{\"box\":\"{expected}\"}}}}", await s_app.AskAsync(query, variables));

    [Theory]
    [InlineData("query ($k: Key!) { key(key: $k) }", "{\"k\":{\"id\":5}}", true)]
    [InlineData("query ($k: Key!) { key(key: $k) }", "{\"k\":{\"id\":5,\"name\":\"n\"}}", false)]
    [InlineData("query ($k: Key!) { key(key: $k) }", "{\"k\":{\"id\":null}}", false)]
    [InlineData("query ($k: Key!) { key(key: $k) }", "{\"k\":{}}", false)]
    [InlineData("query ($k: Key!) { key(key: $k) }", "{\"k\":{\"other\":1}}", false)]
    [InlineData("query ($k: Key!) { key(key: $k) }", "{\"k\":5}", false)]
    [InlineData("query ($n: Int) { box(n: $n) }", "{\"n\":1.5}", false)]
    [InlineData("query ($n: Int) { box(n: $n) }", "{\"n\":2147483648}", false)]
    [InlineData("query ($n: Int) { box(n: $n) }", "{\"n\":\"1\"}", false)]
    [InlineData("query ($a: [Float!]!) { sum(all: $a) }", "{\"a\":[1,null]}", false)]
    [InlineData("query ($a: [Float!]!) { sum(all: $a) }", "{\"a\":[1,1e999]}", false)]
    [InlineData("query ($a: [Float!]!) { sum(all: $a) }", "{\"a\":[1,2.5]}", true)]
    [InlineData("query ($s: Size) { box(box: {size: $s}) }", "{\"s\":\"MEDIUM\"}", false)]
    public async Task Variables_are_checked_before_anything_is_executed(string query, string variables, bool fits)
    {
        var result = await s_app.AskAsync(query, variables);
        Assert.Equal(fits, !result.Contains(GraphQLErrorCodes.BadInput, StringComparison.Ordinal));
        Assert.Equal(fits, result.Contains("\"data\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Null_for_a_variable_with_a_default_fails_where_it_may_not_be_null()
    {
        var result = await s_app.AskAsync("query ($i: ID = 1) { key(key: {id: $i}) n: box }", "{\"i\":null}");
        Assert.Contains("\"path\":[\"key\"]", result, StringComparison.Ordinal);
        Assert.EndsWith("""{"key":null,"n":"n=7"}}""", result, StringComparison.Ordinal);
        var skipped = await s_app.AskAsync("query ($s: Boolean = true) { box @skip(if: $s) }", "{\"s\":null}");
        Assert.EndsWith("\"data\":null}", skipped, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_argument_that_is_asked_for_as_what_it_isnt_is_a_failure_of_the_server()
    {
        Assert.Contains(GraphQLErrorCodes.Internal, await s_app.AskAsync("{ wrong }"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scalar_of_ones_own_is_text_on_the_wire()
    {
        var app = new TestApp(s =>
        {
            s.Scalar("Day", day => ((DateOnly)day).ToString("yyyy-MM-dd"), text => DateOnly.ParseExact(text, "yyyy-MM-dd"));
            s.Query(t => t.Field("next", "Day!", (_, context) => context.Argument<DateOnly>("day").AddDays(1)).Argument("day", "Day!"));
        });
        const string expected = """{"data":{"next":"2024-03-01"}}""";
        Assert.Equal(expected, await app.AskAsync("{ next(day: \"2024-02-29\") }"));
        Assert.Equal(expected, await app.AskAsync("query ($d: Day!) { next(day: $d) }", "{\"d\":\"2024-02-29\"}"));
        Assert.Contains(GraphQLErrorCodes.ValidationFailed, await app.AskAsync("{ next(day: \"2023-02-29\") }"), StringComparison.Ordinal);
        Assert.Contains(
            GraphQLErrorCodes.BadInput,
            await app.AskAsync("query ($d: Day!) { next(day: $d) }", "{\"d\":5}"),
            StringComparison.Ordinal
        );
    }

    private static string Describe(object? value) =>
        value switch
        {
            null => "null",
            object?[] list => $"[{string.Join(" ", list.Select(Describe))}]",
            InputObject input => string.Join(
                " ",
                input.Names.Select(name =>
                    $"{name}={(input[name] is InputObject inner ? $"{{{Describe(inner)}}}" : Describe(input[name]))}"
                )
            ),
            _ => value.ToString()!,
        };
}

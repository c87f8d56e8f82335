namespace Kith.GraphQL.Tests.Execution;

public sealed class ErrorTests
{
    [Fact]
    public async Task An_expected_failure_reaches_the_client_and_no_other_does()
    {
        var app = new TestApp(s =>
            s.Query(t =>
            {
                t.Field(
                    "known",
                    "Int",
                    _ => throw new GraphQLException("No more.", "USED_UP", new Dictionary<string, object?> { ["left"] = 0 })
                );
                t.FieldAsync<int>("unknown", "Int", (_, _) => throw new InvalidOperationException("the password is 1234"));
                t.Field("wrong", "Int", _ => "a secret");
                t.Field("noList", "[Int]", _ => 5);
            })
        );

        Assert.Equal(
            """{"errors":[{"message":"No more.","locations":[{"line":1,"column":3}],"path":["known"],"extensions":{"code":"USED_UP","left":0}},"""
                + """{"message":"The server failed to answer this.","locations":[{"line":1,"column":9}],"path":["unknown"],"extensions":{"code":"INTERNAL_SERVER_ERROR"}},"""
                + """{"message":"The server failed to answer this.","locations":[{"line":1,"column":17}],"path":["wrong"],"extensions":{"code":"INTERNAL_SERVER_ERROR"}},"""
                + """{"message":"The server failed to answer this.","locations":[{"line":1,"column":23}],"path":["noList"],"extensions":{"code":"INTERNAL_SERVER_ERROR"}}],"""
                + """
                "data":{"known":null,"unknown":null,"wrong":null,"noList":null}}
                """,
            await app.AskAsync("{ known unknown wrong noList }")
        );
        Assert.Equal(3, app.Failures.Count);
    }

    [Theory]
    [InlineData("Item", "{\"list\":[{\"value\":0},null,{\"value\":2}]}", "[\"list\",1,\"value\"]")]
    [InlineData("Item!", "{\"list\":null}", "[\"list\",1,\"value\"]")]
    public async Task What_may_not_be_null_takes_along_what_is_around_it(string item, string data, string path)
    {
        var app = new TestApp(s =>
        {
            s.Query(t => t.Field("list", $"[{item}]", _ => new object[] { 0, 1, 2 }));
            s.Object<int>("Item", t => t.Field("value", "Int!", value => value == 1 ? null : value));
        });
        var result = await app.AskAsync("{ list { value } }");
        Assert.EndsWith($"\"data\":{data}}}", result, StringComparison.Ordinal);
        Assert.Contains($"\"path\":{path}", result, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_anything_around_it_that_may_be_null_there_is_no_data()
    {
        var app = new TestApp(s => s.Query(t => t.Field("a", "[Int!]!", _ => new int?[] { 1, null })));
        var result = await app.AskAsync("{ a }");
        Assert.EndsWith("\"data\":null}", result, StringComparison.Ordinal);
        Assert.Contains("\"path\":[\"a\",1]", result, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_parent_of_a_batch_can_fail_alone_and_a_batch_that_fails_fails_for_all()
    {
        var app = new TestApp(s =>
        {
            s.Query(t => t.Field("list", "[Item]", _ => new object[] { 0, 1, 2 }));
            s.Object<int>(
                "Item",
                t =>
                {
                    t.BatchField<object>(
                        "one",
                        "Int",
                        (items, _) =>
                            Task.FromResult<IReadOnlyList<object>>([
                                .. items.Select(i => i == 1 ? (object)new GraphQLException("odd", "ODD") : i),
                            ])
                    );
                    t.BatchField<int>("all", "Int", (_, _) => throw new GraphQLException("none", "NONE"));
                    t.BatchField<int>("few", "Int", (_, _) => Task.FromResult<IReadOnlyList<int>>([1]));
                }
            );
        });

        var one = await app.AskAsync("{ list { one } }");
        Assert.EndsWith("""{"list":[{"one":0},{"one":null},{"one":2}]}}""", one, StringComparison.Ordinal);
        Assert.Contains("\"path\":[\"list\",1,\"one\"]", one, StringComparison.Ordinal);
        Assert.Equal(3, (await app.AskAsync("{ list { all } }")).Split("NONE").Length - 1);
        Assert.Equal(3, (await app.AskAsync("{ list { few } }")).Split("INTERNAL").Length - 1);
    }

    [Fact]
    public async Task A_mutation_stops_when_there_can_be_no_data_any_more()
    {
        var calls = 0;
        var app = new TestApp(s =>
        {
            s.Query(t => t.Field("a", "Int", _ => 1));
            s.Mutation(t => t.Field("next", "Int!", _ => ++calls == 2 ? throw new GraphQLException("That's all.", "ENOUGH") : calls));
        });

        Assert.EndsWith("\"data\":null}", await app.AskAsync("mutation { a: next b: next c: next }"), StringComparison.Ordinal);
        Assert.Equal(2, calls);
    }

    [Theory]
    [InlineData("{ a", GraphQLErrorCodes.ParseFailed)]
    [InlineData("{ b }", GraphQLErrorCodes.ValidationFailed)]
    [InlineData("query A { a } query B { a }", GraphQLErrorCodes.OperationNotFound)]
    [InlineData("query ($a: Int!) { a(b: $a) }", GraphQLErrorCodes.BadInput)]
    [InlineData("subscription { s }", GraphQLErrorCodes.OperationNotFound)]
    public async Task A_request_that_is_wrong_itself_has_no_data(string query, string code)
    {
        var app = new TestApp(s =>
        {
            s.Query(t => t.Field("a", "Int", _ => 1).Argument("b", "Int"));
            s.Subscription(t => t.Stream("s", "Int", _ => Task.FromResult(AsyncEnumerable.Empty<int>())));
        });
        var result = await app.AskAsync(query);
        Assert.Contains($"\"code\":\"{code}\"", result, StringComparison.Ordinal);
        Assert.DoesNotContain("\"data\"", result, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_may_not_be_executed_is_refused_before_anything_is()
    {
        var resolved = 0;
        var asked = new List<GraphQLOperation>();
        var app = new TestApp(s =>
        {
            s.Query(t => t.Field("a", "Int", _ => ++resolved));
            s.Mutation(t =>
            {
                t.Field("b", "Int", _ => ++resolved);
                t.Field("c", "Int", _ => ++resolved);
            });
            s.Subscription(t => t.Stream("d", "Int", _ => Task.FromResult(AsyncEnumerable.Range(0, 1))));
        });
        var context = new GraphQLContext
        {
            Authorize = operation =>
            {
                asked.Add(operation);
                return new GraphQLException("Not you.", "FORBIDDEN");
            },
        };

        var mutation = await app.AskAsync(
            "mutation($no: Boolean = false) { x: b ...F c @include(if: $no) } fragment F on Mutation { y: b __typename }",
            context: context
        );
        await app.AskAsync("subscription { d }", context: context);
        var misfit = await app.AskAsync("query($v: Boolean) { a @skip(if: $v) }", """{"v":null}""", context);
        var wrong = await app.AskAsync("{ nothing }", context: context);

        Assert.Equal("""{"errors":[{"message":"Not you.","extensions":{"code":"FORBIDDEN"}}]}""", mutation);
        Assert.Equal((OperationKind.Mutation, "b b __typename"), (asked[0].Kind, string.Join(' ', asked[0].RootFields)));
        Assert.Equal((OperationKind.Subscription, "d"), (asked[1].Kind, string.Join(' ', asked[1].RootFields)));
        Assert.Contains("errors", misfit, StringComparison.Ordinal);
        Assert.Contains("nothing", wrong, StringComparison.Ordinal);
        Assert.Equal((2, 0), (asked.Count, resolved));
    }

    [Fact]
    public async Task A_known_exception_is_told_in_words_of_the_schema_and_codes_have_its_names()
    {
        var failures = new List<Exception>();
        var schema = GraphQLSchema.Build(s =>
        {
            s.Query(t =>
            {
                t.Field("away", "Int", _ => throw new TimeoutException("disk 7"));
                t.Field("broken", "Int", _ => throw new InvalidOperationException("secret"));
            });
        });
        var executor = new GraphQLExecutor(
            schema,
            onFailure: failures.Add,
            translate: exception => exception is TimeoutException ? new GraphQLException("Come back.", "AWAY") : null
        );

        var result = await executor.ExecuteAsync(
            new GraphQLRequest("{ away broken }"),
            new GraphQLContext(),
            TestContext.Current.CancellationToken
        );

        Assert.Equal(["Come back.", "The server failed to answer this."], result.Errors.Select(error => error.Message));
        Assert.IsType<InvalidOperationException>(Assert.Single(failures));
        using var stream = new MemoryStream();
        using (var writer = new System.Text.Json.Utf8JsonWriter(stream))
            result.WriteErrorsTo(writer, code => code.ToLowerInvariant());
        var written = System.Text.Encoding.UTF8.GetString(stream.ToArray());
        Assert.StartsWith("[{", written, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"away\"", written, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"internal_server_error\"", written, StringComparison.Ordinal);
    }
}

namespace Kith.GraphQL.Tests.Execution;

public sealed class ResolverTests
{
    private sealed record Author(int Id);

    private sealed record Book(int Id, int AuthorId);

    [Fact]
    public async Task Fields_come_in_the_order_of_the_document_and_merge()
    {
        var app = new TestApp(s =>
        {
            s.Query(t => t.Field("book", "Book", _ => new Book(1, 2)));
            s.Object<Book>(
                "Book",
                t =>
                {
                    t.Field("id", "ID!", book => book.Id);
                    t.FieldAsync("title", "String", (book, _) => Task.FromResult($"Book {book.Id}"));
                }
            );
        });

        Assert.Equal(
            """{"data":{"z":{"title":"Book 1","id":"1","__typename":"Book"},"book":{"id":"1"}}}""",
            await app.AskAsync("{ z: book { title ...F } book { id } ... { z: book { title __typename } } } fragment F on Book { id }")
        );
    }

    [Fact]
    public async Task A_list_costs_one_call_of_each_batched_field_however_long_it_is()
    {
        var calls = new List<int>();
        var app = new TestApp(s =>
        {
            s.Query(t =>
                t.Field(
                    "books",
                    "[[Book!]!]!",
                    _ => Enumerable.Range(0, 20).Select(i => Enumerable.Range(0, 5).Select(j => new Book(j, i)))
                )
            );
            s.Object<Book>(
                "Book",
                t =>
                    t.BatchField<Author>(
                        "author",
                        "Author!",
                        async (books, _) =>
                        {
                            await Task.Yield();
                            calls.Add(books.Count);
                            return [.. books.Select(book => new Author(book.AuthorId))];
                        }
                    )
            );
            s.Object<Author>(
                "Author",
                t =>
                    t.BatchField<Book[]>(
                            "books",
                            "[Book!]!",
                            (authors, context) =>
                            {
                                calls.Add(authors.Count);
                                var first = context.Argument<int>("first");
                                return Task.FromResult<IReadOnlyList<Book[]>>([
                                    .. authors.Select(author => new[] { new Book(first, author.Id) }),
                                ]);
                            }
                        )
                        .Argument("first", "Int", "0")
            );
        });

        var result = await app.AskAsync("{ books { author { books { author { books { __typename } } } } } }");

        // Twice each: once for each place in the document.
        Assert.Equal([100, 100, 100, 100], calls);
        Assert.DoesNotContain("errors", result, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fields_that_wait_wait_together()
    {
        var both = new TaskCompletionSource();
        var waiting = 0;
        async Task<int> Wait()
        {
            if (Interlocked.Increment(ref waiting) == 4)
                both.SetResult();
            await both.Task;
            return waiting;
        }
        var app = new TestApp(s =>
        {
            s.Query(t => t.Field("pair", "[Pair!]", _ => new[] { new Book(1, 1), new Book(2, 2) }));
            s.Object<Book>(
                "Pair",
                t =>
                {
                    t.FieldAsync("a", "Int", (_, _) => Wait());
                    t.FieldAsync("b", "Int", (_, _) => Wait());
                }
            );
        });

        Assert.Equal("""{"data":{"pair":[{"a":4,"b":4},{"a":4,"b":4}]}}""", await app.AskAsync("{ pair { a b } }"));
    }

    [Fact]
    public async Task Fields_of_a_mutation_take_turns()
    {
        var log = new List<string>();
        var app = new TestApp(s =>
        {
            s.Query(t => t.Field("a", "Int", _ => 1));
            s.Mutation(t =>
                t.FieldAsync(
                        "set",
                        "Pair",
                        async (_, context) =>
                        {
                            log.Add($"begin {context.Argument<int>("to")}");
                            await Task.Yield();
                            return new Book(context.Argument<int>("to"), 0);
                        }
                    )
                    .Argument("to", "Int!")
            );
            s.Object<Book>(
                "Pair",
                t =>
                    t.Field(
                        "value",
                        "Int",
                        book =>
                        {
                            log.Add($"end {book.Id}");
                            return book.Id;
                        }
                    )
            );
        });

        await app.AskAsync("mutation { a: set(to: 1) { value } b: set(to: 2) { value } }");

        Assert.Equal(["begin 1", "end 1", "begin 2", "end 2"], log);
    }

    [Fact]
    public async Task The_class_of_a_value_tells_its_type()
    {
        var app = new TestApp(s =>
        {
            s.Query(t => t.Field("all", "[Any]!", _ => new object?[] { new Book(1, 1), new Author(2), null, "neither" }));
            s.Union("Any", u => u.Members("Book", "Author"));
            s.Object<Book>("Book", t => t.Field("id", "ID!", book => book.Id));
            s.Object<Author>("Author", t => t.Field("id", "ID!", author => author.Id));
        });

        Assert.Equal(
            """{"data":{"all":[{"__typename":"Book","id":"1"},{"__typename":"Author"},null,null]}}""",
            WithoutErrors(await app.AskAsync("{ all { __typename ... on Book { id } } }"))
        );
        Assert.Single(app.Failures);
    }

    [Fact]
    public async Task Resolvers_ask_for_what_the_request_has()
    {
        var app = new TestApp(s => s.Query(t => t.Field("me", "String!", (_, context) => context.Get<string>())));
        Assert.Equal("""{"data":{"me":"Medhavi"}}""", await app.AskAsync("{ me }", context: new GraphQLContext().With("Medhavi")));
    }

    [Fact]
    public async Task A_request_that_is_cancelled_ends_with_that()
    {
        using var source = new CancellationTokenSource();
        var app = new TestApp(s =>
            s.Query(t =>
                t.FieldAsync(
                    "wait",
                    "Int",
                    async (_, context) =>
                    {
                        await source.CancelAsync();
                        await Task.Delay(Timeout.Infinite, context.CancellationToken);
                        return 1;
                    }
                )
            )
        );

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            app.Executor().ExecuteAsync(new GraphQLRequest("{ wait }"), new GraphQLContext(), source.Token)
        );
    }

    private static string WithoutErrors(string result) => $"{{{result[result.IndexOf("\"data\"", StringComparison.Ordinal)..]}";
}

using Kith.Engine.Memory.Embeddings;
using Kith.Engine.Tests.Memory.Search;

namespace Kith.Engine.Tests.Memory.Embeddings;

/// <summary>How vectors are made: in batches, each once, whatever the model or the machine does, on each database.</summary>
public abstract class EmbedderTests(EngineApp app)
{
    private const int Many = 2 * Embedder.Batch + 5;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task History_is_embedded_in_batches_and_each_text_once()
    {
        await using var engine = await EmbeddingEngine.StartAsync(app);
        var me = await app.AddPersonAsync();
        await engine.CatchUpAsync();
        var before = engine.Requests;

        await engine.TellAsync(me, Texts("once"));
        await engine.CatchUpAsync();

        Assert.Equal(3, engine.Requests - before);
        Assert.Equal(Many, Inputs(engine).Count(text => text.StartsWith("once", StringComparison.Ordinal)));
        Assert.Equal(Many, (await engine.EmbeddedAsync(me)).Split(" | ").Length);
        // When there is nothing to do, a statement tells so.
        var statements = app.Database.Statements;
        await engine.Embedder.CatchUpAsync(rest: 0, Cancel);
        Assert.Equal(1, app.Database.Statements - statements);
    }

    [Fact]
    public async Task After_a_stop_another_goes_on_where_it_was()
    {
        var me = await app.AddPersonAsync();
        await using var other = await EmbeddingEngine.StartAsync(app);
        await other.TellAsync(me, Texts("kept"));
        using var stop = new CancellationTokenSource();
        using var handler = new Counting(request => request == 2 ? stop.Cancel : null);
        await using var engine = await EmbeddingEngine.StartAsync(app, handler: handler);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => engine.Embedder.CatchUpAsync(rest: 0, stop.Token));
        Assert.Equal(Embedder.Batch, Inputs(engine).Count);
        await using var again = await EmbeddingEngine.StartAsync(app, engine.Model.Name);
        await again.CatchUpAsync();

        Assert.DoesNotContain(Inputs(engine).Intersect(Inputs(again)), text => text.StartsWith("kept", StringComparison.Ordinal));
        Assert.Equal(Many, (await engine.EmbeddedAsync(me)).Split(" | ").Length);
    }

    [Fact]
    public async Task Two_nodes_do_not_embed_the_same()
    {
        var me = await app.AddPersonAsync();
        await using var other = await EmbeddingEngine.StartAsync(app);
        await other.TellAsync(me, Texts("shared"));
        await using var second = await EmbeddingEngine.StartAsync(app);
        using var handler = new Counting(request =>
            request == 1 ? () => second.Embedder.CatchUpAsync(0, Cancel).GetAwaiter().GetResult() : null
        );
        await using var first = await EmbeddingEngine.StartAsync(app, second.Model.Name, handler: handler);

        await first.CatchUpAsync();

        Assert.Equal(0, second.Requests);
        Assert.Equal(Many, Inputs(first).Count(text => text.StartsWith("shared", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_model_that_is_down_is_tried_again_later_and_nothing_is_left_out()
    {
        var me = await app.AddPersonAsync();
        var isDown = true;
        using var handler = new Counting(_ => isDown ? () => throw new HttpRequestException("down") : null);
        await using var engine = await EmbeddingEngine.StartAsync(app, handler: handler);
        await engine.TellAsync(me, Texts("late"));
        Assert.Equal(1, handler.Count);

        // It is left alone for a while.
        await engine.CatchUpAsync();
        Assert.Equal(1, handler.Count);
        isDown = false;
        await using var later = await EmbeddingEngine.StartAsync(app, engine.Model.Name);
        await later.CatchUpAsync();

        Assert.Equal(Many, (await engine.EmbeddedAsync(me)).Split(" | ").Length);
    }

    [Fact]
    public async Task A_text_that_the_model_refuses_is_left_out_and_the_others_are_not()
    {
        await using var engine = await EmbeddingEngine.StartAsync(app, script: "refuse-text:poison");
        var me = await app.AddPersonAsync();

        await engine.TellAsync(me, "before", "this is poison", "after", new string('x', 900) + " poison");

        // Of the last one the beginning could be read.
        Assert.Equal(["after", "before", new string('x', 900) + " poison"], (await engine.EmbeddedAsync(me)).Split(" | "));
    }

    [Theory]
    [InlineData("few")]
    [InlineData("nan")]
    [InlineData("uneven")]
    [InlineData("huge")]
    public async Task What_is_no_vector_is_kept_nowhere(string how)
    {
        await using var engine = await EmbeddingEngine.StartAsync(app, script: $"vectors:{how}");
        var me = await app.AddPersonAsync();

        await engine.TellAsync(me, "The lawyer telephoned", "and again");

        Assert.Equal("", await engine.EmbeddedAsync(me));
        Assert.Single(
            await engine.FindAsync(me, "lawyer"),
            hit => hit.Why.Contains("words") && hit.Text.Contains("lawyer", StringComparison.Ordinal)
        );
        Assert.Equal(1, engine.Requests);
    }

    [Theory]
    [InlineData("html")]
    [InlineData("status:404")]
    [InlineData("status:401")]
    public async Task With_a_wrong_setting_nothing_is_left_out_for_ever(string script)
    {
        var me = await app.AddPersonAsync();
        await using var engine = await EmbeddingEngine.StartAsync(app, script: script);
        await engine.TellAsync(me, "The lawyer telephoned");
        Assert.Equal("", await engine.EmbeddedAsync(me));

        await using var right = await EmbeddingEngine.StartAsync(app, engine.Model.Name, script: "default");
        await right.CatchUpAsync();

        Assert.Equal("The lawyer telephoned", await engine.EmbeddedAsync(me));
    }

    [Fact]
    public async Task The_worker_embeds_what_there_is_and_what_is_indexed_later()
    {
        var me = await app.AddPersonAsync();
        await using var other = await EmbeddingEngine.StartAsync(app);
        await other.TellAsync(me, "said before");
        await using var engine = await EmbeddingEngine.StartAsync(app);
        await engine.Worker.StartAsync(Cancel);

        await WaitForAsync(engine, "said before");
        await Corpus.AddAsync(app, me, ["said later"]);
        await engine.Index.CatchUpAsync(Cancel);
        await WaitForAsync(engine, "said later");

        await engine.Worker.StopAsync(Cancel);

        static async Task WaitForAsync(EmbeddingEngine engine, string text)
        {
            while (!(await engine.Server.NextRequestAsync(Cancel)).BodyText.Contains(text, StringComparison.Ordinal)) { }
        }
    }

    private static string[] Texts(string what) => [.. Enumerable.Range(0, Many).Select(i => $"{what} {i}")];

    private static List<string> Inputs(EmbeddingEngine engine) =>
        [.. engine.Server.Requests.SelectMany(request => request.Body!["input"]!.AsArray().Select(text => text!.ToString()))];

    /// <summary>Does something before a request goes out.</summary>
    private sealed class Counting(Func<int, Action?> before) : DelegatingHandler(new HttpClientHandler())
    {
        public int Count { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            before(++Count)?.Invoke();
            cancellationToken.ThrowIfCancellationRequested();
            return base.SendAsync(request, cancellationToken);
        }
    }
}

public sealed class SqliteEmbedderTests(SqliteEngine app) : EmbedderTests(app), IClassFixture<SqliteEngine>;

public sealed class PostgresEmbedderTests(PostgresEngine app) : EmbedderTests(app), IClassFixture<PostgresEngine>;

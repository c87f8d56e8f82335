using System.Text;
using Kith.Engine.Memory.Embeddings;
using Kith.Engine.Memory.Facts;
using Kith.Engine.Memory.Learning;
using Kith.Engine.Tests.Memory.Embeddings;
using Kith.Engine.Tests.Memory.Facts;

namespace Kith.Engine.Tests.Memory.Search;

/// <summary>
/// What is erased is in no byte of the SQLite file either. With a few messages: when SQLite splits a page of an index it now and then
/// leaves a copy of a row in the page's unused part, which no deletion finds (see docs/decisions/0004-our-own-full-text.md).
/// </summary>
public sealed class ErasureTests(SqliteEngine app) : IClassFixture<SqliteEngine>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_byte_of_a_deleted_word_stays_in_the_file()
    {
        const string canary = "zebrafinch4711";
        var me = await app.AddPersonAsync();
        await Corpus.AddAsync(app, me, [.. Enumerable.Range(0, 10).Select(i => $"something else {i}")]);
        var chat = await Corpus.AddAsync(app, me, [.. Enumerable.Range(0, 10).Select(i => $"{canary} {canary}{i} said {i}")]);
        await app.Index.CatchUpAsync(Cancel);
        Assert.Equal(10, (await app.Search.FindAsync(me, canary, null, 0, 200, Cancel)).Value.Results.Count);
        Assert.True(await IsInFileAsync(canary));

        await app.Conversations.DeleteAsync(me, chat.Id, Cancel);

        Assert.False(await IsInFileAsync(canary));
        Assert.True(await IsInFileAsync("something else 9"));
    }

    [Fact]
    public async Task No_byte_of_what_was_forgotten_or_erased_stays_in_the_file()
    {
        var me = await Mind.AddAsync(app);
        var (kept, gone) = (await me.StartChatAsync(), await me.StartChatAsync());
        await me.SayAsync(kept, Mind.Fact("Keeps axolotl4711.", "pet:axolotl4711"), Mind.Fact("Reads quokka4711."));
        await me.LearnAsync(await me.SayAsync(gone, Mind.Fact("Rides okapi4711.")), new Learned([], new LearnedMood("tapir4711", 1)));
        await me.TellAsync(new FactInput("Sings numbat4711.", Subject: "wombat4711"));
        string[] words = ["axolotl4711", "quokka4711", "okapi4711", "tapir4711", "numbat4711", "wombat4711"];
        foreach (var word in words)
            Assert.True(await IsInFileAsync(word), word);

        await me.ForgetAsync("Keeps axolotl4711.");
        Assert.False(await IsInFileAsync("axolotl4711"));
        await app.Conversations.DeleteAsync(me.Caller, gone.Id, Cancel);
        Assert.False(await IsInFileAsync("okapi4711"));
        Assert.False(await IsInFileAsync("tapir4711"));
        await me.ChangeAsync("Reads quokka4711.", new FactInput("Reads."));
        Assert.False(await IsInFileAsync("quokka4711"));
        Assert.True(await IsInFileAsync("numbat4711"));
        await app.Forgetter.ForgetAllAsync(me.Caller, Cancel);
        Assert.False(await IsInFileAsync("numbat4711"));
        Assert.False(await IsInFileAsync("wombat4711"));
    }

    [Fact]
    public async Task No_byte_of_what_was_known_of_a_person_who_goes_stays_in_the_file()
    {
        var me = new Mind(app, await app.AddGuestAsync());
        await me.SayAsync(await me.StartChatAsync(), Mind.Fact("Keeps ocelot4711."));
        await me.TellAsync(new FactInput("Sings dingo4711."));
        Assert.True(await IsInFileAsync("ocelot4711"));
        await app.Database.WriteAsync(session => app.Belongings.EraseAsync(session, me.Caller.PrincipalId), Cancel);
        Assert.False(await IsInFileAsync("ocelot4711"));
        Assert.False(await IsInFileAsync("dingo4711"));
    }

    [Fact]
    public async Task No_byte_of_a_deleted_vector_stays_in_the_file()
    {
        await using var engine = await EmbeddingEngine.StartAsync(app);
        var me = await app.AddPersonAsync();
        await engine.TellAsync(me, "the platypus swims at night");
        var chat = await engine.TellAsync(me, "seven pelicans sleep near another lighthouse tonight");
        var answer = await engine.Model.EmbedAsync(
            ["seven pelicans sleep near another lighthouse tonight", "the platypus swims at night"],
            TimeSpan.FromSeconds(10),
            Cancel
        );
        var (gone, kept) = (QuantisedVector.Of(answer[0].Span).Bytes, QuantisedVector.Of(answer[1].Span).Bytes);
        Assert.True(await IsInFileAsync(gone));

        await app.Conversations.DeleteAsync(me, chat.Id, Cancel);

        Assert.False(await IsInFileAsync(gone));
        Assert.True(await IsInFileAsync(kept));
    }

    private Task<bool> IsInFileAsync(string text) => IsInFileAsync(Encoding.UTF8.GetBytes(text));

    private async Task<bool> IsInFileAsync(byte[] wanted)
    {
        await app.Database.EraseDeletedAsync(Cancel);
        foreach (var file in new[] { app.File, app.File + "-wal" }.Where(File.Exists))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[stream.Length];
            await stream.ReadExactlyAsync(bytes, Cancel);
            if (bytes.AsSpan().IndexOf(wanted) >= 0)
                return true;
        }

        return false;
    }
}

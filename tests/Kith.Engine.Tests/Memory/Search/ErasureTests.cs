using System.Text;
using Kith.Engine.Storage;

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

    private async Task<bool> IsInFileAsync(string text)
    {
        using (var connection = new SqliteConnection(app.File))
            Assert.Equal([0], await connection.QueryAsync<long>("PRAGMA wal_checkpoint(TRUNCATE)", parameters: null, most: 1)); // nobody was in the way

        var wanted = Encoding.UTF8.GetBytes(text);
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

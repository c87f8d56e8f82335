using System.Text;
using Kith.Engine.Agents;
using Kith.Engine.Conversations;
using Kith.Engine.Memory.Search;
using Kith.Engine.Storage;
using Kith.Engine.Tests.Storage;
using Kith.Engine.Turns;
using Kith.Engine.Users;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Kith.Engine.Tests.Memory.Search;

/// <summary>How often an erased word stays in the file. It was measured with 200 trials, which take two minutes.</summary>
public sealed class ResidueTests(SqliteEngine app) : IClassFixture<SqliteEngine>
{
    private const int Trials = 8;
    private const int Messages = 300;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_erased_chats_no_word_stays_in_the_file()
    {
        await using var storage = new SqliteTestDatabase();
        var clock = new FakeClock();
        await using var database = StorageRegistration.Open(new StorageOptions { Database = storage.File }, clock);
        await database.OpenAsync(Cancel);
        await using var services = app.BuildAnother(database, new TurnsOptions { NodeId = "node-a" });
        (await services.GetRequiredService<FirstStart>().PrepareAsync(Cancel)).Try(out _, out _);
        await services.GetServices<IHostedService>().OfType<AgentsWorker>().Single().StartAsync(Cancel);
        var me = (await services.GetRequiredService<Accounts>().EnterAsGuestAsync(new Device("a test", "127.0.0.1"), Cancel))
            .Value
            .SignedIn
            .Caller;
        var (before, after) = (0, 0);
        for (var trial = 0; trial < Trials; trial++)
        {
            var canary = $"zebra{trial:D4}finch";
            await AddAsync(services, database, me, $"something else {trial}");
            var chat = await AddAsync(services, database, me, canary);
            await services.GetRequiredService<ConversationCatalog>().DeleteAsync(me, chat, Cancel);
            while (await services.GetRequiredService<Belongings>().EraseNextAsync(100, Cancel)) { }
            // Too soon after it was written.
            await database.EraseDeletedAsync(Cancel);
            before += await IsInFileAsync(storage.File, canary) ? 1 : 0;
            clock.Advance(SqliteRewriter.ShortPause);
            await database.EraseDeletedAsync(Cancel);
            after += await IsInFileAsync(storage.File, canary) ? 1 : 0;
        }

        TestContext.Current.SendDiagnosticMessage(
            "Words that stayed, of {0}: {1} before the file was written anew, {2} after",
            Trials,
            before,
            after
        );
        Assert.Equal(0, after);
    }

    private static async Task<string> AddAsync(ServiceProvider services, Database database, Caller me, string word)
    {
        var chat = (await services.GetRequiredService<ConversationCatalog>().CreateAsync(me, new NewConversation(), key: null, Cancel))
            .Value
            .Value;
        await database.WriteAsync(
            async session =>
            {
                for (var i = 0; i < Messages; i++)
                    await MessageStore.InsertAsync(session, Corpus.Make(me, chat, $"{word}{i} {word} and {word}s said {i * 31 % 97}", i));
                return default(Done);
            },
            Cancel
        );
        await services.GetRequiredService<SearchIndex>().CatchUpAsync(Cancel);
        return chat.Id;
    }

    private static async Task<bool> IsInFileAsync(string file, string word)
    {
        var bytes = await File.ReadAllBytesAsync(file, Cancel);
        return bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(word)) >= 0;
    }
}

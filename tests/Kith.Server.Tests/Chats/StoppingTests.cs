using Kith.Engine.Turns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Kith.Server.Tests.Chats;

/// <summary>What people see of a server that stops.</summary>
public sealed class StoppingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Well before the 30 s after which the host gives up on whoever is still connected.</summary>
    [Fact(Timeout = 15_000)]
    public async Task An_answer_that_takes_too_long_is_interrupted_and_who_reads_it_is_told_before_the_door_closes()
    {
        var app = new ImpatientApp();
        await app.InitializeAsync();
        var me = await app.SignUpAsync();
        var id = await ChatApp.StartChatAsync(me, "gate|say:one two three");
        using var stream = await me.OpenStreamAsync($"/api/ai/chats/{id}/send_message/", new { content = "slowly" });
        (await app.Models.NextRequestAsync(Cancel)).Release();
        await using var events = ServerEvents.ReadAsync(stream).GetAsyncEnumerator(Cancel);
        while (await events.MoveNextAsync() && events.Current.Type != "token") { }

        var stopping = app.DisposeAsync();

        while (await events.MoveNextAsync() && events.Current.Type != "done") { }
        var answer = events.Current.Data["ai_message"]!;
        Assert.Equal("interrupted", answer["status"]!.GetValue<string>());
        Assert.Equal("one", answer["content"]!.GetValue<string>());
        await stopping;
    }

    private sealed class ImpatientApp : ChatApp
    {
        protected override void Configure(KithAppOptions options)
        {
            base.Configure(options);
            options.Services = services =>
                services.Replace(
                    ServiceDescriptor.Singleton(new TurnsOptions { NodeId = "impatient", Drain = TimeSpan.FromMilliseconds(100) })
                );
        }
    }
}

namespace Kith.Server.Tests.Events;

/// <summary>
/// The replay law: an old snapshot plus the events since equals a fresh snapshot. For every change there is, over every door, live and
/// afterwards.
/// </summary>
public abstract class ReplayLaw(ChatApp app)
{
    protected ChatApp App { get; } = app;

    /// <summary>Changes something, and compares what every door makes of it with what is there.</summary>
    protected async Task HoldAsync(Func<Person, Task> change)
    {
        var me = await App.SignUpAsync();
        await SendAsync(me, await ChatApp.StartChatAsync(me), "before everything");
        using var watched = await WatchedPerson.BeginAsync(
            App,
            me,
            async () => await SendAsync(me, await ChatApp.StartChatAsync(me), "between the cursor and the snapshot")
        );
        await change(me);
        await WatchedPerson.AssertAsync(App, watched);
    }

    /// <summary>A chat with three messages and their answers.</summary>
    protected static async Task<string> StartTalkAsync(Person me)
    {
        var id = await ChatApp.StartChatAsync(me);
        foreach (var text in new[] { "one", "two", "three" })
            await SendAsync(me, id, text);
        return id;
    }

    protected static async Task<string> IdAtAsync(Person me, string chat, int place) =>
        (await me.GetAsync($"{chat}messages/")).Expect(200).Get($"results.{place}.id");

    protected static async Task SendAsync(Person me, string chatId, string content) =>
        (await me.PostAsync($"/api/ai/chats/{chatId}/send_message/", new { content })).Expect(200);
}

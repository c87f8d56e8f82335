using Kith.Engine.Models.Offline;
using Microsoft.Extensions.AI;

namespace Kith.Engine.Tests.Models.Offline;

/// <summary>A conversation with the offline friend, composed as the engine composes one.</summary>
internal sealed class Chat(string? system = Chat.Aira, ChatOptions? options = null)
{
    public const string AiraPersona =
        "You are \"Aira\", a warm, deeply caring best friend. You remember the user across sessions. Always respond with empathy, humor, and emotional support.";

    public const string Aira = AiraPersona + "\n<kith:now>2026-11-21T19:04:00+05:30</kith:now>";

    public const string Medhavi =
        AiraPersona
        + """

            <kith:profile>
            name: Medhavi
            timezone: Asia/Kolkata
            preferences.music: jazz
            facts.job: nurse
            </kith:profile>
            <kith:memories>
            - [2026-03-01] I like hiking
            </kith:memories>
            <kith:now>2026-11-21T19:04:00+05:30</kith:now>
            """;

    public const string Assistant = "You are a friendly, helpful assistant. Keep your answers short.";

    public List<ChatMessage> Messages { get; } = system is null ? [] : [new(ChatRole.System, system)];

    public static string InTimeZone(string zone) => $"{AiraPersona}\n<kith:profile>\ntimezone: {zone}\n</kith:profile>";

    /// <summary>Sends each text and gives the last answer.</summary>
    public async Task<string> SayAsync(params string[] texts)
    {
        using var friend = new OfflineFriend(new OfflineFriendOptions { Pace = TimeSpan.Zero }, TimeProvider.System);
        var answer = "";
        foreach (var text in texts)
        {
            Messages.Add(new ChatMessage(ChatRole.User, text));
            var response = await friend.GetResponseAsync(Messages, options, TestContext.Current.CancellationToken);
            answer = response.Text;
            Messages.Add(new ChatMessage(ChatRole.Assistant, answer));
        }
        return answer;
    }

    public static Task<string> OnceAsync(string text, string? system = Aira) => new Chat(system).SayAsync(text);
}

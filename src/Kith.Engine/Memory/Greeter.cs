using Kith.Engine.Conversations;
using Kith.Engine.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.Memory;

/// <summary>A greeting, and the facts it draws on.</summary>
public sealed record Greeting(string Text, IReadOnlyList<string> FactIds);

/// <summary>Greets a person by their local time, their name and how long they were away.</summary>
public sealed class Greeter(Database database)
{
    public Task<Greeting> GreetAsync(Caller caller, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async session =>
            {
                var profile = await Profiles.GetAsync(session, caller.PrincipalId);
                var last = await ConversationCatalog.FindLastActivityAsync(session, caller);
                return new Greeting(Compose(profile, database.Clock.GetUtcNow(), last), []);
            },
            cancellationToken
        );

    /// <summary>The words: a pure function of the profile, the time and the last activity.</summary>
    internal static string Compose(Profile profile, DateTimeOffset now, DateTimeOffset? lastSeen)
    {
        var hello = profile.LocalTime(now)?.Hour switch
        {
            null => "Hey",
            >= 5 and < 12 => "Good morning",
            >= 12 and < 18 => "Good afternoon",
            >= 18 and < 23 => "Good evening",
            _ => "Still up",
        };
        var name = profile.Name is { } given ? $", {given}" : "";
        var end = hello == "Still up" ? "?" : ".";
        return $"{hello}{name}{end} {Away(now - lastSeen)}";
    }

    private static string Away(TimeSpan? away) =>
        away?.TotalDays switch
        {
            null => "I'm Aira. What's on your mind?",
            < 0.5 => "Good to have you back. Where were we?",
            < 2 => "How was your day?",
            < 14 => $"It's been {Math.Round(away.Value.TotalDays)} days. What have you been up to?",
            _ => "It's been a while, and I'm glad you're here. What's new?",
        };
}

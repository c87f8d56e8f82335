using System.Globalization;
using Kith.Engine.Conversations;
using Kith.Engine.Memory.Facts;
using Kith.Engine.Memory.Recall;
using Kith.Engine.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.Memory;

/// <summary>A greeting, and the facts it draws on.</summary>
public sealed record Greeting(string Text, IReadOnlyList<string> FactIds);

/// <summary>
/// Greets a person by their local time, their name, how long they were away, and what is on: it asks how something went, wishes luck, and
/// knows birthdays.
/// </summary>
public sealed class Greeter(Database database)
{
    /// <summary>So many days later nobody asks any more how it went.</summary>
    private const int DaysToAsk = 3;

    private static readonly string[] s_tests =
    [
        "interview",
        "exam",
        "test",
        "presentation",
        "meeting",
        "match",
        "race",
        "audition",
        "surgery",
        "operation",
        "talk",
        "hearing",
        "competition",
    ];

    public Task<Greeting> GreetAsync(Caller caller, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async session =>
            {
                var profile = await Profiles.GetAsync(session, caller.PrincipalId);
                var last = await ConversationCatalog.FindLastActivityAsync(session, caller);
                var facts = profile.MemoryEnabled == 1 ? await FactStore.ListAsync(session, caller.PrincipalId) : [];
                return Compose(profile, facts, database.Clock.GetUtcNow(), last);
            },
            cancellationToken
        );

    /// <summary>The words: a pure function of the profile, what is known, the time and the last activity.</summary>
    internal static Greeting Compose(Profile profile, IReadOnlyList<KnownFact> known, DateTimeOffset now, DateTimeOffset? lastSeen)
    {
        var hello = profile.LocalTime(now)?.Hour switch
        {
            null => "Hey",
            >= 5 and < 12 => "Good morning",
            >= 12 and < 18 => "Good afternoon",
            >= 18 and < 23 => "Good evening",
            _ => "Still up",
        };
        var live = known.Where(fact => fact.IsLive(now.ToUnixTimeMilliseconds())).Select(fact => fact.Fact);
        var name = (profile.Name ?? LearnedName.Find(live)) is { } given ? $", {given}" : "";
        var end = hello == "Still up" ? "?" : ".";
        var zone = profile.Zone() ?? TimeZoneInfo.Utc;
        var said = FindOccasion(known, DayIn(zone, now), lastSeen is { } seen ? DayIn(zone, seen) : null, zone);
        return new Greeting($"{hello}{name}{end} {said?.Words ?? Away(now - lastSeen)}", said is null ? [] : [said.FactId]);
    }

    /// <summary>The one thing worth mentioning; null when there is none.</summary>
    private static Mention? FindOccasion(IReadOnlyList<KnownFact> known, DateOnly today, DateOnly? lastSeen, TimeZoneInfo zone)
    {
        // Nothing that somebody looking on shouldn't read, nothing that waits for a yes, and nothing that was heard of since.
        var told = known
            .Where(fact =>
                fact is { IsSuspended: false, SupersededBy: null, Overtaken: null }
                && fact.Fact is { Pending: 0, Sensitivity: Sensitivities.Normal }
            )
            .Select(fact => fact.Fact)
            .ToList();
        return told.Select(fact => Birthday(fact, today, lastSeen))
            .Concat(told.Select(fact => Occasions.Read(fact, zone) is { } occasion ? Mention.Of(fact, occasion, today, lastSeen) : null))
            .OfType<Mention>()
            .OrderBy(mention => mention.Rank)
            .ThenBy(mention => mention.FactId, StringComparer.Ordinal)
            .FirstOrDefault();
    }

    private static Mention? Birthday(Fact fact, DateOnly today, DateOnly? lastSeen)
    {
        if (Occasions.ReadBirthday(fact) is not { } birthday || lastSeen >= today)
            return null;
        var isTomorrow = Falls(birthday, today.AddDays(1));
        if (!isTomorrow && !Falls(birthday, today))
            return null;
        var when = isTomorrow ? "tomorrow" : "today";
        if (fact.Subject != FactRules.Me)
        {
            var whose = char.IsUpper(fact.Subject[0]) ? fact.Subject : $"your {fact.Subject}";
            return new Mention(isTomorrow ? 5 : 3, fact.Id, $"It's {whose}'s birthday {when}.");
        }

        return new Mention(isTomorrow ? 4 : 0, fact.Id, isTomorrow ? "Your birthday is tomorrow!" : "Happy birthday!");
    }

    /// <summary>Who was born on a leap day celebrates on the last of February in other years.</summary>
    private static bool Falls((int Month, int Day) birthday, DateOnly day) =>
        (day.Month, day.Day) == birthday || (birthday == (2, 29) && day is { Month: 2, Day: 28 } && !DateTime.IsLeapYear(day.Year));

    private static DateOnly DayIn(TimeZoneInfo zone, DateTimeOffset time) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time, zone).DateTime);

    private static string Away(TimeSpan? away) =>
        away?.TotalDays switch
        {
            null => "I'm Aira. What's on your mind?",
            < 0.5 => "Good to have you back. Where were we?",
            < 2 => "How was your day?",
            < 14 => $"It's been {Math.Round(away.Value.TotalDays)} days. What have you been up to?",
            _ => "It's been a while, and I'm glad you're here. What's new?",
        };

    /// <summary>What is said of a fact.</summary>
    /// <param name="Rank">The lowest is said.</param>
    private sealed record Mention(int Rank, string FactId, string Words)
    {
        /// <summary>
        /// Of what has passed is asked once: whoever was here since its day was asked then, or told it. Of what comes is spoken once a day.
        /// </summary>
        public static Mention? Of(Fact fact, Occasion occasion, DateOnly today, DateOnly? lastSeen)
        {
            var daysAway = occasion.Day.DayNumber - today.DayNumber;
            var words = daysAway switch
            {
                < 0 and >= -DaysToAsk when !(lastSeen > occasion.Day) => Ask(occasion, daysAway),
                0 or 1 when !(lastSeen >= today) => Wish(occasion, daysAway == 0 ? "today" : "tomorrow"),
                _ => null,
            };
            return words is null ? null : new Mention(daysAway < 0 ? 1 : 2 + 2 * daysAway, fact.Id, words);
        }

        private static string Ask(Occasion occasion, int daysAway)
        {
            var when = daysAway == -1 ? "yesterday" : occasion.Day.ToString("'on' dddd", CultureInfo.InvariantCulture);
            return occasion.Kind switch
            {
                OccasionKind.Thing => $"How did {occasion.Words} go {when}?",
                OccasionKind.Doing => $"You were {occasion.Words} {when}. How was it?",
                _ => $"You wanted to {occasion.Words} {when}. Did it work out?",
            };
        }

        private static string Wish(Occasion occasion, string when) =>
            occasion.Kind switch
            {
                OccasionKind.Thing when s_tests.Any(test => occasion.Words.EndsWith(test, StringComparison.OrdinalIgnoreCase)) =>
                    $"Good luck with {occasion.Words} {when}!",
                OccasionKind.Thing => $"It's {occasion.Words} {when}, isn't it? I hope it goes well.",
                OccasionKind.Doing => $"You're {occasion.Words} {when}, aren't you? I hope it goes well.",
                _ => $"You wanted to {occasion.Words} {when}. I hope it goes well.",
            };
    }
}

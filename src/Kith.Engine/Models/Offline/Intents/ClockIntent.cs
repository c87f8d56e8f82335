using System.Globalization;
using Kith.Engine.Models.Offline.Reading;

namespace Kith.Engine.Models.Offline.Intents;

/// <summary>The time, the date, and days until another: from the composed "now", never from a clock of its own.</summary>
internal sealed class ClockIntent : IIntent
{
    private static readonly PhraseSet Time = PhraseSet.Of(
        """
        what time is it
        what is the? time $
        what is the time now|right|please
        tell me the time
        do you know the time
        have you got the time
        what time $
        """
    );

    private static readonly PhraseSet Date = PhraseSet.Of(
        """
        what is the? date|day today|$
        what is today|todays date|day|$
        what is today 's date
        what day|date is it|today|this|the
        which day is it|today
        what year|month is it|this
        tell me the date
        """
    );

    private static readonly PhraseSet Tomorrow = PhraseSet.Of("what day|date is|will tomorrow|it|be tomorrow?");

    private static readonly PhraseSet Until = PhraseSet.Of(
        """
        how many days until|till|to|before|left
        how long until|till|to|before
        """
    );

    private static readonly string[] NoClock =
    [
        "Nobody has handed me a clock in this chat, so I'd only be guessing. The corner of your screen knows better.",
        "I can't see the time from here, honestly. Is it later than you'd like?",
    ];

    public Reply? Answer(Scene scene)
    {
        var said = scene.Said;
        var (time, date) = (Time.IsIn(said), Date.IsIn(said));
        var tomorrow =
            date && said.Words.Any(static word => word.Text == "tomorrow") || Tomorrow.IsIn(said) && said.Words[^1].Text == "tomorrow";
        var until = Until.First(said);
        if (said.Words.Length > 20 || !(time || date || tomorrow || until is not null))
        {
            return null;
        }
        if (scene.Blocks.Now is not { } now)
        {
            return until is null ? new Reply(scene.PickAnyway(NoClock)) : null;
        }
        if (until is { } found)
        {
            return Countdown(scene, DateOnly.FromDateTime(now.DateTime), found.After);
        }
        if (tomorrow)
        {
            return new Reply($"Tomorrow is {Day(now.AddDays(1))}.");
        }
        return new Reply(time ? TimeLine(scene, now) : $"Today is {Day(now)} {now.Year.ToString(CultureInfo.InvariantCulture)}.");
    }

    private static string TimeLine(Scene scene, DateTimeOffset now)
    {
        var clock = now.ToString("HH:mm", CultureInfo.InvariantCulture);
        var remark = now.Hour switch
        {
            < 5 => "Far too late or far too early, depending on your plans.",
            < 9 => "The day still has most of its pages.",
            < 12 => "Morning still, with room left in it.",
            < 14 => "Lunch territory.",
            < 18 => "The afternoon is well under way.",
            < 22 => "A good hour for putting things down.",
            _ => "Getting late: be kind to tomorrow's you.",
        };
        return scene.WasUsed(remark) ? $"It's {clock}." : $"It's {clock}. {remark}";
    }

    private static string Day(DateTimeOffset day) => day.ToString("dddd, d MMMM", CultureInfo.InvariantCulture);

    private static Reply? Countdown(Scene scene, DateOnly today, int at)
    {
        var words = scene.Said.Words[Math.Min(at, scene.Said.Words.Length)..];
        var names = words
            .Select(static word => word.Text)
            .Where(static text => text is not ("my" or "the" or "next" or "of" or "on"))
            .ToArray();
        if (Target(today, names) is not { } target)
        {
            return null;
        }
        var days = target.Date.DayNumber - today.DayNumber;
        return new Reply(
            days switch
            {
                0 => $"{target.Name} is today!",
                1 => $"{target.Name} is tomorrow: one sleep.",
                _ => $"{days} days until {target.Name}, by my count.",
            }
        );
    }

    private static (DateOnly Date, string Name)? Target(DateOnly today, string[] names)
    {
        if (names.Length == 0)
        {
            return null;
        }
        var format = CultureInfo.InvariantCulture.DateTimeFormat;
        var weekday = Array.FindIndex(format.DayNames, day => day.Equals(names[0], StringComparison.OrdinalIgnoreCase));
        if (weekday >= 0)
        {
            var ahead = (weekday - (int)today.DayOfWeek + 7) % 7;
            return (today.AddDays(ahead == 0 ? 7 : ahead), format.DayNames[weekday]);
        }
        if (names[0] is "christmas")
        {
            return (Next(today, 12, 25), "Christmas");
        }
        if (names is ["new", "year" or "years", ..])
        {
            return (Next(today, 1, 1), "New Year");
        }
        var month =
            Array.FindIndex(format.MonthNames, name => name.Length > 0 && names.Contains(name, StringComparer.OrdinalIgnoreCase)) + 1;
        var number = names
            .Select(static name => name.TrimEnd('s', 't', 'n', 'd', 'r', 'h'))
            .FirstOrDefault(static name => name.All(char.IsAsciiDigit) && name.Length is 1 or 2);
        if (
            month == 0
            || number is null
            || int.Parse(number, CultureInfo.InvariantCulture) is var day && (day == 0 || day > DateTime.DaysInMonth(2023, month))
        )
        {
            return null;
        }
        return (Next(today, month, int.Parse(number, CultureInfo.InvariantCulture)), $"{number} {format.MonthNames[month - 1]}");
    }

    private static DateOnly Next(DateOnly today, int month, int day)
    {
        var date = new DateOnly(today.Year, month, day);
        return date < today ? date.AddYears(1) : date;
    }
}

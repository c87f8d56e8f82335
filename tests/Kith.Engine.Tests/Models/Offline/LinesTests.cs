using System.Collections;
using System.Reflection;
using Kith.Engine.Models.Offline;
using Kith.Engine.Models.Offline.Intents;
using Kith.Engine.Models.Offline.Reading;

namespace Kith.Engine.Tests.Models.Offline;

/// <summary>Every line the friend can say, found in the tables themselves.</summary>
public sealed class LinesTests
{
    private static readonly HashSet<string> Slots =
    [
        ",name",
        "name",
        "me",
        "a",
        "A",
        "b",
        "B",
        "hello",
        "x",
        "X",
        "word",
        "Word",
        "value",
        "Value",
        "clause",
    ];

    private static readonly string[] Lines = [.. FindLines().Distinct(StringComparer.Ordinal)];

    [Fact]
    public void There_is_a_good_number_of_them() => Assert.InRange(Lines.Length, 350, 2_000);

    [Fact]
    public void Each_asks_at_most_one_question_and_is_short()
    {
        foreach (var line in Lines)
        {
            Assert.True(line.Count(static c => c == '?') <= 1, line);
            Assert.True(line.Length <= 320, line);
        }
    }

    [Fact]
    public void Each_uses_only_slots_that_exist()
    {
        foreach (var line in Lines)
        {
            var slots = line.Split('{', '}').Where(static (_, i) => i % 2 == 1);
            Assert.All(slots, slot => Assert.Contains(slot, Slots));
        }
    }

    [Fact]
    public void Each_has_enough_fixed_words_to_be_recognised_when_it_was_said()
    {
        // What is shorter than this would seem to have been said already whenever it happens to stand in another answer.
        foreach (var line in Lines)
        {
            Assert.True(line.Split('{', '}').Where(static (_, i) => i % 2 == 0).Max(static part => part.Length) >= 6, line);
        }
    }

    private static IEnumerable<string> FindLines() =>
        typeof(OfflineFriend)
            .Assembly.GetTypes()
            .Where(static type => type.Namespace == typeof(Repertoire).Namespace)
            .SelectMany(static type => type.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public))
            .SelectMany(static field => Texts(field.GetValue(null), 0))
            .Where(static text => text.Length > 12 && char.IsPunctuation(text[^1]) && text.Contains(' ', StringComparison.Ordinal));

    private static IEnumerable<string> Texts(object? value, int depth) =>
        value switch
        {
            string text => [text],
            PhraseSet or null => [],
            IDictionary table => table.Values.Cast<object>().SelectMany(inner => Texts(inner, depth + 1)),
            IEnumerable list => list.Cast<object>().SelectMany(inner => Texts(inner, depth + 1)),
            IIntent intent when depth < 4 => intent
                .GetType()
                .GetFields(BindingFlags.Instance | BindingFlags.NonPublic)
                .SelectMany(field => Texts(field.GetValue(intent), depth + 1)),
            _ => [],
        };
}

using System.Text.Json;
using Kith.Server.Hosting;

namespace Kith.Server.Tests.Hosting;

public sealed class JsonTests
{
    private enum Mood
    {
        VeryGlad,
    }

    private sealed record Note(string DisplayName, DateTimeOffset CreatedAt, Mood Mood, Dictionary<string, int> Preferences);

    [Fact]
    public void What_is_written_reads_like_the_contract()
    {
        var note = new Note(
            "Zoë \"☕\" <b>",
            new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.FromHours(2)),
            Mood.VeryGlad,
            new() { ["favouriteTea"] = 1 }
        );
        Assert.Equal(
            """{"display_name":"Zoë \"☕\" <b>","created_at":"2026-01-02T01:04:05.678Z","mood":"very_glad","preferences":{"favouriteTea":1}}""",
            JsonSerializer.Serialize(note, Json.Strict)
        );
    }

    [Theory]
    [InlineData("2026-01-02T01:04:05.678Z")]
    [InlineData("2026-01-02T03:04:05.678+02:00")]
    public void A_time_may_come_with_any_offset(string text) =>
        Assert.Equal(
            new DateTimeOffset(2026, 1, 2, 1, 4, 5, 678, TimeSpan.Zero),
            JsonSerializer.Deserialize<DateTimeOffset>($"\"{text}\"", Json.Strict)
        );

    [Theory]
    [InlineData("\"2026-01-02T01:04:05\"")]
    [InlineData("\"yesterday\"")]
    [InlineData("1767315845")]
    public void A_time_without_an_offset_is_none(string text) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<DateTimeOffset>(text, Json.Strict));

    [Fact]
    public void An_enumeration_is_a_word_and_never_a_number() =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Mood>("0", Json.Strict));
}

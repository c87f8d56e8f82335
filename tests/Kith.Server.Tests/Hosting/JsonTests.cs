using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
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
            "Zoë \"☕\" 🙂 <b>",
            new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.FromHours(2)),
            Mood.VeryGlad,
            new() { ["favouriteTea"] = 1 }
        );
        Assert.Equal(
            """{"display_name":"Zoë \"☕\" 🙂 <b>","created_at":"2026-01-02T01:04:05.678Z","mood":"very_glad","preferences":{"favouriteTea":1}}""",
            JsonSerializer.Serialize(note, Json.Strict)
        );
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("plain", "plain")]
    [InlineData("👩‍👩‍👧 and 🇮🇳", "👩‍👩‍👧 and 🇮🇳")]
    [InlineData("🙂\n\"\\\u0001", "🙂\\n\\\"\\\\\\u0001")]
    public void Only_what_json_requires_is_escaped(string text, string written)
    {
        Assert.Equal($"\"{written}\"", JsonSerializer.Serialize(text, Json.Strict));
        Assert.Equal($"\"{written}\"", Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(text, Json.Strict)));
    }

    [Fact]
    public void Half_an_emoji_is_replaced_and_what_follows_is_kept() =>
        Assert.Equal("\"a\uFFFDz🙂\"", JsonSerializer.Serialize(new string(['a', '\ud83d', 'z']) + "🙂", Json.Strict));

    [Fact]
    public void Any_text_comes_back_as_it_was() =>
        Prop.ForAll<string?>(text =>
            {
                var clean = text is null ? null : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text + "🙂" + text));
                return JsonSerializer.Deserialize<string?>(JsonSerializer.SerializeToUtf8Bytes(clean, Json.Strict), Json.Strict) == clean;
            })
            .QuickCheckThrowOnFailure();

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

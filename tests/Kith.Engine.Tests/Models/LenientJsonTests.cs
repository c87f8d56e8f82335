using System.Text.Json;
using Kith.Engine.Models.Http;

namespace Kith.Engine.Tests.Models;

public sealed class LenientJsonTests
{
    [Fact]
    public void Half_a_character_is_read_as_it_is()
    {
        var piece = JsonElement.Parse("""{"content":"\"\\\/\b\f\n\r\t \u00e9 \ud83d"}""");

        Assert.Equal("\"\\/\b\f\n\r\t \u00e9 \ud83d", piece.FindString("content"));
        Assert.Equal("\ude00 rest", JsonElement.Parse("\"\\ude00 rest\"").ToText());
    }

    [Fact]
    public void Whole_text_is_read_as_ever() => Assert.Equal("a \ud83d\ude00", JsonElement.Parse("\"a \\ud83d\\ude00\"").ToText());
}

using Kith.Engine.Conversations.Members;

namespace Kith.Engine.Tests.People;

public sealed class EmojiTests
{
    [Theory]
    [InlineData("👍")]
    [InlineData("👍🏽")]
    [InlineData("❤")]
    [InlineData("❤️")]
    [InlineData("❤️‍🔥")]
    [InlineData("👩🏽‍🚀")]
    [InlineData("👨‍👩‍👧‍👦")]
    [InlineData("🧑🏻‍❤️‍💋‍🧑🏼")]
    [InlineData("🇮🇳")]
    [InlineData("🏴‍☠️")]
    [InlineData("🏴\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F")]
    [InlineData("🏳️‍🌈")]
    [InlineData("1️⃣")]
    [InlineData("#️⃣")]
    [InlineData("☝🏿")]
    [InlineData("🫨")]
    public void One_emoji_is_one(string text) => Assert.Equal(text, Emoji.Check(text).Value);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a")]
    [InlineData("1")]
    [InlineData("👍👍")]
    [InlineData("👍 ")]
    [InlineData("👍a")]
    [InlineData("🇮")]
    [InlineData("🇮🇳🇮")]
    [InlineData("❤️‍")]
    [InlineData("‍🔥")]
    [InlineData("️")]
    [InlineData("é")]
    [InlineData("<b>")]
    [InlineData("\ud83d")]
    [InlineData("👍\u0000")]
    [InlineData("🏴\U000E0067")]
    [InlineData("👍‍👍‍👍‍👍‍👍‍👍‍👍‍👍‍👍‍👍‍👍‍👍")]
    public void Anything_else_is_not(string? text) => Assert.IsType<Invalid>(Emoji.Check(text).Failure);
}

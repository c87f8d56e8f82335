using Kith.Engine.Users;

namespace Kith.Engine.Tests.Users;

public sealed class EmailTests
{
    [Theory]
    [InlineData("  Medhavi@Example.ORG ", "medhavi@example.org")]
    [InlineData("a.b+c@sub.example.org", "a.b+c@sub.example.org")]
    [InlineData("admin@localhost", "admin@localhost")]
    [InlineData("jörg@müller.example", "jörg@müller.example")]
    public void An_address_is_kept_in_one_spelling(string given, string kept) => Assert.Equal(kept, EmailRules.Check(given).Value);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("plain")]
    [InlineData("@example.org")]
    [InlineData("a@")]
    [InlineData("a@b@c.org")]
    [InlineData("a b@example.org")]
    [InlineData("a@exa mple.org")]
    [InlineData("a@.org")]
    [InlineData("a@example..org")]
    [InlineData("a@-example.org")]
    [InlineData("a\u0000b@example.org")]
    [InlineData("a\nb@example.org")]
    [InlineData("kim\u200b@example.org")]
    [InlineData("ki\u00adm@example.org")]
    [InlineData("kim\u202e@example.org")]
    [InlineData("\"a\"@example.org")]
    [InlineData("Kim <kim@example.org>")]
    public void What_is_no_address_is_refused(string? given)
    {
        var failure = Assert.IsType<Invalid>(EmailRules.Check(given).Failure);
        Assert.Equal(["email"], failure.Errors.Keys);
    }

    [Fact]
    public void An_address_has_at_most_254_characters()
    {
        var domain = string.Join('.', Enumerable.Repeat(new string('d', 60), 4));

        Assert.Null(EmailRules.Check($"{new string('a', 10)}@{domain}").Failure);
        Assert.NotNull(EmailRules.Check($"{new string('a', 11)}@{domain}").Failure);
        Assert.NotNull(EmailRules.Check($"{new string('a', 65)}@example.org").Failure);
    }
}

using Kith.Server.Hosting;

namespace Kith.Server.Tests.Hosting;

public sealed class DotEnvTests
{
    [Theory]
    [InlineData("NAME=value", "value")]
    [InlineData("export NAME = value", "value")]
    [InlineData("NAME=", "")]
    [InlineData("NAME=a=b", "a=b")]
    [InlineData("NAME=value # why", "value")]
    [InlineData("NAME=# nothing", "")]
    [InlineData("NAME=pass#word", "pass#word")]
    [InlineData("NAME='a # \\n $HOME'", "a # \\n $HOME")]
    [InlineData("""NAME="a\tb \"c\" \\ \$HOME" # why""", "a\tb \"c\" \\ $HOME")]
    [InlineData("NAME=$HOME", "$HOME")]
    public void A_line_sets_a_name_to_what_is_written(string line, string value) =>
        Assert.Equal(value, DotEnv.Parse(["# comment", "", line], ".env")["NAME"]);

    [Theory]
    [InlineData("NAME", "expected NAME=value")]
    [InlineData("2NAME=x", "letters, digits and underscores")]
    [InlineData("NA ME=x", "letters, digits and underscores")]
    [InlineData("NAME=\"open", "closing quote is missing")]
    [InlineData("NAME='a' b", "only a comment may follow")]
    [InlineData("NAME=\"\\q\"", "a backslash may only stand before")]
    [InlineData("A=2", "A is set twice")]
    public void A_line_that_is_not_understood_is_told_by_its_number(string line, string text)
    {
        var problem = Assert.Throws<SetupException>(() => DotEnv.Parse(["A=1", line], ".env"));
        Assert.StartsWith(".env, line 2: ", problem.Message, StringComparison.Ordinal);
        Assert.Contains(text, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_sets_nothing() => Assert.Empty(DotEnv.Read("/nowhere/.env"));
}

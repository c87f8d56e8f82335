namespace Kith.Engine.Tests.Memory.Learning;

public sealed class RuleReaderTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("utterances.txt", 0.95, 0.80, 90)]
    [InlineData("unseen.txt", 0.95, 0.80, 30)]
    public void What_messages_teach_is_learned_and_little_else(string file, double precision, double recall, int idle)
    {
        var score = GoldSet.Measure(GoldSet.Read(file));
        output.WriteLine($"{file}: {score}");
        foreach (var fault in score.Faults)
        {
            output.WriteLine(fault);
        }
        Assert.True(score.Precision >= precision, $"{score}");
        Assert.True(score.Recall >= recall, $"{score}");
        Assert.True(score.Idle >= idle, $"{score}");
    }
}

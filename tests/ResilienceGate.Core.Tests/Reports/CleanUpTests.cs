using ResilienceGate.Core.Reports;

namespace ResilienceGate.Core.Tests.Reports;

public sealed class CleanUpTests
{
    [Theory]
    [InlineData(0, 0, "0 faults injected, nothing to revert.")]
    [InlineData(5, 0, "5 faults injected, nothing to revert.")]
    [InlineData(1, 1, "1 fault injected, 1 reverted, verified.")]
    [InlineData(9, 3, "9 faults injected, 3 reverted, verified; the others leave nothing to revert.")]
    public void Only_what_was_reverted_is_called_reverted(int injected, int reverted, string sentence)
    {
        var cleanUp = new CleanUp(injected, reverted, []);

        Assert.True(cleanUp.IsClean);
        Assert.Equal(sentence, RunSentences.CleanUp(cleanUp));
    }

    [Fact]
    public void What_is_left_is_said_loudly() =>
        Assert.Equal(
            "3 faults injected, 2 reverted. NOT everything is proved to be gone.",
            RunSentences.CleanUp(new CleanUp(3, 2, ["node n1"]))
        );
}

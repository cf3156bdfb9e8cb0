using CsCheck;
using ResilienceGate.Faults.KubeMonkey;

namespace ResilienceGate.Tests.Faults.KubeMonkey;

public sealed class KillModeTests
{
    /// <summary>The numbers of kube-monkey's own rounding: to the nearest, a half upwards.</summary>
    [Theory]
    [InlineData("fixed-percent", "50", 5, 3)]
    [InlineData("fixed-percent", "50", 3, 2)]
    [InlineData("fixed-percent", "30", 3, 1)]
    [InlineData("fixed-percent", "10", 4, 0)]
    [InlineData("fixed-percent", "100", 4, 4)]
    [InlineData("fixed", "2", 5, 2)]
    [InlineData("fixed", "9", 5, 5)]
    [InlineData("kill-all", "0", 5, 5)]
    [InlineData("kill-all", null, 5, 5)]
    public void So_many_of_the_running_pods_go(string word, string? value, int running, int go) =>
        Assert.Equal(go, KillMode.Of(word, value)?.Draw(running, new Random(1)));

    [Theory]
    [InlineData("fixed", "0")]
    [InlineData("fixed", "two")]
    [InlineData("fixed-percent", "101")]
    [InlineData("random-max-percent", null)]
    [InlineData("one", "1")]
    [InlineData("", "1")]
    public void Labels_that_kube_monkey_fails_at_make_no_mode(string word, string? value) =>
        Assert.Null(KillMode.Of(word, value));

    [Fact]
    public void A_random_share_hits_somebody_and_never_more_than_its_most() =>
        Gen.Select(Gen.Int[1, 100], Gen.Int[1, 50], Gen.Int)
            .Sample(
                (percent, running, seed) =>
                {
                    var mode = new KillMode.RandomMaxPercent(percent);
                    var drawn = mode.Draw(running, new Random(seed));
                    var most = mode.AtMost(running);
                    return most == 0 ? drawn == 0 : drawn >= 1 && drawn <= most;
                }
            );
}

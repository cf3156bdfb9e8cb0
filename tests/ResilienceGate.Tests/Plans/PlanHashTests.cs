using ResilienceGate.Plans;

namespace ResilienceGate.Tests.Plans;

public sealed class PlanHashTests
{
    private static readonly string Original = PlanHash.Of(Samples.Read(Samples.Complete));

    /// <summary>A change of this number orphans every baseline there is: it must be meant.</summary>
    [Fact]
    public void The_hash_of_a_plan_is_the_same_in_every_version() =>
        Assert.Equal("0c4f9671d50800dbed7293c02f7f9aa1747c265834e18679cc4e293e268051a5", Original);

    [Theory]
    [InlineData("service: recommender:8080", "service: recommender:8081")]
    [InlineData("rate: 6000/m", "rate: 101/s")]
    [InlineData("deadline: 1s500ms", "deadline: 1s")]
    [InlineData("connections: pooled", "connections: fresh")]
    [InlineData("model: recommender", "model: other")]
    [InlineData("requests: requests.jsonl", "requests: half-answered.jsonl")]
    [InlineData("kind: ranking\n  top: 20\n  overlap: 0.95", "kind: numeric")]
    [InlineData("top: 20", "top: 10")]
    [InlineData("grace: 5s", "grace: 6s")]
    [InlineData("value: 30", "value: 31")]
    [InlineData("mode: random-max-percent", "mode: fixed-percent")]
    [InlineData("repeat: 4", "repeat: 5")]
    [InlineData("observe: 12s", "observe: 13s")]
    [InlineData("duration: 40s", "duration: 41s")]
    [InlineData("name: a node is drained", "name: a drained node")]
    [InlineData("  - fault: pod-evict", "  - fault: pod-kill")]
    public void What_is_asked_of_traffic_and_faults_is_in_the_hash(string old, string now) =>
        Assert.NotEqual(Original, HashWith(old, now));

    [Theory]
    [InlineData("recovery-time: 20%", "recovery-time: 30%")]
    [InlineData("on-inconclusive: fail", "on-inconclusive: warn")]
    [InlineData("max-pods: 40%", "max-pods: 50%")]
    [InlineData("deadline: 1h", "deadline: 2h")]
    [InlineData("seed: 42", "seed: 43")]
    [InlineData("keep: 10", "keep: 11")]
    [InlineData("path: baselines/recommender.json", "path: other.json")]
    [InlineData("rate: 6000/m", "rate: 100/s # a comment")]
    [InlineData("top: 20\n  overlap: 0.95", "overlap: 0.95\n  top: 20")]
    [InlineData("driver: native\n", "\n")]
    [InlineData("requests: requests.jsonl", "requests: same-requests.jsonl")]
    public void What_does_not_change_the_measurement_is_not_in_the_hash(string old, string now) =>
        Assert.Equal(Original, HashWith(old, now));

    [Fact]
    public void New_expected_answers_are_the_same_traffic()
    {
        var answered = Samples.Read(
            Samples.Complete.Replace("requests.jsonl", "answered.jsonl", StringComparison.Ordinal)
        );
        var unanswered = answered with
        {
            Probe = answered.Probe with
            {
                Requests = [.. answered.Probe.Requests.Select(r => r with { Expected = null })],
            },
        };

        Assert.Equal(PlanHash.Of(answered), PlanHash.Of(unanswered));
    }

    private static string HashWith(string old, string now)
    {
        Assert.Contains(old, Samples.Complete, StringComparison.Ordinal);
        return PlanHash.Of(Samples.Read(Samples.Complete.Replace(old, now, StringComparison.Ordinal)));
    }
}

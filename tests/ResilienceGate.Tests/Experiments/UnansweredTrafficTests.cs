using ResilienceGate.Agents;
using ResilienceGate.Experiments;
using ResilienceGate.Plans;
using ResilienceGate.ProbeSessions;
using ResilienceGate.Tests.Plans;

namespace ResilienceGate.Tests.Experiments;

public sealed class UnansweredTrafficTests
{
    private static readonly Plan Plan = Samples.Read(Samples.Complete);

    [Theory]
    [InlineData("ClientError", "does it serve 'recommender' by open-inference-v2")]
    [InlineData("Refused", "the connection was refused or reset")]
    [InlineData("Reset", "a mesh that insists on mTLS")]
    [InlineData("Timeout", "a NetworkPolicy")]
    [InlineData("ServerError", "see the log of the model's pods")]
    [InlineData("Malformed", "correct target.service or probe.protocol")]
    [InlineData("Shed", "lower probe.rate")]
    public void What_most_requests_came_to_is_told_with_its_remedy(string trouble, string remedy)
    {
        var why = UnansweredTraffic.Explain(new WindowTraffic(1000, 0, 0, null, Enum.Parse<Outcome>(trouble)), Plan);

        Assert.StartsWith(
            "None of 1000 requests to the Service recommender:8080 was answered",
            why,
            StringComparison.Ordinal
        );
        Assert.Contains(remedy, why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_answers_at_all_can_be_judged()
    {
        Assert.Null(UnansweredTraffic.Explain(new WindowTraffic(1000, 1, 0, null, Outcome.Timeout), Plan));
        Assert.Null(UnansweredTraffic.Explain(new WindowTraffic(1000, 0, 1, null, Outcome.Wrong), Plan));
    }
}

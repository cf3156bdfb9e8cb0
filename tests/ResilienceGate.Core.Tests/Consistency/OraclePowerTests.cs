using ResilienceGate.Core.Consistency;

namespace ResilienceGate.Core.Tests.Consistency;

public sealed class OraclePowerTests
{
    private static readonly Oracle TopThree = new Oracle.Ranking(3, 0.99);

    private static Dictionary<string, Prediction> Truth(int requests, Func<int, Prediction> answer) =>
        Enumerable.Range(0, requests).ToDictionary(i => $"r{i}", answer);

    [Fact]
    public void An_oracle_that_tells_every_swapped_answer_can_judge()
    {
        var power = OraclePower.Measure(TopThree, Truth(4, i => Some.Ranked(i, i + 10, i + 20)));

        Assert.Equal(new OraclePower(Pairs: 12, ToldApart: 12, Requests: 4, Unaccepted: 0), power);
        Assert.Null(power.Shortcoming());
    }

    [Fact]
    public void An_oracle_that_takes_one_users_answer_for_anothers_cannot_judge()
    {
        // Two of ten users are told apart from the rest: a fallback to the popular items would pass for the other eight.
        var power = OraclePower.Measure(
            TopThree,
            Truth(10, i => i < 2 ? Some.Ranked(i, 50, 60) : Some.Ranked(7, 8, 9))
        );

        Assert.Equal((90, 34), (power.Pairs, power.ToldApart));
        Assert.Contains("only 34 of 90", power.Shortcoming(), StringComparison.Ordinal);
    }

    [Fact]
    public void One_request_is_no_test() =>
        Assert.Contains(
            "at least two requests",
            OraclePower.Measure(TopThree, Truth(1, _ => Some.Ranked(1, 2, 3))).Shortcoming(),
            StringComparison.Ordinal
        );

    [Fact]
    public void A_truth_that_does_not_equal_itself_is_reported() =>
        Assert.Contains(
            "1 of 4 requests",
            OraclePower
                .Measure(TopThree, Truth(4, i => i == 0 ? Some.Ranked(double.NaN) : Some.Ranked(i, i + 10, i + 20)))
                .Shortcoming(),
            StringComparison.Ordinal
        );

    [Fact]
    public void Many_requests_are_sampled_evenly() =>
        Assert.Equal(2000, OraclePower.Measure(TopThree, Truth(1500, i => Some.Ranked(i, i, i))).Pairs);
}

using HdrHistogram;
using ResilienceGate.Core.Experiments;
using ResilienceGate.Core.Measurements;

namespace ResilienceGate.Core.Tests.Measurements;

public sealed class SummaryTests
{
    private static readonly Hypothesis Hypothesis = new()
    {
        For = TimeSpan.FromSeconds(20),
        Availability = 0.999,
        P99 = TimeSpan.FromMilliseconds(200),
    };

    private static LatencySummary Latency(double p99Milliseconds) =>
        new(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromMilliseconds(p99Milliseconds), TimeSpan.FromSeconds(9));

    [Fact]
    public void Mean_time_to_recovery_is_over_the_valid_injections_that_recovered()
    {
        var summary = RecoverySummary.Of([
            Some.Injection(1, 2),
            Some.Injection(2, 4),
            Some.Injection(3, null),
            Some.Injection(4, 99, reason: "the pod was not hit"),
        ]);

        Assert.Equal(new RecoverySummary(TimeSpan.FromSeconds(3), Recovered: 2, NeverRecovered: 1), summary);
    }

    [Fact]
    public void Without_a_recovery_there_is_no_mean() =>
        Assert.Equal(new RecoverySummary(null, 0, 0), RecoverySummary.Of([]));

    [Fact]
    public void The_score_averages_over_experiments_and_leaves_void_injections_out()
    {
        var all = Some.Experiment([Some.Injection(good: 1500), Some.Injection(good: 0, reason: "void")]);
        var half = Some.Experiment([Some.Injection(good: 600), Some.Injection(good: 900)], "other");

        Assert.Equal(75, Score.Of([all, half]));
        Assert.Null(Score.Of([Some.Experiment([])]));
    }

    [Fact]
    public void A_steady_state_at_the_limits_of_the_hypothesis_holds() =>
        Assert.Empty(SteadyStateCheck.Measure(Hypothesis, 2000, 1998, 0, Latency(200)).Violations);

    [Fact]
    public void Each_part_of_the_hypothesis_that_does_not_hold_is_a_sentence_with_both_numbers() =>
        Assert.Equal(
            [
                "availability is 99.5 % in the steady state (10 of 2000 requests were not answered rightly in time); the plan asks for at least 99.9 %",
                "p99 is 250 ms in the steady state; the plan asks for at most 200 ms",
            ],
            SteadyStateCheck.Measure(Hypothesis, 2000, 1990, 0, Latency(250)).Violations
        );

    [Fact]
    public void No_traffic_and_no_answers_violate_the_hypothesis()
    {
        Assert.Single(SteadyStateCheck.Measure(Hypothesis with { Availability = null }, 0, 0, 0, null).Violations);
        Assert.Equal(
            ["none of 9 requests was answered rightly in time in the steady state"],
            SteadyStateCheck.Measure(Hypothesis with { Availability = null, P99 = null }, 9, 0, 0, null).Violations
        );
    }

    [Fact]
    public void Histograms_merge_exactly()
    {
        var slow = new LongHistogram(LatencySummary.HighestMicroseconds, LatencySummary.SignificantDigits);
        var quick = new LongHistogram(LatencySummary.HighestMicroseconds, LatencySummary.SignificantDigits);
        quick.RecordValueWithCount(1000, 98);
        slow.RecordValueWithCount(1_000_000, 2);

        var summary = Assert.IsType<LatencySummary>(LatencySummary.Of([quick, slow]));

        Assert.Equal(1, summary.P50.TotalMilliseconds, 0.001);
        Assert.Equal(1, summary.P95.TotalMilliseconds, 0.001);
        Assert.Equal(1000, summary.P99.TotalMilliseconds, 1.0);
        Assert.Equal(1000, summary.Max.TotalMilliseconds, 1.0);
        Assert.Null(LatencySummary.Of([]));
    }

    [Fact]
    public void A_load_that_was_kept_up_has_no_shortfall()
    {
        var load = Load.None;
        for (var second = 0; second < 20; second++)
            load = load.WithSecond(100, second == 0 ? 20 : 0, second < 2 ? TimeSpan.FromSeconds(1) : Load.LateAfter);

        Assert.Empty(load.Shortfalls());
        Assert.Single(load.WithSecond(100, 2, TimeSpan.Zero).Shortfalls());
        Assert.Single(load.WithSecond(100, 0, TimeSpan.FromMilliseconds(251)).Shortfalls());
        Assert.Empty(Load.None.Shortfalls());
    }
}

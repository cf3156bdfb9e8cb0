using ResilienceGate.Core.Baselines;
using ResilienceGate.Core.Judgement;
using ResilienceGate.Core.Measurements;

namespace ResilienceGate.Core.Tests.Baselines;

public sealed class SetbackTests
{
    private static readonly Baseline Baseline = Some.Baseline(Run("1", 2.4), Run("2", 3.1));

    [Fact]
    public void A_run_that_recovered_slower_in_every_injection_than_any_accepted_one_is_one() =>
        Assert.Equal([Some.Kill], Setback.In(Run("3", 3.5), Baseline, [Unproven]));

    [Fact]
    public void A_run_that_recovered_as_fast_as_an_accepted_one_is_none() =>
        Assert.Empty(Setback.In(Run("3", 3.0), Baseline, [Unproven]));

    [Fact]
    public void What_stays_within_the_allowance_is_none() =>
        Assert.Empty(
            Setback.In(
                Run("3", 3.5),
                Baseline,
                [Unproven with { Evidence = Evidence(change: 0.05) }, Unproven with { Metric = Metric.P99 }]
            )
        );

    private static Finding Unproven =>
        new()
        {
            Verdict = Verdict.Pass,
            Experiment = Some.Kill,
            Metric = Metric.RecoveryTime,
            Summary = "slower",
            Evidence = Evidence(change: 0.4),
        };

    private static Comparison Evidence(double change) =>
        new()
        {
            Baseline = 2.5,
            Candidate = 3.5,
            Change = change,
            ChangeLow = -0.5,
            ChangeHigh = 2,
            Margin = 0.1,
            PValue = 0.2,
            Detectable = 5,
            Runs = 2,
            Injections = 5,
        };

    private static AcceptedRun Run(string name, double recovery) =>
        Some.Accepted(name, Some.Experiment(Some.Injections(recovery: recovery)));
}

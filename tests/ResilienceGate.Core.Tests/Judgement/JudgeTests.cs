using ResilienceGate.Core.Baselines;
using ResilienceGate.Core.Judgement;
using ResilienceGate.Core.Measurements;

namespace ResilienceGate.Core.Tests.Judgement;

public sealed class JudgeTests
{
    private static JudgementResult Run(RunEvidence run, Baseline? baseline) => Judge.Run(run, baseline, new Margins());

    private static Finding Worst(RunEvidence run, Baseline? baseline, Verdict expected)
    {
        var result = Run(run, baseline);
        Assert.Equal(expected, result.Verdict);
        return result.Findings[0];
    }

    private static ExperimentResult Slow(double recovery) => Some.Experiment(Some.Injections(5, recovery));

    [Fact]
    public void An_equal_version_passes_after_a_single_accepted_run()
    {
        var result = Run(Some.Evidence(), Some.Baseline());

        Assert.Equal((Verdict.Pass, 1), (result.Verdict, result.BaselineRuns));
        Assert.Equal(4, result.Findings.Count);
        Assert.All(
            result.Findings,
            finding =>
            {
                Assert.Contains("no regression shown; a change of", finding.Summary, StringComparison.Ordinal);
                Assert.False(finding.IsUnproven);
            }
        );
    }

    [Fact]
    public void A_recovery_that_takes_three_times_as_long_is_a_regression_after_a_single_accepted_run()
    {
        var finding = Worst(Some.Evidence(Slow(7.5)), Some.Baseline(), Verdict.Regression);

        Assert.Equal((Metric.RecoveryTime, Some.Kill), (finding.Metric, finding.Experiment));
        Assert.Equal(
            "recovery-time of 'a pod is killed': 2.4 s -> 7.6 s (+208 %, 95 % CI +123..+327 %), 5 of 5 injections slower than every accepted one; load takes 5.1 s longer (1.5 s -> 6.6 s)",
            finding.Summary
        );
        Assert.InRange(finding.Evidence?.PValue ?? 1, 0, 0.0025);
    }

    [Fact]
    public void A_candidate_that_probes_its_readiness_less_often_is_still_measured_by_the_accepted_runs_period()
    {
        var accepted = Enumerable.Range(1, 10).Select(run => Some.Accepted($"{run}"));
        var rarely = Some.Evidence(Slow(11)) with { RecoveryPeriod = TimeSpan.FromSeconds(10) };

        var finding = Worst(rarely, Some.Baseline([.. accepted]), Verdict.Regression);

        Assert.Equal(Metric.RecoveryTime, finding.Metric);
        Assert.EndsWith(
            "its readiness is probed every 10.0 s instead of every 100 ms, so that it is seen later: lower readinessProbe.periodSeconds",
            finding.Summary,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_tail_latency_that_doubles_or_triples_is_no_regression_after_a_single_accepted_run()
    {
        var tripled = Some.Experiment([.. Some.Injections().Select((_, i) => Some.Injection(i + 1, p99: 0.06))]);

        Assert.Equal(Verdict.Pass, Run(Some.Evidence(tripled), Some.Baseline()).Verdict);
    }

    [Fact]
    public void What_moved_beyond_its_margin_and_is_not_proven_is_told_so()
    {
        var finding = Assert.Single(
            Run(Some.Evidence(Slow(3.4)), Some.Baseline()).Findings,
            finding => finding.Metric is Metric.RecoveryTime
        );

        Assert.Equal(Verdict.Pass, finding.Verdict);
        Assert.True(finding.IsUnproven);
        Assert.EndsWith(
            "not proven: beyond the allowed +10 %, but chance may have done it; a change of +129 % would have been seen",
            finding.Summary,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(1488, false)]
    [InlineData(1460, true)]
    public void An_availability_that_falls_beyond_its_margin_is_not_proven_either(long good, bool isUnproven)
    {
        var fallen = Some.Experiment([
            .. Some.Injections().Select((_, i) => Some.Injection(i + 1, good: i == 0 ? good - 1 : good)),
        ]);

        var finding = Assert.Single(
            Run(Some.Evidence(fallen), Some.Baseline()).Findings,
            finding => finding.Metric is Metric.Availability
        );

        Assert.Equal((Verdict.Pass, isUnproven), (finding.Verdict, finding.IsUnproven));
    }

    [Fact]
    public void What_gets_better_is_not_unproven()
    {
        var result = Run(Some.Evidence(Slow(1.2)), Some.Baseline());

        Assert.DoesNotContain(result.Findings, finding => finding.IsUnproven);
    }

    [Fact]
    public void What_gets_a_little_worse_in_every_experiment_is_found_in_their_mean()
    {
        string[] names = ["a", "b", "c", "d"];
        var accepted = Enumerable.Range(0, 8).Select(run => Some.Accepted($"{run}", Experiments(2.4 + (0.01 * run))));

        var result = Run(Some.Evidence(Experiments(3.05)), Some.Baseline([.. accepted]));

        var mean = Assert.Single(result.Findings, finding => finding.Experiment is null);
        Assert.Equal(Verdict.Regression, mean.Verdict);
        Assert.StartsWith("recovery-time over all experiments: 2.5 s -> 3.1 s", mean.Summary, StringComparison.Ordinal);

        ExperimentResult[] Experiments(double recovery) =>
            [.. names.Select(name => Some.Experiment(Some.Injections(5, recovery), name))];
    }

    [Fact]
    public void Without_a_baseline_a_sound_run_passes_and_says_so()
    {
        var result = Run(Some.Evidence(Slow(30)), null);

        Assert.Equal((Verdict.Pass, 0), (result.Verdict, result.BaselineRuns));
        Assert.StartsWith("no baseline yet", Assert.Single(result.Findings).Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void A_baseline_of_another_fingerprint_is_not_compared_with()
    {
        var elsewhere = Some.Baseline() with { Fingerprint = Some.Fingerprint with { Kubernetes = "1.35" } };

        var result = Run(Some.Evidence(Slow(30)), elsewhere);

        Assert.Equal((Verdict.Pass, 0), (result.Verdict, result.BaselineRuns));
        Assert.Contains(
            "Kubernetes 1.35 instead of 1.36",
            Assert.Single(result.Findings).Summary,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_baseline_of_another_target_is_not_compared_with()
    {
        var other = Some.Baseline() with { Target = "recommender/deployment/other" };

        var result = Run(Some.Evidence(Slow(30)), other);

        Assert.Equal((Verdict.Pass, 0), (result.Verdict, result.BaselineRuns));
        Assert.StartsWith(
            "no baseline yet: there is",
            Assert.Single(result.Findings).Summary,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void An_experiment_that_no_accepted_run_holds_is_new()
    {
        var run = Some.Evidence(Some.Experiment(Some.Injections()), Some.Experiment(Some.Injections(5, 30), "b"));

        var result = Run(run, Some.Baseline());

        Assert.Equal(Verdict.Pass, result.Verdict);
        Assert.Contains(
            "nothing to compare it with",
            Assert.Single(result.Findings, f => f.Experiment == "b").Summary,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_run_without_data_gets_no_verdict()
    {
        var nothing = Some.Evidence() with { Experiments = [] };

        Worst(nothing, null, Verdict.Inconclusive);
        Worst(nothing, Some.Baseline(), Verdict.Inconclusive);
        Worst(nothing with { SteadyState = null, Censuses = [] }, Some.Baseline(), Verdict.Inconclusive);
    }
}

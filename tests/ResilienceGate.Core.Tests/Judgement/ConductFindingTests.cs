using ResilienceGate.Core.Baselines;
using ResilienceGate.Core.Judgement;
using ResilienceGate.Core.Measurements;

namespace ResilienceGate.Core.Tests.Judgement;

/// <summary>What needs no statistics: hypotheses, refusals, targets that do not come back, and too little to judge.</summary>
public sealed class ConductFindingTests
{
    private static JudgementResult Run(RunEvidence run, Baseline? baseline) => Judge.Run(run, baseline, new Margins());

    private static Finding Worst(RunEvidence run, Baseline? baseline, Verdict expected)
    {
        var result = Run(run, baseline);
        Assert.Equal(expected, result.Verdict);
        return result.Findings[0];
    }

    [Fact]
    public void A_violated_hypothesis_is_a_regression_with_or_without_a_baseline()
    {
        var run = Some.Evidence() with { SteadyState = Some.SteadyState("p99 is 250 ms"), Experiments = [] };

        Assert.Contains("p99 is 250 ms", Worst(run, null, Verdict.Regression).Summary, StringComparison.Ordinal);
        Worst(run, Some.Baseline(), Verdict.Regression);
    }

    [Fact]
    public void A_hypothesis_that_no_longer_holds_after_the_faults_is_a_regression()
    {
        var run = Some.Evidence() with { SteadyStateAfter = Some.SteadyState("p99 is 250 ms") };

        Assert.Equal(
            "after the last fault the steady-state hypothesis no longer holds: p99 is 250 ms",
            Worst(run, null, Verdict.Regression).Summary
        );
    }

    [Theory]
    [InlineData(0.95, Verdict.Regression)]
    [InlineData(0.999, Verdict.Pass)]
    [InlineData(1, Verdict.Pass)]
    public void An_availability_that_stays_lower_after_the_faults_is_a_regression_and_a_passing_dip_is_not(
        double bestQuarter,
        Verdict expected
    )
    {
        var after = Some.SteadyState() with { Good = 1900, BestQuarter = bestQuarter };

        var result = Run(Some.Evidence() with { SteadyStateAfter = after }, null);

        Assert.Equal(expected, result.Verdict);
        if (expected is Verdict.Regression)
        {
            Assert.Equal(
                "the faults left a lasting mark: availability was 100 % before them, and after the last one 95 % in the best quarter of the steady state",
                result.Findings[0].Summary
            );
        }
    }

    [Fact]
    public void A_refused_experiment_is_a_regression_only_where_the_baseline_carried_it_out()
    {
        var run = Some.Evidence(Some.Experiment([]) with { Refused = "1 of 1 pods is more than the 50 % allowed" });

        Assert.Equal(
            "'a pod is killed' could not be carried out: 1 of 1 pods is more than the 50 % allowed; 1 accepted run carried it out",
            Worst(run, Some.Baseline(), Verdict.Regression).Summary
        );
        Worst(run, null, Verdict.Inconclusive);
    }

    [Theory]
    [InlineData(0, Verdict.Pass)]
    [InlineData(1, Verdict.Inconclusive)]
    [InlineData(2, Verdict.Inconclusive)]
    [InlineData(3, Verdict.Regression)]
    public void One_that_never_recovers_is_no_pass_and_three_of_five_are_a_regression(int never, Verdict expected)
    {
        var run = Some.Evidence(
            Some.Experiment([
                .. Enumerable.Range(1, 5).Select(number => Some.Injection(number, number <= never ? null : 2.4)),
            ])
        );

        // Without a baseline no statistics judge: what remains is the rule.
        Assert.Equal(expected, Run(run, null).Verdict);
        if (expected is Verdict.Regression)
        {
            Assert.Equal(
                "the target did not recover from 'a pod is killed' within 60.0 s in 3 of 5 injections; 1 accepted run always recovered",
                Run(run, Some.Baseline()).Findings.First(finding => finding.Metric is null).Summary
            );
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_target_that_does_not_come_back_is_a_regression_with_or_without_a_baseline(int made)
    {
        var run = Some.Evidence(
            Some.Experiment([
                .. Enumerable.Range(1, made).Select(number => Some.Injection(number, recovery: null)),
            ]) with
            {
                Unstable = "2 of 3 replicas were ready for users after 120 s",
            }
        );

        Assert.StartsWith(
            $"the target did not come back after injection {made} of 'a pod is killed': 2 of 3 replicas were ready for users after 120 s, so that {5 - made} more could not be made; see",
            Worst(run, null, Verdict.Regression).Summary,
            StringComparison.Ordinal
        );
        Worst(run, Some.Baseline(), Verdict.Regression);
    }

    [Fact]
    public void A_target_that_is_not_stable_before_the_first_injection_is_a_regression()
    {
        var run = Some.Evidence(Some.Experiment([]) with { Unstable = "0 of 3 replicas were ready for users" });

        Assert.StartsWith(
            "the target was not stable before 'a pod is killed': 0 of 3",
            Worst(run, null, Verdict.Regression).Summary,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Where_accepted_runs_did_not_always_recover_the_rule_does_not_apply()
    {
        var never = Some.Experiment([
            .. Enumerable.Range(1, 5).Select(number => Some.Injection(number, number <= 3 ? null : 2.4)),
        ]);

        Assert.Equal(Verdict.Pass, Run(Some.Evidence(never), Some.Baseline(Some.Accepted("1", never))).Verdict);
    }

    [Theory]
    [InlineData(4, Verdict.Pass)]
    [InlineData(3, Verdict.Inconclusive)]
    [InlineData(0, Verdict.Inconclusive)]
    public void Fewer_than_four_valid_injections_of_five_are_inconclusive(int valid, Verdict expected)
    {
        var run = Some.Evidence(
            Some.Experiment([
                .. Enumerable
                    .Range(1, 5)
                    .Select(number => Some.Injection(number, reason: number <= valid ? null : "not proved")),
            ])
        );

        Assert.Equal(expected, Run(run, Some.Baseline()).Verdict);
        if (expected is Verdict.Inconclusive)
        {
            Assert.Equal(
                $"only {valid} of 5 planned injections of 'a pod is killed' are valid, and 80 % are needed: not proved ({5 - valid} times); remove the cause and run again",
                Run(run, null).Findings[0].Summary
            );
        }
    }

    [Fact]
    public void What_a_missed_load_or_a_blind_oracle_measured_is_inconclusive()
    {
        var run = Some.Evidence();

        Worst(run with { Load = Load.None.WithSecond(100, 50, TimeSpan.Zero) }, null, Verdict.Inconclusive);
        Worst(run with { OraclePower = new(90, 30, 10, 0) }, null, Verdict.Inconclusive);
    }

    [Fact]
    public void An_abort_is_a_regression_where_accepted_versions_withstood()
    {
        var run = Some.Evidence() with { EndedEarly = new EarlyEnd("availability was below 50 % for 30 s", true) };

        Assert.Contains(
            "availability was below",
            Worst(run, Some.Baseline(), Verdict.Regression).Summary,
            StringComparison.Ordinal
        );
        Worst(run, null, Verdict.Inconclusive);
        Worst(run with { EndedEarly = new EarlyEnd("it was cancelled", false) }, Some.Baseline(), Verdict.Inconclusive);
        var failed = run with { EndedEarly = new EarlyEnd("The probe ended. Its log says why.", false) };
        Assert.StartsWith(
            "the run ended early: The probe ended. Its log says why; what was left",
            Worst(failed, Some.Baseline(), Verdict.Inconclusive).Summary,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void An_experiment_that_accepted_runs_hold_and_this_one_does_not_is_inconclusive()
    {
        var more = Some.Accepted("1", Some.Experiment(Some.Injections()), Some.Experiment(Some.Injections(), "b"));

        Assert.Equal("b", Worst(Some.Evidence(), Some.Baseline(more), Verdict.Inconclusive).Experiment);
    }
}

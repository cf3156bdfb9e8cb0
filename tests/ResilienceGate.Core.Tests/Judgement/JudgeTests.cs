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
            finding => Assert.Contains("would have been seen", finding.Summary, StringComparison.Ordinal)
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
    public void A_tail_latency_that_doubles_or_triples_is_no_regression_after_a_single_accepted_run()
    {
        var tripled = Some.Experiment([.. Some.Injections().Select((_, i) => Some.Injection(i + 1, p99: 0.06))]);

        Assert.Equal(Verdict.Pass, Run(Some.Evidence(tripled), Some.Baseline()).Verdict);
    }

    [Fact]
    public void A_suspect_that_is_not_convicted_is_told()
    {
        var finding = Assert.Single(
            Run(Some.Evidence(Slow(3.4)), Some.Baseline()).Findings,
            finding => finding.Metric is Metric.RecoveryTime
        );

        Assert.Equal(Verdict.Pass, finding.Verdict);
        Assert.Contains("looks worse, but not beyond doubt", finding.Summary, StringComparison.Ordinal);
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
    public void A_violated_hypothesis_is_a_regression_with_or_without_a_baseline()
    {
        var run = Some.Evidence() with { SteadyState = Some.SteadyState("p99 is 250 ms"), Experiments = [] };

        Assert.Contains("p99 is 250 ms", Worst(run, null, Verdict.Regression).Summary, StringComparison.Ordinal);
        Worst(run, Some.Baseline(), Verdict.Regression);
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

using ResilienceGate.Core.Baselines;
using ResilienceGate.Core.Judgement;
using ResilienceGate.Core.Judgement.Duets;
using ResilienceGate.Core.Measurements;

namespace ResilienceGate.Core.Tests.Judgement.Duets;

public sealed class DuetTests
{
    private static readonly Baseline TenRuns = Some.Baseline([
        .. Enumerable.Range(1, 10).Select(run => Some.Accepted($"{run}", Run(2.4 + (0.03 * run)))),
    ]);

    private static ExperimentResult Run(double recovery) => Some.Experiment(Some.Injections(5, recovery));

    private static RunEvidence Slow => Some.Evidence(Run(5));

    private static InjectionPair Pair(double? accepted, double? candidate, string? reason = null) =>
        InjectionPair.Of(
            Some.Kill,
            Some.Injection(recovery: accepted),
            Some.Injection(recovery: candidate, reason: reason)
        );

    private static Duet Hold(Duet duet, params (double? Accepted, double? Candidate)[] pairs) =>
        pairs.Aggregate(duet, (held, pair) => held.With(Pair(pair.Accepted, pair.Candidate)));

    private static Duet Start() => Assert.Single(Judge.Suspicions(Slow, TenRuns, new Margins()));

    [Fact]
    public void An_equal_version_needs_no_duet() =>
        Assert.Empty(Judge.Suspicions(Some.Evidence(Run(2.5)), TenRuns, new Margins()));

    [Fact]
    public void A_suspect_that_is_slow_beside_the_accepted_version_too_is_a_regression()
    {
        var duet = Hold(
            Start(),
            [
                .. Enumerable
                    .Range(0, 20)
                    .Select(i => ((double?)(2.4 + (0.05 * (i % 3))), (double?)(4.9 + (0.1 * (i % 2))))),
            ]
        );

        Assert.Equal((DuetState.Regression, 7), (duet.State, duet.Pairs.Count));
        Assert.Empty(duet.Wanted);
        var result = Judge.Run(Slow, TenRuns, new Margins(), [duet]);
        Assert.Equal(Verdict.Regression, result.Verdict);
        Assert.Matches(
            @"^recovery-time of 'a pod is killed': 2\.4 s -> 5\.0 s \(\+102 %, 95 % CI \+9\d\.\.\+1\d\d %\), 7 of 7 pairs worse side by side with the accepted version; load takes 2\.5 s longer",
            result.Findings[0].Summary
        );
        Assert.Equal(7, result.Findings[0].Evidence?.Pairs);
    }

    [Fact]
    public void A_suspect_that_is_as_fast_as_the_accepted_version_beside_it_is_cleared()
    {
        var duet = Hold(Start(), (4.9, 4.8), (5.0, 4.9), (4.8, 4.9), (5.1, 4.9));

        Assert.Equal(DuetState.Cleared, duet.State);
        Assert.Equal(Verdict.Regression, Judge.Run(Slow, TenRuns, new Margins()).Verdict);
        var result = Judge.Run(Slow, TenRuns, new Margins(), [duet]);
        Assert.Equal(Verdict.Pass, result.Verdict);
        Assert.Contains(
            result.Findings,
            finding => finding.Summary.EndsWith("cleared side by side with it", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_duet_that_ends_undecided_is_inconclusive_and_says_what_would_settle_it()
    {
        var duet = Hold(Start(), (2.4, 2.9), (2.5, 2.8));

        Assert.Equal(DuetState.Undecided, duet.State);
        Assert.Equal([Some.Kill], duet.Wanted);
        var result = Judge.Run(Slow, TenRuns, new Margins(), [duet]);
        Assert.Equal(Verdict.Inconclusive, result.Verdict);
        Assert.EndsWith(
            "the duet ended after 2 valid pairs, and that does not settle it: run again with time for up to 18 more pairs",
            result.Findings[0].Summary,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Void_pairs_and_pairs_of_other_experiments_never_count()
    {
        var duet = Hold(Start(), (2.4, 2.9)).With(Pair(2.4, 60, "not proved"));

        Assert.Equal((1, 1), (duet.Pairs.Count, duet.Void));
        Assert.Equal(duet, duet.With(Pair(2.4, 60) with { Experiment = "other" }));
    }

    [Fact]
    public void A_recovery_that_never_came_is_worse_than_any_that_did()
    {
        var duet = Hold(Start(), [.. Enumerable.Repeat(((double?)2.4, (double?)null), 8)]);

        Assert.Equal(DuetState.Regression, duet.State);
    }

    [Fact]
    public void Below_five_accepted_runs_every_hypothesis_goes_to_the_duet()
    {
        var duet = Assert.Single(Judge.Suspicions(Some.Evidence(Run(2.4)), Some.Baseline(), new Margins()));

        Assert.Equal(4, duet.Progress.Count);
        Assert.All(
            duet.Progress,
            suspect => Assert.EndsWith("no pair yet", suspect.Sentence, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Without_a_baseline_a_duet_with_the_version_before_tells_a_slow_one_from_an_equal_one()
    {
        var start = Assert.Single(Judge.Suspicions(Slow, null, new Margins()));
        var slow = start;
        var equal = start;
        for (var i = 0; i < 20; i++)
        {
            slow = slow.With(Pair(2.4 + (0.1 * (i % 3)), 5 + (0.1 * (i % 5))));
            equal = equal.With(Pair(2.4 + (0.1 * (i % 3)), 2.4 + (0.1 * (i % 5 % 3))));
        }

        Assert.Equal((DuetState.Regression, DuetState.Cleared), (slow.State, equal.State));
        Assert.Equal(Verdict.Regression, Judge.Run(Slow, null, new Margins(), [slow]).Verdict);
        Assert.Equal(Verdict.Pass, Judge.Run(Slow, null, new Margins(), [equal]).Verdict);
    }

    [Fact]
    public void What_creeps_is_found_against_the_anchor_and_the_finding_says_so()
    {
        var crept = TenRuns with
        {
            Runs = [.. TenRuns.Runs.Select(run => run with { Run = $"new {run.Run}", Experiments = Values(5) })],
            Anchor = new Anchor { Runs = TenRuns.Runs },
        };

        var duet = Assert.Single(Judge.Suspicions(Slow, crept, new Margins()));
        var result = Judge.Run(Slow, crept, new Margins());

        Assert.Equal(Reference.Anchor, duet.Against);
        Assert.Equal(Verdict.Regression, result.Verdict);
        Assert.StartsWith(
            "against the anchored release: recovery-time",
            result.Findings[0].Summary,
            StringComparison.Ordinal
        );
        Assert.Equal(Verdict.Pass, Judge.Run(Slow, crept with { Anchor = null }, new Margins()).Verdict);

        static IReadOnlyDictionary<string, IReadOnlyList<InjectionValues>> Values(double recovery) =>
            Some.Accepted("x", Run(recovery)).Experiments;
    }

    [Fact]
    public void A_run_that_is_a_regression_as_it_is_needs_no_duet()
    {
        var violated = Slow with { SteadyState = Some.SteadyState("p99 is 3 s") };

        Assert.Empty(Judge.Suspicions(violated, TenRuns, new Margins()));
    }
}

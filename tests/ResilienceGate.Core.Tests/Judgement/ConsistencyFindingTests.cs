using ResilienceGate.Core.Consistency;
using ResilienceGate.Core.Judgement;

namespace ResilienceGate.Core.Tests.Judgement;

public sealed class ConsistencyFindingTests
{
    private static readonly Dictionary<string, Prediction> OneWrong = new(Some.Truth) { ["r2"] = Some.Ranked(1, 2, 3) };

    private static Finding Only(RunEvidence run, Verdict expected)
    {
        var findings = Judge.Run(run, Some.Baseline(), new Margins()).Findings;
        return Assert.Single(findings, finding => finding.Verdict == expected);
    }

    private static RunEvidence After(params ReplicaState[] replicas) =>
        Some.Evidence() with
        {
            Censuses = [Some.Census(Census.SteadyState), Some.Census(Some.Kill, replicas)],
        };

    [Fact]
    public void A_digest_that_changed_unasked_is_a_regression()
    {
        var finding = Only(After(Some.Replica("a"), Some.Replica("d", "sha256:bb")), Verdict.Regression);

        Assert.Equal(
            "pod d no longer serves what was rolled out after 'a pod is killed': its state digest is sha256:bb where it was sha256:aa in the steady state, and nobody asked for a change",
            finding.Summary
        );
        Assert.Equal(Some.Kill, finding.Experiment);
    }

    [Fact]
    public void Golden_requests_that_are_answered_wrongly_are_a_regression() =>
        Assert.Equal(
            "pod d answers 1 of 3 golden requests wrongly after 'a pod is killed' (r2)",
            Only(After(Some.Replica("a"), Some.Replica("d", answers: OneWrong)), Verdict.Regression).Summary
        );

    [Fact]
    public void Replicas_that_disagree_before_any_fault_are_a_regression() =>
        Assert.Equal(
            "1 of 3 replicas disagree with the rest in the steady state (divergence 0.33): against pod a, pod b has state digest sha256:bb instead of sha256:aa and answers 1 golden request differently (r2)",
            Only(
                Some.Evidence() with
                {
                    Censuses =
                    [
                        Some.Census(
                            Census.SteadyState,
                            Some.Replica("a"),
                            Some.Replica("b", "sha256:bb", OneWrong),
                            Some.Replica("c")
                        ),
                        Some.Census(Some.Kill),
                    ],
                },
                Verdict.Regression
            ).Summary
        );

    [Fact]
    public void All_replicas_may_be_wrong_together()
    {
        var run = After(Some.Replica("d", answers: OneWrong), Some.Replica("e", answers: OneWrong));

        Assert.Equal(
            2,
            Judge.Run(run, null, new Margins()).Findings.Count(finding => finding.Verdict is Verdict.Regression)
        );
    }

    [Fact]
    public void Wrong_answers_in_time_are_a_regression_and_void_injections_do_not_count()
    {
        var wrong = Some.Injections()
            .Select(injection => injection with { Wrong = injection.Number is 2 or 5 ? 6 : 0 });
        var voided = Some.Injection(6, reason: "not proved") with { Wrong = 99 };

        var finding = Only(Some.Evidence(Some.Experiment([.. wrong, voided])), Verdict.Regression);

        Assert.StartsWith(
            "12 of 3000 requests were answered in time but wrongly during 'a pod is killed' (in injection 2, 5)",
            finding.Summary,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Wrong_answers_in_the_steady_state_are_a_regression() =>
        Only(Some.Evidence() with { SteadyState = Some.SteadyState() with { Wrong = 1 } }, Verdict.Regression);

    [Fact]
    public void A_replica_that_could_not_be_asked_is_inconclusive() =>
        Assert.Contains(
            "pod d could not be asked after 'a pod is killed' (connection refused)",
            Only(
                After(Some.Replica("a"), Some.Replica("d", null) with { Error = "connection refused" }),
                Verdict.Inconclusive
            ).Summary,
            StringComparison.Ordinal
        );

    [Fact]
    public void Replicas_that_nobody_asked_are_inconclusive()
    {
        Only(Some.Evidence() with { Censuses = [Some.Census(Census.SteadyState)] }, Verdict.Inconclusive);
        Only(Some.Evidence() with { Censuses = [Some.Census(Some.Kill)] }, Verdict.Inconclusive);
        Only(
            After() with
            {
                Censuses = [Some.Census(Census.SteadyState), new Census(Some.Kill, [])],
            },
            Verdict.Inconclusive
        );
    }
}

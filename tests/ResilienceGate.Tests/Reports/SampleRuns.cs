using ResilienceGate.Core.Judgement;
using ResilienceGate.Core.Measurements;
using ResilienceGate.Core.Reports;

namespace ResilienceGate.Tests.Reports;

/// <summary>Runs as a gate reports them, small enough to read in a golden file.</summary>
internal static class SampleRuns
{
    public static readonly DateTimeOffset Started = new(2026, 3, 14, 9, 26, 53, TimeSpan.Zero);

    public static RunResult Pass { get; } =
        new()
        {
            Format = RunResult.CurrentFormat,
            Run = "rg-7f3a",
            Started = Started,
            Took = TimeSpan.FromSeconds(187),
            Plan = "resilience-gate.yaml",
            Target = "shop/deployment/recommender",
            Replicas = 3,
            RecoveryPeriod = TimeSpan.FromSeconds(1),
            Commit = "0123456789abcdef",
            Seed = 42,
            Environment = new RunEnvironment
            {
                Gate = "0.1.0",
                Kubernetes = "1.36",
                Nodes = 3,
                Protocol = "open-inference-v2",
                Rate = 100,
                ClockOffset = TimeSpan.FromMilliseconds(-1.5),
                ClockError = TimeSpan.FromMilliseconds(0.4),
            },
            SteadyState = new SteadyState
            {
                For = TimeSpan.FromSeconds(20),
                Sent = 2000,
                Good = 2000,
                Wrong = 0,
                Latency = SampleMeasurements.Latency(4),
                Violations = [],
            },
            SteadyStateAfter = new SteadyState
            {
                For = TimeSpan.FromSeconds(20),
                Sent = 2000,
                Good = 1999,
                Wrong = 0,
                Latency = SampleMeasurements.Latency(5),
                BestQuarter = 1,
                Violations = [],
            },
            Experiments = [SampleMeasurements.Killed(load: 2.1), SampleMeasurements.Drained()],
            Censuses = [SampleMeasurements.Census("steady state"), SampleMeasurements.Census("a pod is killed")],
            Timeline = SampleMeasurements.Timeline,
            Verdict = Verdict.Pass,
            Conclusion = Conclusion.Success,
            Findings =
            [
                Compared(Verdict.Pass, Metric.RecoveryTime, 4, 4.1, 0.025, -0.05, 0.1, 0.10),
                Compared(Verdict.Pass, Metric.Availability, 0.9985, 0.998, -0.0005, -0.0009, 0.0001, -0.002),
                new Finding { Verdict = Verdict.Pass, Summary = "The digest of every replica stayed the same." },
            ],
            BaselineRuns = 10,
            BaselineAction = "recorded: 11 accepted runs",
            Score = 99.6,
            CleanUp = new CleanUp(8, 8, []),
        };

    public static RunResult Regression { get; } =
        Pass with
        {
            Experiments = [SampleMeasurements.Killed(load: 7.1), SampleMeasurements.Drained()],
            Verdict = Verdict.Regression,
            Conclusion = Conclusion.Failure,
            Findings =
            [
                Compared(Verdict.Regression, Metric.RecoveryTime, 4.1, 9.1, 1.22, 1.1, 1.4, 0.10) with
                {
                    Summary =
                        "recovery-time of 'a pod is killed': 4.1 s -> 9.1 s (+122 %, 95 % CI +110..+140 %); load takes 5.0 s longer",
                },
                Compared(Verdict.Pass, Metric.P99, 0.006, 0.008, 0.33, -0.1, 0.8, 0.10) with
                {
                    Summary =
                        "p99 of 'a pod is killed': 6 ms -> 8 ms (+33 %, 95 % CI -10..+80 %): not proven: beyond the allowed +10 %, but chance may have done it; a change of +90 % would have been seen",
                },
                Compared(Verdict.Pass, Metric.Outage, 0, 0.1, 0.1, -0.3, 0.4, 0.3),
                Compared(Verdict.Pass, Metric.Availability, 0.9985, 0.998, -0.0005, -0.0009, 0.0001, -0.002),
            ],
            BaselineAction = "left alone: a regression is not accepted",
            Score = 97.25,
        };

    public static RunResult Inconclusive { get; } =
        Pass with
        {
            Experiments =
            [
                SampleMeasurements.Killed(load: 2.1) with
                {
                    Injections =
                    [
                        .. SampleMeasurements
                            .Killed(load: 2.1)
                            .Injections.Select(i =>
                                i.Number <= 2 ? i with { Void = "the pod was gone before it was hit" } : i
                            ),
                    ],
                },
            ],
            Verdict = Verdict.Inconclusive,
            Conclusion = Conclusion.Warning,
            Findings =
            [
                new Finding
                {
                    Verdict = Verdict.Inconclusive,
                    Experiment = "a pod is killed",
                    Summary = "'a pod is killed': 3 of 5 injections are valid, and 4 are needed; run the gate again",
                },
            ],
            BaselineAction = "left alone: the verdict is inconclusive",
            CleanUp = new CleanUp(5, 5, []),
        };

    public static RunResult WithoutBaseline { get; } =
        Pass with
        {
            Commit = null,
            Findings = [],
            BaselineRuns = 0,
            BaselineAction = "recorded: the first accepted run",
        };

    public static RunResult Cancelled { get; } =
        Pass with
        {
            SteadyState = null,
            SteadyStateAfter = null,
            Experiments = [SampleMeasurements.Killed(load: 2.1) with { Injections = [] }],
            Censuses = [],
            Verdict = Verdict.Inconclusive,
            Conclusion = Conclusion.Failure,
            Findings = [],
            BaselineRuns = 0,
            BaselineAction = "left alone: the run was cancelled",
            Score = null,
            EndedEarly = "cancelled by SIGINT during injection 1 of \"a pod is killed\"",
            CleanUp = new CleanUp(1, 0, ["node worker-2 is cordoned: kubectl uncordon worker-2"]),
        };

    private static Finding Compared(
        Verdict verdict,
        Metric metric,
        double baseline,
        double candidate,
        double change,
        double low,
        double high,
        double margin
    ) =>
        new()
        {
            Verdict = verdict,
            Experiment = "a pod is killed",
            Metric = metric,
            Summary = "Within what is allowed.",
            Evidence = new Comparison
            {
                Baseline = baseline,
                Candidate = candidate,
                Change = change,
                ChangeLow = low,
                ChangeHigh = high,
                Margin = margin,
                PValue = 0.5,
                Detectable = metric is Metric.Availability ? -0.01 : 0.9,
                Runs = 10,
                Injections = 5,
            },
        };
}

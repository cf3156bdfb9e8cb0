using CsCheck;
using ResilienceGate.Core.Baselines;
using ResilienceGate.Core.Consistency;
using ResilienceGate.Core.Judgement;
using ResilienceGate.Core.Measurements;
using ResilienceGate.Core.Reports;

namespace ResilienceGate.Core.Tests.Reports;

public sealed class ResultDocumentTests
{
    private static RunResult Result(params ExperimentResult[] experiments)
    {
        var run = Some.Evidence(experiments);
        var judged = Judge.Run(run, Some.Baseline(), new Margins());
        return new RunResult
        {
            Format = RunResult.CurrentFormat,
            Run = "run-1",
            Started = Some.Noon,
            Took = TimeSpan.FromTicks(1_234_567_891),
            Plan = "resilience-gate.yaml",
            Target = "recommender/deployment/recommender",
            Replicas = 3,
            RecoveryPeriod = TimeSpan.FromSeconds(1),
            Commit = "abc",
            ModelVersion = "2",
            Digest = "sha256:aa",
            Seed = 7,
            Environment = new RunEnvironment
            {
                Gate = "0.1.0",
                Kubernetes = "1.36.1",
                Nodes = 3,
                Protocol = "open-inference-v2",
                Rate = 100,
            },
            SteadyState = run.SteadyState,
            Experiments = run.Experiments,
            Censuses = run.Censuses,
            Timeline =
            [
                new TrafficSecond(
                    TimeSpan.FromSeconds(1),
                    100,
                    99,
                    1,
                    TimeSpan.FromMilliseconds(2),
                    TimeSpan.FromMilliseconds(9)
                ),
                // Nobody answered.
                new TrafficSecond(TimeSpan.FromSeconds(2), 0, 0, 0),
            ],
            Load = run.Load,
            OraclePower = run.OraclePower,
            Verdict = judged.Verdict,
            Conclusion = Conclusion.Success,
            Findings = judged.Findings,
            BaselineRuns = judged.BaselineRuns,
            BaselineAction = "left alone",
            CleanUp = new CleanUp(5, 5, []),
        };
    }

    [Fact]
    public void What_was_written_is_read_back() =>
        Gen.Select(Gen.Double[0.5, 60].Array[1, 5], Gen.Long[0, 1500])
            .Sample(
                (recoveries, good) =>
                {
                    var result = Result(
                        Some.Experiment([.. recoveries.Select((time, i) => Some.Injection(i + 1, time, good: good))])
                    );

                    Assert.Equivalent(
                        result,
                        ResultDocument.Read(ResultDocument.Write(result), "r.json"),
                        strict: true
                    );
                },
                iter: 50
            );

    [Fact]
    public void Times_are_seconds_and_enums_are_words()
    {
        var json = ResultDocument.Write(Result());

        Assert.Contains("\"took\": 123.4567891", json, StringComparison.Ordinal);
        Assert.Contains("\"metric\": \"recovery-time\"", json, StringComparison.Ordinal);
        Assert.Contains("\"phase\": \"load\"", json, StringComparison.Ordinal);
        Assert.Contains("\"verdict\": \"pass\"", json, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_answers_NaN_can_be_reported()
    {
        var answers = new Dictionary<string, Prediction> { ["r1"] = Some.Ranked(double.NaN) };
        var result = Result() with { Censuses = [Some.Census(Some.Kill, Some.Replica("a", answers: answers))] };

        var read = ResultDocument.Read(ResultDocument.Write(result), "r.json");

        Assert.Equal([double.NaN], read.Censuses[0].Replicas[0].Answers["r1"].Outputs[0].Numbers);
    }

    [Fact]
    public void A_baseline_is_no_result() =>
        Assert.Throws<DocumentException>(() =>
            ResultDocument.Read(BaselineDocument.Write([Some.Baseline()]), "b.json")
        );

    [Fact]
    public void An_accepted_run_keeps_the_valid_injections_and_the_model()
    {
        var result = Result(
            Some.Experiment([Some.Injection(1, 2.5), Some.Injection(2, 3, reason: "void"), Some.Injection(3, null)]),
            Some.Experiment([Some.Injection(1, reason: "void")], "b")
        );

        var accepted = AcceptedRun.From(result);

        Assert.Equal(
            ("run-1", "abc", "2", "sha256:aa", 3),
            (accepted.Run, accepted.Commit, accepted.ModelVersion, accepted.Digest, accepted.Replicas)
        );
        Assert.Equal([Some.Kill], accepted.Experiments.Keys);
        Assert.Equal([2.5, null], accepted.Experiments[Some.Kill].Select(injection => injection.RecoveryTime));
        Assert.Equal(1.5, accepted.Experiments[Some.Kill][0].Phases[Phase.Load]);
    }
}

using CsCheck;
using ResilienceGate.Core.Judgement;
using ResilienceGate.Core.Measurements;

namespace ResilienceGate.Core.Tests.Judgement;

/// <summary>What must hold for every run, baseline and change.</summary>
public sealed class JudgeLawsTests
{
    private static readonly Gen<Injection> AnyInjection = Gen.Select(
        Gen.Frequency((9, Gen.Double[1.5, 12].Select(seconds => (double?)seconds)), (1, Gen.Const((double?)null))),
        Gen.Int[0, 30],
        Gen.Double[0.005, 2],
        Gen.Long[1000, 1500],
        (recovery, bins, p99, good) => Some.Injection(1, recovery, bins / 10.0, p99, good)
    );

    private static readonly Gen<Injection[]> Injections = AnyInjection
        .Array[5]
        .Select(injections => injections.Select((injection, i) => injection with { Number = i + 1 }).ToArray());

    /// <summary>One or two experiments of five injections.</summary>
    private static readonly Gen<Injection[][]> AnyRun = Injections.Array[1, 2];

    private static readonly Gen<(Injection[][] Candidate, Injection[][][] Accepted)> AnyGate = Gen.Select(
        AnyRun,
        AnyRun.Array[1, 7]
    );

    private static ExperimentResult[] Experiments(Injection[][] run) =>
        [.. run.Select((injections, i) => Some.Experiment(injections, $"experiment {i}"))];

    private static JudgementResult Run(Injection[][] candidate, Injection[][][] accepted) =>
        Judge.Run(
            Some.Evidence(Experiments(candidate)),
            Some.Baseline([.. accepted.Select((run, i) => Some.Accepted($"{i}", Experiments(run)))]),
            new Margins()
        );

    [Fact]
    public void A_worse_candidate_never_gets_a_better_verdict() =>
        Gen.Select(AnyGate, Gen.Int[0, 4], Gen.Double[0, 3], Gen.Int[0, 4])
            .Sample(
                (gate, at, more, what) =>
                {
                    var worse = gate.Candidate.Select((injections, i) => i > 0 ? injections : Worsened(injections));
                    return Verdicts.Severity(Run([.. worse], gate.Accepted).Verdict)
                        >= Verdicts.Severity(Run(gate.Candidate, gate.Accepted).Verdict);

                    Injection[] Worsened(Injection[] injections) =>
                        [.. injections.Select((injection, i) => i > at ? injection : Worse(injection, more, what))];
                },
                iter: 400
            );

    private static Injection Worse(Injection injection, double more, int what) =>
        what switch
        {
            0 => injection with { RecoveryTime = injection.RecoveryTime * (1 + more) },
            1 => injection with { Outage = injection.Outage + TimeSpan.FromSeconds(more) },
            2 => injection with { Latency = Slower(injection.Latency, 1 + (10 * more)) },
            3 => injection with { Good = (long)(injection.Good / (1 + more)) },
            _ => injection with { RecoveryTime = null },
        };

    private static LatencySummary? Slower(LatencySummary? latency, double factor) =>
        latency is null ? null : latency with { P99 = latency.P99 * factor };

    [Fact]
    public void The_order_of_injections_and_of_runs_does_not_matter() =>
        Gen.Select(AnyGate, Gen.Int)
            .Sample(
                (gate, seed) =>
                {
                    var random = new Random(seed);
                    var accepted = gate.Accepted.ToArray();
                    random.Shuffle(accepted);
                    var candidate = gate.Candidate.Select(injections => injections.ToArray()).ToArray();
                    foreach (var injections in candidate)
                        random.Shuffle(injections);

                    AssertSame(Run(gate.Candidate, gate.Accepted), Run(candidate, accepted));
                },
                iter: 200
            );

    [Fact]
    public void Void_injections_never_count() =>
        Gen.Select(AnyGate, AnyInjection)
            .Sample(
                (gate, other) =>
                {
                    var voided = other with { Number = 6, Void = "not proved", Wrong = 7 };
                    var more = gate.Candidate.Select(injections => (Injection[])[.. injections, voided]).ToArray();

                    AssertSame(Run(gate.Candidate, gate.Accepted), Run(more, gate.Accepted));
                },
                iter: 200
            );

    [Fact]
    public void Without_a_valid_injection_there_is_no_pass_and_nothing_is_compared() =>
        AnyGate.Sample(
            gate =>
            {
                var voided = gate
                    .Candidate.Select(injections =>
                        injections.Select(injection => injection with { Void = "not proved" }).ToArray()
                    )
                    .ToArray();

                var result = Run(voided, gate.Accepted);

                Assert.Equal(Verdict.Inconclusive, result.Verdict);
                Assert.DoesNotContain(result.Findings, finding => finding.Metric is not null);
            },
            iter: 100
        );

    [Fact]
    public void Every_number_of_a_finding_can_be_read_and_lies_in_its_interval() =>
        AnyGate.Sample(
            gate =>
                Assert.All(
                    Run(gate.Candidate, gate.Accepted)
                        .Findings.Select(finding => finding.Evidence)
                        .OfType<Comparison>(),
                    evidence =>
                    {
                        Assert.True(double.IsFinite(evidence.Detectable) && double.IsFinite(evidence.Margin));
                        Assert.InRange(evidence.Change, evidence.ChangeLow - 1e-9, evidence.ChangeHigh + 1e-9);
                        Assert.InRange(evidence.PValue, 0, 1);
                    }
                ),
            iter: 200
        );

    private static void AssertSame(JudgementResult expected, JudgementResult actual)
    {
        Assert.Equal(expected.Verdict, actual.Verdict);
        Assert.Equal(
            expected.Findings.Select(finding => finding.Summary).Order(StringComparer.Ordinal),
            actual.Findings.Select(finding => finding.Summary).Order(StringComparer.Ordinal)
        );
    }
}

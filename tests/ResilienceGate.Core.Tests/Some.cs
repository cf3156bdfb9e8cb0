using ResilienceGate.Core.Baselines;
using ResilienceGate.Core.Consistency;
using ResilienceGate.Core.Judgement;
using ResilienceGate.Core.Measurements;

namespace ResilienceGate.Core.Tests;

/// <summary>Ordinary values of the domain, from which each test changes what it is about.</summary>
internal static class Some
{
    public const string Kill = "a pod is killed";

    public const string Target = "recommender/deployment/recommender";

    public static readonly DateTimeOffset Noon = new(2025, 1, 2, 12, 0, 0, TimeSpan.Zero);

    public static readonly Oracle Oracle = new Oracle.Ranking(3, 1);

    public static readonly Fingerprint Fingerprint = new()
    {
        Cluster = "5f0b",
        Kubernetes = "1.36",
        Nodes = "amd64",
        Plan = "sha256:aa",
    };

    public static readonly Dictionary<string, Prediction> Truth = new()
    {
        ["r1"] = Ranked(1, 2, 3),
        ["r2"] = Ranked(4, 5, 6),
        ["r3"] = Ranked(7, 8, 9),
    };

    public static Prediction Ranked(params double[] items) => new([new Tensor { Name = "items", Numbers = items }]);

    public static Injection Injection(
        int number = 1,
        double? recovery = 2.4,
        double outage = 0.1,
        double p99 = 0.02,
        long good = 1490,
        string? reason = null
    ) =>
        new()
        {
            Number = number,
            At = Noon.AddMinutes(number),
            Victims = [$"recommender-{number}"],
            Proof = "pod is gone",
            Void = reason,
            RecoveryTime = recovery is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Watched = TimeSpan.FromSeconds(60),
            Outage = TimeSpan.FromSeconds(outage),
            Latency = new LatencySummary(
                TimeSpan.FromSeconds(p99 / 4),
                TimeSpan.FromSeconds(p99 / 2),
                TimeSpan.FromSeconds(p99),
                TimeSpan.FromSeconds(p99 * 2)
            ),
            Sent = 1500,
            Good = good,
            Wrong = 0,
            Phases = recovery is { } time
                ?
                [
                    new PhaseTime(Phase.Start, TimeSpan.FromSeconds(1)),
                    new PhaseTime(Phase.Load, TimeSpan.FromSeconds(time - 1)),
                ]
                : [],
        };

    /// <summary>Injections that differ a little, as equal ones do.</summary>
    public static IReadOnlyList<Injection> Injections(int count = 5, double recovery = 2.4) =>
        [.. Enumerable.Range(1, count).Select(number => Injection(number, recovery + (0.05 * (number % 3))))];

    public static ExperimentResult Experiment(IReadOnlyList<Injection> injections, string name = Kill) =>
        new()
        {
            Name = name,
            Fault = "pod-kill",
            Line = 7,
            Planned = 5,
            Injections = injections,
        };

    public static ReplicaState Replica(
        string pod,
        string? digest = "sha256:aa",
        IReadOnlyDictionary<string, Prediction>? answers = null
    ) =>
        new()
        {
            Pod = pod,
            Address = "10.0.0.1:8080",
            ModelVersion = "1",
            Digest = digest,
            Answers = answers ?? Truth,
        };

    public static Census Census(string when, params ReplicaState[] replicas) =>
        new(when, replicas.Length > 0 ? replicas : [Replica("a"), Replica("b"), Replica("c")]);

    public static SteadyState SteadyState(params string[] violations) =>
        new()
        {
            For = TimeSpan.FromSeconds(20),
            Sent = 2000,
            Good = 2000,
            Wrong = 0,
            BestQuarter = 1,
            Violations = violations,
        };

    public static RunEvidence Evidence(params ExperimentResult[] experiments) =>
        new()
        {
            Target = Target,
            Fingerprint = Fingerprint,
            SteadyState = SteadyState(),
            SteadyStateAfter = SteadyState(),
            Experiments = experiments.Length > 0 ? experiments : [Experiment(Injections())],
            Censuses = [Census(Core.Consistency.Census.SteadyState), Census(Kill)],
            Oracle = Oracle,
            Truth = Truth,
            OraclePower = OraclePower.Measure(Oracle, Truth),
            Load = Load.None.WithSecond(100, 0, TimeSpan.Zero),
            EndedEarly = null,
            Rate = 100,
            RecoveryPeriod = TimeSpan.FromSeconds(0.1),
        };

    public static AcceptedRun Accepted(string run, params ExperimentResult[] experiments) =>
        new()
        {
            Run = run,
            At = Noon,
            Replicas = 3,
            RecoveryPeriod = TimeSpan.FromSeconds(0.1),
            Experiments = InjectionValues.Of(experiments.Length > 0 ? experiments : [Experiment(Injections())]),
        };

    public static Baseline Baseline(params AcceptedRun[] runs) =>
        new()
        {
            Format = Core.Baselines.Baseline.CurrentFormat,
            Target = Target,
            Fingerprint = Fingerprint,
            Runs = runs.Length > 0 ? runs : [Accepted("1")],
        };
}

using ResilienceGate.Core.Consistency;
using ResilienceGate.Core.Measurements;

namespace ResilienceGate.Tests.Reports;

/// <summary>What the sample runs measured.</summary>
internal static class SampleMeasurements
{
    public static ExperimentResult Killed(double load) =>
        new()
        {
            Name = "a pod is killed",
            Fault = "pod-kill",
            Line = 12,
            Planned = 5,
            Injections = [.. Enumerable.Range(1, 5).Select(n => Injection(n, load, TimeSpan.FromMilliseconds(100)))],
        };

    public static ExperimentResult Drained() =>
        new()
        {
            Name = "a node is drained",
            Fault = "node-drain",
            Line = 16,
            Planned = 3,
            Injections =
            [
                Injection(1, 2.1, TimeSpan.Zero),
                Injection(2, 2.3, TimeSpan.FromMilliseconds(200)),
                Injection(3, 2.1, TimeSpan.Zero) with
                {
                    RecoveryTime = null,
                    Watched = TimeSpan.FromSeconds(60),
                    Phases = [],
                },
            ],
        };

    private static Injection Injection(int number, double load, TimeSpan outage) =>
        new()
        {
            Number = number,
            At = SampleRuns.Started.AddSeconds(30 * number),
            Victims = [$"recommender-{number}"],
            Proof = "the pod has a deletion timestamp",
            RecoveryTime = TimeSpan.FromSeconds(2 + load),
            Watched = TimeSpan.FromSeconds(15),
            Outage = outage,
            Latency = Latency(5 + number),
            Sent = 1000,
            Good = 998,
            Wrong = 0,
            Phases =
            [
                new PhaseTime(Phase.Detect, TimeSpan.Zero),
                new PhaseTime(Phase.Create, TimeSpan.FromMilliseconds(40)),
                new PhaseTime(Phase.Schedule, TimeSpan.FromMilliseconds(10)),
                new PhaseTime(Phase.Start, TimeSpan.FromMilliseconds(1900)),
                new PhaseTime(Phase.Load, TimeSpan.FromSeconds(load)),
                new PhaseTime(Phase.Serve, TimeSpan.FromMilliseconds(50)),
            ],
        };

    public static LatencySummary Latency(double milliseconds) =>
        new(
            TimeSpan.FromMilliseconds(milliseconds / 2),
            TimeSpan.FromMilliseconds(milliseconds * 0.9),
            TimeSpan.FromMilliseconds(milliseconds),
            TimeSpan.FromMilliseconds(milliseconds * 3)
        );

    /// <summary>Steady traffic, of which the two seconds after each injection lose a part.</summary>
    public static IReadOnlyList<TrafficSecond> Timeline { get; } =
    [
        .. Enumerable
            .Range(0, 170)
            .Select(second => new TrafficSecond(
                TimeSpan.FromSeconds(second),
                Sent: 100,
                Good: second % 30 < 2 ? 96 : 100,
                Wrong: 0,
                TimeSpan.FromMilliseconds(2.5),
                TimeSpan.FromMilliseconds(second % 30 < 2 ? 9 : 5)
            )),
    ];

    public static Census Census(string when) =>
        new(
            when,
            [
                .. Enumerable
                    .Range(1, 3)
                    .Select(n => new ReplicaState
                    {
                        Pod = $"recommender-{n}",
                        Address = $"10.0.0.{n}:8080",
                        ModelVersion = "2026-03-01",
                        Digest =
                            n == 3 && when is not "steady state" ? null : "sha256:0f1e2d3c4b5a69788796a5b4c3d2e1f0",
                        Answers = new Dictionary<string, Prediction>(StringComparer.Ordinal)
                        {
                            ["user-1"] = new([new Tensor { Name = "items", Numbers = [7, 3, 9] }]),
                        },
                        Error = n == 3 && when is not "steady state" ? "connection refused" : null,
                    }),
            ]
        );
}

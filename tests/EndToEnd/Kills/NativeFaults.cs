namespace ResilienceGate.EndToEnd.Kills;

/// <summary>Every fault of the native driver, as short as a plan may make it.</summary>
internal static class NativeFaults
{
    /// <summary>What the sample is said to depend on.</summary>
    public const string Dependency = "features";

    /// <summary>Those that an agent in the pod carries out.</summary>
    public static IReadOnlyList<string> InPods { get; } =
    [
        "fault: cpu-stress, duration: 3s",
        "fault: memory-stress, duration: 3s",
        "fault: network-delay, delay: 200ms, jitter: 20ms, direction: both, duration: 3s",
        "fault: network-loss, loss: 30%, duration: 3s",
        "fault: network-partition, direction: both, duration: 3s",
        "fault: network-bandwidth, rate: 1mbit, duration: 3s",
        "fault: network-corrupt, corrupt: 10%, duration: 3s",
        "fault: dns-error, duration: 3s",
        $"fault: dependency-outage, service: {Dependency}, duration: 3s",
        $"fault: dependency-latency, service: {Dependency}, delay: 200ms, duration: 3s",
    ];

    public static IReadOnlyList<string> All { get; } =
    [
        "fault: pod-kill",
        "fault: pod-evict",
        "fault: container-kill",
        "fault: pod-failure, duration: 3s",
        "fault: node-drain, duration: 3s",
        "fault: node-failure, duration: 3s",
        "fault: node-failure, variant: taint, duration: 3s",
        .. InPods,
    ];

    /// <summary>They as the experiments of a plan, in this order.</summary>
    public static string Experiments(IEnumerable<string> faults) =>
        string.Join(
            '\n',
            faults.Select(
                (f, i) => $"  - {{ name: experiment {i + 1}, {f}, repeat: 3, observe: 1s, recover-within: 1m }}"
            )
        );
}

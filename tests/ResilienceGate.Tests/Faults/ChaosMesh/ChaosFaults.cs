using ResilienceGate.Core.Experiments;

namespace ResilienceGate.Tests.Faults.ChaosMesh;

/// <summary>Faults of the plan that Chaos Mesh has, with all that can be said of them.</summary>
internal static class ChaosFaults
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(500);
    private static readonly Traffic Everybody = new() { Direction = Direction.To };

    public static IReadOnlyDictionary<string, Fault> All { get; } =
        new Dictionary<string, Fault>
        {
            ["delay"] = new Fault.NetworkDelay(Delay, TimeSpan.Zero, Everybody, Long),
            ["delay with jitter"] = new Fault.NetworkDelay(Delay, TimeSpan.FromMilliseconds(0.5), Everybody, Long),
            ["delay to labels"] = new Fault.NetworkDelay(
                Delay,
                TimeSpan.Zero,
                Everybody with
                {
                    Selector = "app=redis,tier=cache",
                },
                Long
            ),
            ["loss"] = new Fault.NetworkLoss(0.125, Everybody, Long),
            ["loss to addresses"] = new Fault.NetworkLoss(1, Everybody with { Network = "10.0.0.0/8" }, Long),
            ["corrupt"] = new Fault.NetworkCorrupt(0.25, Everybody, Long),
            ["narrow"] = new Fault.NetworkBandwidth(8_000, Everybody, Long),
            ["wide"] = new Fault.NetworkBandwidth(1_000_000_000_000, Everybody, Long),
            ["partition"] = new Fault.NetworkPartition(Everybody, Long),
            ["partition both ways"] = new Fault.NetworkPartition(Everybody with { Direction = Direction.Both }, Long),
            ["partition from"] = new Fault.NetworkPartition(Everybody with { Direction = Direction.From }, Long),
            ["outage"] = new Fault.DependencyOutage(new ServicePeer("features", "data", Port: null), Long),
            ["latency"] = new Fault.DependencyLatency(
                new ServicePeer("features", Namespace: null, Port: null),
                Delay,
                TimeSpan.Zero,
                Long
            ),
            ["dns"] = new Fault.DnsError(DnsAnswer.ServerFailure, Long),
            ["pod failure"] = new Fault.PodFailure(Long, "pause"),
            ["container kill"] = new Fault.ContainerKill("model"),
            ["first container"] = new Fault.ContainerKill(Container: null),
            ["cpu"] = new Fault.CpuStress(0.8, Workers: null, Long),
            ["cpu with workers"] = new Fault.CpuStress(1, Workers: 4, Long),
            ["memory"] = new Fault.MemoryStress(256_000_000, Headroom: 0.1, Long),
        };
}

using ResilienceGate.Core.Experiments;
using ResilienceGate.Faults.Gremlin;

namespace ResilienceGate.Tests.Faults.Gremlin;

public sealed class GremlinAttackTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);
    private static readonly Traffic Everybody = new() { Direction = Direction.To };

    [Fact]
    public void A_fault_of_the_plan_is_spelt_as_gremlin_does()
    {
        Spelt("cpu -l 35 -p 80 -a", new Fault.CpuStress(0.8, Workers: null, Long));
        Spelt("cpu -l 35 -p 100 -c 2", new Fault.CpuStress(1, Workers: 2, Long));
        Spelt("memory -l 35 -m 256", new Fault.MemoryStress(256_000_000, Headroom: 0.1, Long));
        Spelt("memory -l 35 -p 90", new Fault.MemoryStress(Size: null, Headroom: 0.1, Long));
        Spelt("latency -l 35 -m 500 -i 10.0.0.0/8 -p 80", Delay(Everybody with { Network = "10.0.0.0/8", Port = 80 }));
        Spelt("packet_loss -l 35 -r 25", new Fault.NetworkLoss(0.25, Everybody, Long));
        Spelt("packet_loss -l 35 -r 25 -c", new Fault.NetworkCorrupt(0.25, Everybody, Long));
        Spelt("blackhole -l 35", new Fault.NetworkPartition(Everybody, Long));
        Spelt(
            "blackhole -l 35 -h features.ml.svc -p 9000",
            new Fault.DependencyOutage(new ServicePeer("features", Namespace: null, Port: 9000), Long)
        );
        Spelt("dns -l 35", new Fault.DnsError(DnsAnswer.Silence, Long));
    }

    [Fact]
    public void What_gremlin_does_not_have_it_is_not_asked()
    {
        Fault[] faults =
        [
            new Fault.NetworkDelay(Long, Long, Everybody, Long),
            Delay(Everybody with { Selector = "a=b" }),
            Delay(Everybody with { Direction = Direction.From }),
            new Fault.NetworkLoss(0.1, Everybody with { Port = 80 }, Long),
            new Fault.NetworkBandwidth(8000, Everybody, Long),
            new Fault.DnsError(DnsAnswer.NoSuchName, Long),
            new Fault.PodKill(Grace: null),
        ];

        Assert.All(faults, f => Assert.Null(GremlinAttack.Of(f, "ml")));
    }

    private static void Spelt(string words, Fault fault) =>
        Assert.Equal(words, string.Join(' ', GremlinAttack.Of(fault, "ml") ?? []));

    private static Fault.NetworkDelay Delay(Traffic traffic) =>
        new(TimeSpan.FromMilliseconds(500), TimeSpan.Zero, traffic, Long);
}

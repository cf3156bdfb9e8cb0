using ResilienceGate.Core.Experiments;
using ResilienceGate.Faults.ChaosMesh;

namespace ResilienceGate.Tests.Faults.ChaosMesh;

public sealed class ChaosSpecTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);
    private static readonly Traffic Everybody = new() { Direction = Direction.To };

    public static TheoryData<string, string> Spellings =>
        new()
        {
            { "delay", """{"action":"delay","direction":"to","delay":{"latency":"500ms","jitter":"0ms"}}""" },
            {
                "delay to labels",
                """{"action":"delay","direction":"to","delay":{"latency":"500ms","jitter":"0ms"},"target":{"mode":"all","selector":{"namespaces":["ml"],"labelSelectors":{"app":"redis","tier":"cache"}}}}"""
            },
            { "loss", """{"action":"loss","direction":"to","loss":{"loss":"12.5"}}""" },
            {
                "narrow",
                """{"action":"bandwidth","direction":"to","bandwidth":{"rate":"8000bit","limit":20971520,"buffer":10000}}"""
            },
            { "outage", """{"action":"partition","direction":"to","externalTargets":["features.data.svc"]}""" },
            { "partition both ways", """{"action":"partition","direction":"both"}""" },
            { "cpu", """{"stressors":{"cpu":{"workers":1,"load":80}}}""" },
            { "memory", """{"stressors":{"memory":{"workers":1,"size":"256000000B"}}}""" },
        };

    [Theory]
    [MemberData(nameof(Spellings))]
    public void A_fault_of_the_plan_is_spelt_as_chaos_mesh_does(string fault, string spelt) =>
        Assert.Equal(spelt, ChaosSpec.Of(ChaosFaults.All[fault], pods: [], "ml")?.Spec.ToJsonString());

    [Fact]
    public void What_chaos_mesh_cannot_hold_to_the_pod_it_is_not_asked()
    {
        Fault[] faults =
        [
            new Fault.NetworkLoss(0.1, Everybody with { Port = 80 }, Long),
            new Fault.NetworkLoss(0.1, Everybody with { Direction = Direction.Both }, Long),
            new Fault.NetworkPartition(Everybody with { Direction = Direction.From, Selector = "a=b" }, Long),
            new Fault.DependencyOutage(new ServicePeer("features", Namespace: null, Port: 80), Long),
            new Fault.DnsError(DnsAnswer.Silence, Long),
            new Fault.MemoryStress(Size: null, Headroom: 0.1, Long),
            new Fault.PodEvict(Grace: null),
        ];

        Assert.All(faults, f => Assert.Null(ChaosSpec.Of(f, pods: [], "ml")));
    }
}

using ResilienceGate.Core.Experiments;

namespace ResilienceGate.Tests.Plans;

public sealed class NetworkPlanTests
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(20);

    private static readonly Traffic Everything = new() { Direction = Direction.To };

    public static TheoryData<string> Right => [.. Faults.Keys];

    private static Dictionary<string, Fault> Faults { get; } =
        new()
        {
            ["network-delay\n    delay: 500ms\n    jitter: 50ms"] = new Fault.NetworkDelay(
                TimeSpan.FromMilliseconds(500),
                TimeSpan.FromMilliseconds(50),
                Everything,
                Duration
            ),
            ["network-loss\n    loss: 2.5%\n    direction: from\n    port: 8080"] = new Fault.NetworkLoss(
                0.025,
                new Traffic { Direction = Direction.From, Port = 8080 },
                Duration
            ),
            ["network-partition\n    service: redis.data:6379\n    duration: 1m"] = new Fault.NetworkPartition(
                Everything with
                {
                    Service = new ServicePeer("redis", "data", 6379),
                },
                TimeSpan.FromMinutes(1)
            ),
            ["network-bandwidth\n    rate: 1.5mbit\n    selector: app=redis\n    cidr: 10.0.0.0/8"] =
                new Fault.NetworkBandwidth(
                    1_500_000,
                    Everything with
                    {
                        Selector = "app=redis",
                        Network = "10.0.0.0/8",
                    },
                    Duration
                ),
            ["network-corrupt\n    corrupt: 1%"] = new Fault.NetworkCorrupt(0.01, Everything, Duration),
            ["dns-error\n    answer: nxdomain"] = new Fault.DnsError(DnsAnswer.NoSuchName, Duration),
            ["dependency-outage\n    service: redis"] = new Fault.DependencyOutage(
                new ServicePeer("redis", Namespace: null, Port: null),
                Duration
            ),
            ["dependency-latency\n    service: redis\n    delay: 200ms"] = new Fault.DependencyLatency(
                new ServicePeer("redis", Namespace: null, Port: null),
                TimeSpan.FromMilliseconds(200),
                TimeSpan.Zero,
                Duration
            ),
        };

    [Theory]
    [MemberData(nameof(Right))]
    public void A_fault_of_the_network_is_read(string written) =>
        Assert.Equal(Faults[written], Assert.Single(Samples.Read(Plan(written)).Experiments).Fault);

    [Theory]
    [InlineData("network-delay\n    delay: 500", "has no unit; write 500s for seconds or 500ms for milliseconds")]
    [InlineData("network-delay\n    delay: 10ms\n    jitter: 20ms", "before they are sent; write at most 10ms")]
    [InlineData("network-delay", "has no delay; add `delay: 500ms`")]
    [InlineData("network-loss\n    loss: 0%", "is not above 0% and at most 100%")]
    [InlineData("network-bandwidth\n    rate: 1mbps", "is bytes a second to some and bits to others")]
    [InlineData("network-partition\n    cidr: 10.0.0.0/33", "is not a range of addresses")]
    [InlineData("network-partition\n    service: redis.data.svc.cluster.local", "without svc.cluster.local")]
    [InlineData("dependency-outage", "has no service; add `service: redis:6379`")]
    public void What_is_wrong_with_one_is_said_with_a_remedy(string written, string message) =>
        Assert.Contains(message, Assert.Single(Samples.Errors(Plan(written))).ToString(), StringComparison.Ordinal);

    private static string Plan(string fault) =>
        Samples.Minimal.Replace("fault: pod-kill", $"fault: {fault}", StringComparison.Ordinal);
}

using System.Text.Json;
using ResilienceGate.Agents;
using ResilienceGate.Agents.Faults;
using ResilienceGate.Agents.Faults.Network;
using ResilienceGate.Core.Experiments;

namespace ResilienceGate.Tests.Agents.Faults.Network;

public sealed class NetworkOrderTests
{
    public static TheoryData<string> Effects => [.. Orders.Keys];

    private static Dictionary<string, NetworkEffect> Orders { get; } =
        new NetworkEffect[]
        {
            new NetworkEffect.Delay(TimeSpan.FromMilliseconds(500), TimeSpan.FromMilliseconds(50)),
            new NetworkEffect.Loss(0.1),
            new NetworkEffect.Corruption(0.01),
            new NetworkEffect.Bandwidth(1_000_000),
            new NetworkEffect.Partition(),
            new NetworkEffect.Dns(DnsAnswer.NoSuchName),
        }.ToDictionary(e => e.GetType().Name);

    [Theory]
    [MemberData(nameof(Effects))]
    public void An_order_says_the_same_to_the_agent(string effect)
    {
        var order = new FaultOrder
        {
            Run = "r1",
            Injection = "i1",
            BeginWithin = TimeSpan.FromMinutes(1),
            Lasts = TimeSpan.FromSeconds(20),
            Fault = new NetworkOrder
            {
                Effect = Orders[effect],
                Direction = Direction.Both,
                Peers = [new PeerAddress("10.0.0.7", 6379), new PeerAddress("fd00::/8", Port: null)],
                Port = 8080,
                Seed = 7,
            },
        };

        var json = JsonSerializer.Serialize(order, AgentJson.Default.FaultOrder);
        var read = Assert.IsType<NetworkOrder>(JsonSerializer.Deserialize(json, AgentJson.Default.FaultOrder)?.Fault);

        Assert.Equal(Orders[effect], read.Effect);
        Assert.Equal((Direction.Both, 8080, 7), (read.Direction, read.Port, read.Seed));
        Assert.Equal([new PeerAddress("10.0.0.7", 6379), new PeerAddress("fd00::/8", Port: null)], read.Peers);
    }
}

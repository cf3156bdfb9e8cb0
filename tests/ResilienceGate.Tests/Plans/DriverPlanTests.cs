using ResilienceGate.Core.Experiments;

namespace ResilienceGate.Tests.Plans;

/// <summary>Experiments whose fault somebody else injects.</summary>
public sealed class DriverPlanTests
{
    [Fact]
    public void Every_driver_is_read_with_its_fault()
    {
        var read = Samples.Read(Samples.Drivers).Experiments;

        Assert.Equal(
            [Driver.ChaosMesh, Driver.ChaosMesh, Driver.ChaosMesh, Driver.KubeMonkey, Driver.Gremlin],
            read.Select(e => e.Driver)
        );
        Assert.Equal(new Fault.PodKill(TimeSpan.FromSeconds(5)), read[0].Fault);
        var network = Assert.IsType<Fault.ChaosMesh>(read[1].Fault);
        Assert.Equal(("NetworkChaos", TimeSpan.FromSeconds(40)), (network.ObjectKind, network.Duration));
        Assert.Equal(new Mode.FixedPercent(50), read[1].Mode);
        Assert.Equal(TimeSpan.FromSeconds(25), Assert.IsType<Fault.ChaosMesh>(read[2].Fault).Duration);
        var monkey = Assert.IsType<Fault.KubeMonkey>(read[3].Fault);
        Assert.Equal((TimeSpan.FromSeconds(8), 9, 17), (monkey.Grace, monkey.StartHour, monkey.EndHour));
        Assert.Equal(new Fault.Gremlin("latency -m 200 -p ^53", TimeSpan.FromSeconds(30)), read[4].Fault);
    }

    [Theory]
    [InlineData("from: chaos/stress.yaml", "from: nowhere.yaml", "cannot be read")]
    [InlineData("from: chaos/stress.yaml", "from: requests.jsonl", "is no Chaos Mesh object")]
    [InlineData("from: chaos/stress.yaml", "from: wrong-chaos/cloud.yaml", "add `allow-outside: true`")]
    [InlineData("from: chaos/stress.yaml", "from: wrong-chaos/force.yaml", "kills without a grace")]
    [InlineData("from: chaos/stress.yaml", "from: wrong-chaos/nodes.yaml", "selects by `nodeSelectors`")]
    [InlineData("from: chaos/stress.yaml", "from: wrong-chaos/namespace.yaml", "selects in namespace elsewhere")]
    [InlineData("from: chaos/stress.yaml", "from: wrong-chaos/schedule.yaml", "is a Schedule")]
    [InlineData("from: chaos/stress.yaml", "from: wrong-chaos/mode.yaml", "has the mode \"some\"")]
    [InlineData("from: chaos/stress.yaml", "from: wrong-chaos/duration.yaml", "has the duration \"soon\"")]
    [InlineData("from: chaos/stress.yaml", "from: wrong-chaos/broken.yaml", "is not valid YAML (line 2")]
    [InlineData("config: kube-monkey.toml", "config: nowhere.toml", "cannot be read")]
    [InlineData("config: kube-monkey.toml", "config: kube-monkey.toml\n    grace: 0s", "write at least `grace: 1s`")]
    [InlineData("config: kube-monkey.toml", "mode: all", "mode means nothing here")]
    [InlineData("namespace: shop", "namespace: billing", "must not touch namespace billing")]
    [InlineData("attack: latency -m 200", "attack: earthquake -m 200", "is no attack of Gremlin")]
    [InlineData("attack: latency -m 200", "attack: latency -l 60 -m 200", "says its length itself")]
    [InlineData("driver: chaos-mesh", "driver: gremlin", "driver gremlin does not inject pod-kill")]
    public void What_a_driver_cannot_do_is_told_once_with_the_remedy(string old, string now, string says)
    {
        Assert.Contains(old, Samples.Drivers, StringComparison.Ordinal);

        var error = Assert.Single(Samples.Errors(Samples.Drivers.Replace(old, now, StringComparison.Ordinal)));

        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Contains(error.Message, c => c is ';');
    }

    [Fact]
    public void Another_driver_is_another_measurement() =>
        Assert.NotEqual(
            ResilienceGate.Plans.PlanHash.Of(Samples.Read(Samples.Drivers)),
            ResilienceGate.Plans.PlanHash.Of(
                Samples.Read(Samples.Drivers.Replace("driver: chaos-mesh", "driver: native", StringComparison.Ordinal))
            )
        );
}

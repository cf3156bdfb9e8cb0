using Microsoft.Extensions.Logging.Abstractions;
using ResilienceGate.Clusters;
using ResilienceGate.Core.Experiments;
using ResilienceGate.Faults;
using ResilienceGate.Faults.ChaosMesh;
using ResilienceGate.Targets;
using ResilienceGate.Tests.Clusters;

namespace ResilienceGate.Tests.Faults.ChaosMesh;

public sealed class ChaosAimTests(ApiCluster cluster) : IClassFixture<ApiCluster>
{
    private readonly TestTarget _target = TestTarget.Create(cluster, 4);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_seed_chooses_the_same_pods_of_those_that_are_selected()
    {
        var (one, other) = (await AimAsync(Chaos.Network()), await AimAsync(Chaos.Network()));

        Assert.Single(one.Pods);
        Assert.Equal(one.Names, other.Names);
        Assert.Equal("NetworkChaos", one.Chaos?.Kind);
        Assert.StartsWith("resilience-gate-r1-", one.Chaos?.Name, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"labelSelectors":{"app":"model"},"podPhaseSelectors":["Running"]}""", 4)]
    [InlineData("""{"expressionSelectors":[{"key":"app","operator":"In","values":["model","x"]}]}""", 4)]
    [InlineData("""{"labelSelectors":{"app":"model"},"nodes":["n1"]}""", 4)]
    [InlineData("""{"fieldSelectors":{"metadata.name":"model-2"}}""", 1)]
    [InlineData("""{"pods":{"NS":["model-1","model-3"]}}""", 2)]
    public async Task Its_selector_is_followed_as_chaos_mesh_does(string selector, int chosen)
    {
        var aim = await AimAsync(Chaos.Network(With(selector)), new Mode.All());

        Assert.Equal(chosen, aim.Pods.Count);
    }

    [Theory]
    [InlineData("""{"labelSelectors":{"app":"other"}}""", "chooses other-1, which is no pod of the target")]
    [InlineData("{}", "chooses other-1, which is no pod of the target")]
    [InlineData("""{"namespaces":["elsewhere"]}""", "chooses pods in namespace elsewhere")]
    [InlineData("""{"labelSelectors":{"app":"nobody"}}""", "chooses no serving pod of the target")]
    [InlineData("""{"annotationSelectors":{"a":"b"}}""", "chooses no serving pod of the target")]
    public async Task A_selector_that_leaves_the_target_is_refused(string selector, string why)
    {
        _target.AddPod("other-1", app: "other");

        var aim = await AimAsync(Chaos.Network(With(selector)));

        Assert.Contains(why, Assert.IsType<Refusal.ByTarget>(aim.Refused).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_pods_than_the_limit_allows_are_refused()
    {
        var aim = await AimAsync(Chaos.Network(), new Mode.All(), maxPercent: 50);

        Assert.Contains("limits.max-pods", Assert.IsType<Refusal.ByTarget>(aim.Refused).Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("to", false, true)]
    [InlineData("both", false, false)]
    [InlineData("from", false, false)]
    [InlineData("both", true, true)]
    public async Task Rules_at_the_other_side_need_a_word_of_their_own(string direction, bool outside, bool isAllowed)
    {
        _target.AddPod("other-1", app: "other");
        var spec = """
            {"action":"partition","direction":"DIRECTION","mode":"one","selector":{"labelSelectors":{"app":"model"}},
             "target":{"mode":"all","selector":{"labelSelectors":{"app":"other"}}}}
            """.Replace("DIRECTION", direction, StringComparison.Ordinal);

        var aim = await AimAsync(Chaos.Network(spec, outside));

        Assert.Equal(isAllowed, aim.Refused is null);
    }

    [Fact]
    public async Task An_object_that_hits_no_pods_is_named_itself()
    {
        var aim = await AimAsync(
            new Fault.ChaosMesh("AWSChaos", """{"action":"ec2-stop"}""", null, TimeSpan.FromSeconds(20), true)
        );

        Assert.StartsWith("AWSChaos ", Assert.Single(aim.Names), StringComparison.Ordinal);
    }

    private string With(string selector) =>
        """{"action":"delay","mode":"all","selector":SELECTOR}"""
            .Replace("SELECTOR", selector, StringComparison.Ordinal)
            .Replace("NS", _target.Namespace, StringComparison.Ordinal);

    private async Task<Aim> AimAsync(Fault fault, Mode? mode = null, int maxPercent = 100)
    {
        await using var watch = await TargetWatch.StartAsync(
            cluster.Client,
            _target.Target,
            new RunClock(TimeProvider.System),
            NullLogger.Instance,
            Ct
        );
        var injector = new ChaosMeshInjector(cluster.Client, "r1", _target.Target, watch, TimeProvider.System);
        return await injector.AimAsync(
            Chaos.Of(fault, mode),
            watch.State,
            new BlastRadius(4, maxPercent),
            new Random(7),
            Ct
        );
    }
}

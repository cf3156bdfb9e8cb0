using k8s.Models;
using ResilienceGate.Clusters;
using ResilienceGate.Core.Experiments;
using ResilienceGate.Faults;
using ResilienceGate.Faults.ContainerKill;
using ResilienceGate.Tests.Clusters;

namespace ResilienceGate.Tests.Faults;

public sealed class ContainerKillAimTests(ApiCluster cluster) : IClassFixture<ApiCluster>
{
    private readonly LeapingClock _time = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pods_that_were_restarted_least_come_first_for_a_kubelet_makes_the_others_wait()
    {
        var target = TestTarget.Create(cluster, 3);
        foreach (var restarted in (string[])["model-1", "model-3"])
            cluster.Objects.Pods.ChangeStatus(
                target.Namespace,
                restarted,
                p => p.Status.ContainerStatuses[0].RestartCount = 1
            );

        for (var seed = 0; seed < 8; seed++)
            Assert.Equal(["model-2"], (await AimAsync(target, container: null, seed)).Pods.Select(p => p.Name));
    }

    [Fact]
    public async Task A_container_that_the_pods_do_not_have_is_refused_with_those_that_they_have()
    {
        var aim = await AimAsync(TestTarget.Create(cluster, 2), "sidecar");

        Assert.Contains(
            "has no container sidecar, only c",
            Assert.IsType<Refusal.ByTarget>(aim.Refused).Why,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Containers_that_share_their_processes_are_refused_with_the_remedy(bool withNode, bool withPod)
    {
        var target = TestTarget.Create(cluster, 1);
        cluster.Objects.Pods.Delete(Assert.IsType<V1Pod>(target.Find("model-1")), TimeSpan.Zero);
        var pod = target.AddPod("model-2");
        cluster.Objects.Pods.Delete(pod, TimeSpan.Zero);
        pod.Metadata.ResourceVersion = null;
        pod.Metadata.Uid = null;
        pod.Spec.HostPID = withNode ? true : null;
        pod.Spec.ShareProcessNamespace = withPod ? true : null;
        cluster.Objects.Pods.Create(pod);
        target.MakeReady("model-2");

        var aim = await AimAsync(target, container: null);

        Assert.Contains("driver: chaos-mesh", aim.Refused?.Why, StringComparison.Ordinal);
    }

    private async Task<Aim> AimAsync(TestTarget target, string? container, int seed = 1)
    {
        await using var watch = await target.WatchAsync(new RunClock(_time), Ct);
        return await new ContainerKillInjector(cluster.Client, target.Target, watch, _time).AimAsync(
            Drills.Of(new Fault.ContainerKill(container)),
            watch.State,
            new BlastRadius(target.Target.Replicas, 100),
            new Random(seed),
            Ct
        );
    }
}

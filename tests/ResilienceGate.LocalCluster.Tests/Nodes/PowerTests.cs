using k8s.Models;
using ResilienceGate.LocalCluster.Controllers.NodeLifecycle;
using ResilienceGate.LocalCluster.Nodes;
using ResilienceGate.LocalCluster.Nodes.Processes;
using ResilienceGate.LocalCluster.Tests.Controllers;

namespace ResilienceGate.LocalCluster.Tests.Nodes;

/// <summary>A machine whose power is cut, as the rest of the cluster sees it: not at all.</summary>
public sealed class PowerTests : IAsyncDisposable
{
    private const string Machine = "node-2";

    private readonly TestNode _node = new();
    private readonly SimulatedNode _machine;

    public PowerTests() =>
        _machine = new SimulatedNode(
            new Kubelet(_node.Context with { NodeName = Machine }),
            new NodeRegistration(
                Machine,
                2,
                _node.Context.NodeAddress,
                NodeMachine.Read(Path.GetTempPath(), "v1"),
                _node.Context.Isolation.Report,
                _node.Cluster.Objects,
                NodeTimings.Real,
                _node.Cluster.Clock
            )
        );

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _machine.CutPowerAsync(CancellationToken.None);
        _machine.Dispose();
        await _node.DisposeAsync();
    }

    [Fact]
    public async Task Its_processes_are_gone_and_nothing_of_what_Kubernetes_knows_has_changed()
    {
        await _machine.TurnOnAsync(Ct);
        var pod = await RunningAsync();
        var node = Node();

        await _machine.CutPowerAsync(Ct);

        Assert.Empty(MarkedProcesses.Find(_node.Mark));
        Assert.Equal(pod.Metadata.ResourceVersion, Pod()?.Metadata.ResourceVersion);
        Assert.Equal(node?.Metadata.ResourceVersion, Node()?.Metadata.ResourceVersion);
        Assert.False(_machine.IsOn);
    }

    [Fact]
    public async Task Its_heartbeats_stop()
    {
        await _machine.TurnOnAsync(Ct);
        await _machine.CutPowerAsync(Ct);
        var before = Lease()?.Spec.RenewTime;

        _node.Cluster.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.NotNull(before);
        Assert.Equal(before, Lease()?.Spec.RenewTime);
    }

    [Fact]
    public async Task When_it_boots_what_is_bound_to_it_starts_again()
    {
        await _machine.TurnOnAsync(Ct);
        await RunningAsync();
        await _machine.CutPowerAsync(Ct);

        await _machine.TurnOnAsync(Ct);

        var again = await _node.Pods.UntilAsync(
            "pod",
            pod => pod.Status.ContainerStatuses?[0] is { RestartCount: 1, State.Running: not null }
        );
        var last = again.Status.ContainerStatuses[0].LastState.Terminated;
        Assert.Equal((255, "Unknown"), (last.ExitCode, last.Reason));
    }

    [Fact]
    public async Task An_ephemeral_container_does_not_start_again()
    {
        await _machine.TurnOnAsync(Ct);
        await RunningAsync();
        _node.Debug(
            "pod",
            new V1EphemeralContainer
            {
                Name = "debug",
                Image = "shell:1",
                Args = ["sleep 1000"],
            }
        );
        await _node.Pods.UntilAsync("pod", pod => pod.Status.EphemeralContainerStatuses?[0].State.Running is not null);
        await _machine.CutPowerAsync(Ct);

        await _machine.TurnOnAsync(Ct);

        var again = await _node.Pods.UntilAsync(
            "pod",
            pod => pod.Status.ContainerStatuses?[0] is { RestartCount: 1, State.Running: not null }
        );
        var debug = again.Status.EphemeralContainerStatuses[0];
        Assert.Equal((0, 255), (debug.RestartCount, debug.State.Terminated?.ExitCode));
    }

    [Fact]
    public async Task A_pod_that_was_deleted_meanwhile_goes_when_it_boots()
    {
        await _machine.TurnOnAsync(Ct);
        var pod = await RunningAsync();
        await _machine.CutPowerAsync(Ct);
        _node.Pods.Delete(pod);
        Assert.NotNull(Pod()?.Metadata.DeletionTimestamp);

        await _machine.TurnOnAsync(Ct);

        await _node.Pods.GoneAsync(TestCluster.Namespace, "pod");
    }

    [Fact]
    public async Task Its_renewed_Lease_tells_that_it_is_back()
    {
        await _machine.TurnOnAsync(Ct);
        await _machine.CutPowerAsync(Ct);
        _node.Cluster.Clock.Advance(TimeSpan.FromMinutes(1));

        await _machine.TurnOnAsync(Ct);

        Assert.Equal(_node.Cluster.Clock.GetUtcNow().UtcDateTime, Lease()?.Spec.RenewTime);
    }

    private async Task<V1Pod> RunningAsync()
    {
        _node.Run(
            "sleep 1000",
            pod =>
            {
                pod.Spec.NodeName = Machine;
                pod.Spec.RestartPolicy = "Always";
            }
        );
        return await _node.Pods.UntilAsync("pod", pod => pod.Status.Phase is "Running");
    }

    private V1Pod? Pod() => _node.Pods.Find(TestCluster.Namespace, "pod");

    private V1Node? Node() => _node.Cluster.Objects.Nodes.Find(ns: null, Machine);

    private V1Lease? Lease() => _node.Cluster.Objects.Leases.Find("kube-node-lease", Machine);
}

using k8s.Models;
using ResilienceGate.LocalCluster.Tests.Controllers;

namespace ResilienceGate.LocalCluster.Tests.Nodes.Pods;

public sealed class PodProbeTests : IAsyncDisposable
{
    private const string Forever = "while :; do sleep 0.01; done";
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    private readonly TestNode _node = new();
    private readonly string _flag;

    public PodProbeTests() => _flag = _node.Flag("flag");

    public ValueTask DisposeAsync() => _node.DisposeAsync();

    [Fact]
    public async Task A_pod_is_ready_when_and_as_long_as_its_probe_says_so()
    {
        _node.Run(Forever, pod => pod.Spec.Containers[0].ReadinessProbe = FlagProbe(failures: 1));
        await UntilUnhealthy("Readiness probe failed: flag is missing");
        Assert.False(IsReady());
        await File.WriteAllTextAsync(_flag, "", TestContext.Current.CancellationToken);
        await AdvanceUntil(IsReady);
        File.Delete(_flag);
        await AdvanceUntil(() => !IsReady());
        Assert.Equal(
            "containers with unready status: [app]",
            Pod.Status.Conditions.First(condition => condition.Type is "Ready").Message
        );
    }

    [Fact]
    public async Task A_container_that_is_not_alive_is_restarted()
    {
        await File.WriteAllTextAsync(_flag, "", TestContext.Current.CancellationToken);
        _node.Run(
            Forever,
            pod =>
            {
                pod.Spec.RestartPolicy = "Always";
                pod.Spec.Containers[0].LivenessProbe = FlagProbe(failures: 2);
            }
        );
        await _node.Pods.UntilAsync("pod", _ => IsReady());
        File.Delete(_flag);
        await AdvanceUntil(() => Status.RestartCount is 1);
        Assert.Contains(Events, e => e.Message is "Container app failed liveness probe, will be restarted");
        Assert.Equal(143, Status.LastState.Terminated.ExitCode);
    }

    [Fact]
    public async Task Until_the_startup_probe_succeeds_the_container_is_neither_started_nor_ready()
    {
        _node.Run(Forever, pod => pod.Spec.Containers[0].StartupProbe = FlagProbe(failures: 100));
        await UntilUnhealthy("Startup probe failed: flag is missing");
        Assert.False(Status.Started);
        Assert.False(Status.Ready);
        await File.WriteAllTextAsync(_flag, "", TestContext.Current.CancellationToken);
        await AdvanceUntil(() => Status is { Started: true, Ready: true });
    }

    private V1Pod Pod => _node.Pods.Find("default", "pod") ?? throw new InvalidOperationException("The pod is gone.");

    private V1ContainerStatus Status => Pod.Status.ContainerStatuses[0];

    private IReadOnlyList<Corev1Event> Events => _node.Cluster.Objects.Events.List("default");

    private V1Probe FlagProbe(int failures) =>
        new()
        {
            Exec = new V1ExecAction
            {
                Command = ["/bin/sh", "-c", $"[ -e {_flag} ] || {{ printf 'flag is missing'; exit 1; }}"],
            },
            PeriodSeconds = (int)Period.TotalSeconds,
            FailureThreshold = failures,
            TimeoutSeconds = 60,
        };

    private bool IsReady() =>
        Pod.Status.Conditions?.Any(condition => condition is { Type: "Ready", Status: "True" }) is true;

    private Task<Corev1Event> UntilUnhealthy(string message) =>
        _node.Cluster.Objects.Events.FirstAsync(e => e.Reason is "Unhealthy" && e.Message == message);

    private Task<TimeSpan> AdvanceUntil(Func<bool> condition) => _node.Cluster.AdvanceUntilAsync(condition, Period);
}

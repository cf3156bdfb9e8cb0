using k8s.Models;
using ResilienceGate.LocalCluster.Nodes.Processes;
using ResilienceGate.LocalCluster.Tests.Controllers;

namespace ResilienceGate.LocalCluster.Tests.Nodes.Pods;

public sealed class PodLifeTests : IAsyncDisposable
{
    private const string Forever = "while :; do sleep 0.01; done";

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly TestNode _node = new();

    public ValueTask DisposeAsync() => _node.DisposeAsync();

    [Theory]
    [InlineData("exit 0", "Succeeded", 0, "Completed")]
    [InlineData("exit 3", "Failed", 3, "Error")]
    [InlineData("kill -KILL $$$$", "Failed", 137, "Error")]
    public async Task A_pod_that_is_never_restarted_ends_with_its_process(
        string script,
        string phase,
        int exitCode,
        string reason
    )
    {
        _node.Run(script);
        var pod = await _node.Pods.UntilAsync("pod", pod => pod.Status.Phase == phase);
        var ended = pod.Status.ContainerStatuses[0].State.Terminated;
        Assert.Equal((exitCode, reason), (ended.ExitCode, ended.Reason));
        Assert.Equal("False", Condition(pod, "PodReadyToStartContainers").Status);
        Assert.Equal(phase is "Succeeded" ? "PodCompleted" : "PodFailed", Condition(pod, "Ready").Reason);
    }

    [Fact]
    public async Task A_running_pod_has_addresses_and_all_its_conditions()
    {
        _node.Run(Forever);
        var pod = await _node.Pods.UntilAsync("pod", IsReady);
        Assert.Equal(_node.NodeAddress, pod.Status.HostIP);
        Assert.StartsWith("127.", pod.Status.PodIP, StringComparison.Ordinal);
        Assert.Equal(
            ["ContainersReady", "Initialized", "PodReadyToStartContainers", "Ready"],
            pod.Status.Conditions.Where(c => c.Status is "True").Select(c => c.Type).Order()
        );
        var status = Assert.Single(pod.Status.ContainerStatuses);
        Assert.True(status.Started);
        Assert.StartsWith("containerd://", status.ContainerID, StringComparison.Ordinal);
        Assert.NotNull(status.State.Running.StartedAt);
    }

    [Fact]
    public async Task Init_containers_run_one_after_the_other_before_the_others()
    {
        var order = _node.Flag("order");
        _node.Run(
            $"echo main >> {order}",
            pod =>
                pod.Spec.InitContainers = [
                    TestNode.Shell("first", $"sleep 0.05; echo first >> {order}"),
                    TestNode.Shell("second", $"echo second >> {order}"),
                ]
        );
        await _node.Pods.UntilAsync("pod", pod => pod.Status.Phase is "Succeeded");
        Assert.Equal(
            ["first", "second", "main"],
            await File.ReadAllLinesAsync(order, TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public async Task A_failed_init_container_fails_a_pod_that_is_never_restarted()
    {
        _node.Run(Forever, pod => pod.Spec.InitContainers = [TestNode.Shell("init", "exit 1")]);
        var pod = await _node.Pods.UntilAsync("pod", pod => pod.Status.Phase is "Failed");
        Assert.Equal("containers with incomplete status: [init]", Condition(pod, "Initialized").Message);
        Assert.Equal("PodInitializing", pod.Status.ContainerStatuses[0].State.Waiting.Reason);
    }

    [Fact]
    public async Task A_crashing_container_is_restarted_at_once_and_then_after_a_back_off()
    {
        var created = _node.Run("exit 1", pod => pod.Spec.RestartPolicy = "Always");
        var pod = await _node.Pods.UntilAsync("pod", IsInBackOff);
        var status = pod.Status.ContainerStatuses[0];
        Assert.Equal(1, status.RestartCount);
        Assert.Equal(1, status.LastState.Terminated.ExitCode);
        Assert.Equal("Running", pod.Status.Phase);
        Assert.Equal(
            $"back-off 10s restarting failed container=app pod=pod_default({created.Metadata.Uid})",
            status.State.Waiting.Message
        );

        var waited = await AdvanceUntil(p => IsInBackOff(p) && p.Status.ContainerStatuses[0].RestartCount is 2);
        Assert.True(waited >= TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task On_failure_only_a_failed_container_is_restarted()
    {
        var marker = _node.Flag("failed-once");
        _node.Run(
            $"if [ -e {marker} ]; then exit 0; fi; touch {marker}; exit 1",
            pod => pod.Spec.RestartPolicy = "OnFailure"
        );
        var pod = await _node.Pods.UntilAsync("pod", pod => pod.Status.Phase is "Succeeded");
        Assert.Equal(1, pod.Status.ContainerStatuses[0].RestartCount);
    }

    [Fact]
    public async Task The_log_of_the_run_before_is_kept()
    {
        var marker = _node.Flag("second-run");
        _node.Run(
            $"if [ -e {marker} ]; then echo second; {Forever}; fi; touch {marker}; echo first; exit 1",
            pod => pod.Spec.RestartPolicy = "Always"
        );
        var pod = await _node.Pods.UntilAsync(
            "pod",
            pod => pod.Status.ContainerStatuses is [{ RestartCount: 1, Ready: true }]
        );
        Assert.Equal("first\n", await _node.LogAsync(pod, previous: true));
        await Eventually.TrueAsync(async () => await _node.LogAsync(pod) is "second\n");
    }

    [Fact]
    public async Task A_deleted_pod_may_end_by_itself_and_is_then_gone()
    {
        var told = _node.Flag("told");
        var pod = _node.Run($"trap 'touch {told}; exit 0' TERM; echo up; {Forever}");
        await UntilLogged(pod, "up\n");
        _node.Pods.Delete(pod);
        await _node.Pods.GoneAsync("default", "pod");
        Assert.True(File.Exists(told));
    }

    [Fact]
    public async Task A_deleted_pod_that_does_not_end_is_killed_when_its_grace_is_over()
    {
        var pod = _node.Run($"trap '' TERM; echo up; {Forever}");
        await UntilLogged(pod, "up\n");
        _node.Pods.Delete(pod, TimeSpan.FromSeconds(5));
        await _node.Pods.UntilAsync("pod", p => p.Metadata.DeletionTimestamp is not null);
        await Eventually.TrueAsync(() => HasEvent("Killing", "Stopping container app"));
        Assert.NotEmpty(MarkedProcesses.Find(_node.Mark));
        Assert.True(await AdvanceUntilGone() >= TimeSpan.FromSeconds(5));
        Assert.Empty(MarkedProcesses.Find(_node.Mark));
    }

    [Fact]
    public async Task A_second_deletion_with_less_grace_brings_the_end_nearer()
    {
        var pod = _node.Run($"trap '' TERM; echo up; {Forever}");
        await UntilLogged(pod, "up\n");
        _node.Pods.Delete(pod, TimeSpan.FromSeconds(3600));
        await Eventually.TrueAsync(() => HasEvent("Killing", "Stopping container app"));
        _node.Pods.Delete(pod, TimeSpan.FromSeconds(2));
        Assert.True(await AdvanceUntilGone() < TimeSpan.FromMinutes(30));
    }

    [Fact]
    public async Task A_pod_that_is_deleted_by_force_is_killed_too()
    {
        var pod = _node.Run($"trap '' TERM; echo up; {Forever}");
        await UntilLogged(pod, "up\n");
        _node.Pods.Delete(pod, TimeSpan.Zero);
        Assert.Null(_node.Pods.Find("default", "pod"));
        await _node.Cluster.AdvanceUntilAsync(() => MarkedProcesses.Find(_node.Mark) is [], Second);
    }

    [Fact]
    public async Task The_preStop_hook_runs_before_the_process_is_told()
    {
        var order = _node.Flag("order");
        var pod = _node.Run(
            $"trap 'echo term >> {order}; exit 0' TERM; echo up; {Forever}",
            pod =>
                pod.Spec.Containers[0].Lifecycle = new V1Lifecycle
                {
                    PreStop = new V1LifecycleHandler
                    {
                        Exec = new V1ExecAction { Command = ["/bin/sh", "-c", $"sleep 0.05; echo hook >> {order}"] },
                    },
                }
        );
        await UntilLogged(pod, "up\n");
        _node.Pods.Delete(pod);
        await _node.Pods.GoneAsync("default", "pod");
        Assert.Equal(["hook", "term"], await File.ReadAllLinesAsync(order, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_preStop_sleep_holds_the_process_for_so_long()
    {
        var pod = _node.Run(
            $"trap 'exit 0' TERM; echo up; {Forever}",
            pod =>
                pod.Spec.Containers[0].Lifecycle = new V1Lifecycle
                {
                    PreStop = new V1LifecycleHandler { Sleep = new V1SleepAction { Seconds = 10 } },
                }
        );
        await UntilLogged(pod, "up\n");
        _node.Pods.Delete(pod);
        await Eventually.TrueAsync(() => HasEvent("Killing", "Stopping container app"));
        Assert.True(await AdvanceUntilGone() >= TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_pod_may_not_be_active_longer_than_its_deadline()
    {
        _node.Run(Forever, pod => pod.Spec.ActiveDeadlineSeconds = 60);
        await _node.Pods.UntilAsync("pod", IsReady);
        Assert.True(await AdvanceUntil(pod => pod.Status.Phase is "Failed") >= TimeSpan.FromSeconds(60));
        Assert.Equal("DeadlineExceeded", _node.Pods.Find("default", "pod")?.Status.Reason);
    }

    [Fact]
    public async Task An_image_that_cannot_be_had_is_tried_again_after_a_back_off()
    {
        _node.Run("", pod => pod.Spec.Containers[0] = new V1Container { Name = "app", Image = "nosuch:1" });
        var pod = await _node.Pods.UntilAsync("pod", pod => Waiting(pod) is { Reason: "ErrImagePull" });
        Assert.Equal("Pending", pod.Status.Phase);
        var waited = await AdvanceUntil(p => Waiting(p) is { Reason: "ImagePullBackOff" });
        pod = await _node.Pods.UntilAsync("pod", pod => Waiting(pod) is { Reason: "ImagePullBackOff" });
        Assert.StartsWith(
            "Back-off pulling image \"nosuch:1\": ErrImagePull: ",
            Waiting(pod)?.Message,
            StringComparison.Ordinal
        );
        waited += await AdvanceUntil(p => Waiting(p) is { Reason: "ErrImagePull" });
        Assert.True(waited >= TimeSpan.FromSeconds(9));
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_a_start_error()
    {
        _node.Run("", pod => pod.Spec.Containers[0].Command = ["no-such-program"]);
        var pod = await _node.Pods.UntilAsync("pod", pod => pod.Status.Phase is "Failed");
        var ended = pod.Status.ContainerStatuses[0].State.Terminated;
        Assert.Equal(("StartError", 128), (ended.Reason, ended.ExitCode));
        Assert.EndsWith("executable file not found in $PATH", ended.Message, StringComparison.Ordinal);
    }

    private static V1PodCondition Condition(V1Pod pod, string type) =>
        Assert.Single(pod.Status.Conditions, condition => condition.Type == type);

    private static bool IsReady(V1Pod pod) =>
        pod.Status.Conditions?.Any(condition => condition is { Type: "Ready", Status: "True" }) is true;

    private static bool IsInBackOff(V1Pod pod) => Waiting(pod) is { Reason: "CrashLoopBackOff" };

    private static V1ContainerStateWaiting? Waiting(V1Pod pod) => pod.Status.ContainerStatuses?[0].State.Waiting;

    private bool HasEvent(string reason, string message) =>
        _node.Cluster.Objects.Events.List("default").Any(e => e.Reason == reason && e.Message == message);

    private async Task UntilLogged(V1Pod pod, string text)
    {
        await _node.Pods.UntilAsync(pod.Metadata.Name, p => p.Status.ContainerStatuses?[0].State.Running is not null);
        await Eventually.TrueAsync(async () => await _node.LogAsync(pod) == text);
    }

    private Task<TimeSpan> AdvanceUntil(Func<V1Pod, bool> condition) =>
        _node.Cluster.AdvanceUntilAsync(() => _node.Pods.Find("default", "pod") is { } pod && condition(pod), Second);

    private Task<TimeSpan> AdvanceUntilGone() =>
        _node.Cluster.AdvanceUntilAsync(() => _node.Pods.Find("default", "pod") is null, Second);
}

using k8s.Models;
using ResilienceGate.LocalCluster.Api;
using ResilienceGate.LocalCluster.Tests.Controllers;

namespace ResilienceGate.LocalCluster.Tests.Nodes.Pods;

public sealed class EphemeralContainerTests : IAsyncDisposable
{
    private readonly TestNode _node = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _node.DisposeAsync();

    [Fact]
    public async Task It_starts_beside_the_others_and_the_pod_does_not_depend_on_it()
    {
        await RunAsync();

        Debug("echo here; sleep 600");

        var pod = await UntilAsync(s => s.State.Running is not null);
        var status = pod.Status.EphemeralContainerStatuses[0];
        Assert.Equal(("debug", false, null), (status.Name, status.Ready, status.Started));
        Assert.Equal("True", pod.Status.Conditions.Single(c => c.Type is "Ready").Status);
        Assert.Single(pod.Status.ContainerStatuses);
    }

    [Fact]
    public async Task It_is_never_started_again_and_its_failure_is_its_own()
    {
        await RunAsync(p => p.Spec.RestartPolicy = "Always");

        Debug("echo here; exit 3");

        var pod = await UntilAsync(s => s.State.Terminated is not null);
        Assert.Equal(3, pod.Status.EphemeralContainerStatuses[0].State.Terminated.ExitCode);
        _node.Cluster.Clock.Advance(TimeSpan.FromMinutes(10));
        // A second one is taken in by the same worker: when it runs, the first had its chance.
        Debug("sleep 600", "second");
        pod = await _node.Pods.UntilAsync(
            "pod",
            p => p.Status.EphemeralContainerStatuses?.Any(s => s.State.Running is not null) is true
        );
        Assert.Equal(0, pod.Status.EphemeralContainerStatuses[0].RestartCount);
        Assert.Equal("Running", pod.Status.Phase);
        Assert.Equal("here\n", await _node.LogAsync(pod, container: "debug"));
    }

    [Fact]
    public async Task A_program_that_is_not_there_leaves_it_waiting_for_good()
    {
        await RunAsync(p => p.Spec.RestartPolicy = "Always");

        Debug(c => c.Command = ["nosuch"]);

        var pod = await UntilAsync(s => s.LastState?.Terminated is not null);
        var status = pod.Status.EphemeralContainerStatuses[0];
        Assert.Equal("RunContainerError", status.State.Waiting.Reason);
        Assert.Equal("StartError", status.LastState.Terminated.Reason);
    }

    [Fact]
    public async Task It_starts_while_the_pod_still_initialises()
    {
        _node.Run("true", p => p.Spec.InitContainers = [TestNode.Shell("init", "sleep 600")]);
        await _node.Pods.UntilAsync("pod", p => p.Status.InitContainerStatuses?[0].State.Running is not null);

        Debug("sleep 600");

        Assert.Equal("Pending", (await UntilAsync(s => s.State.Running is not null)).Status.Phase);
    }

    [Fact]
    public async Task It_can_be_attached_to_and_runs_commands()
    {
        await RunAsync();
        Debug(c => (c.Stdin, c.Args) = (true, ["read line; echo got $line; sleep 600"]));
        var pod = await UntilAsync(s => s.State.Running is not null);
        var reference = TestNode.Reference(pod, "debug");

        await using var session = await _node.Streams.AttachAsync(reference, Token);
        var request = new ExecRequest(["sh", "-c", "exit 5"], HasInput: false, HasTerminal: false);
        await using var command = await _node.Streams.ExecAsync(reference, request, Token);

        Assert.NotNull(session?.StandardInput);
        await session.StandardInput.WriteAsync("one\n"u8.ToArray(), Token);
        await session.StandardInput.FlushAsync(Token);
        using var reader = new StreamReader(session.StandardOutput);
        Assert.Equal("got one", await reader.ReadLineAsync(Token));
        Assert.NotNull(command);
        Assert.Equal(5, await command.Exited);
    }

    [Fact]
    public async Task It_ends_with_the_pod()
    {
        var flag = _node.Flag("go");
        _node.Run($"while [ ! -e {flag} ]; do sleep 0.01; done");
        await _node.Pods.UntilAsync("pod", p => p.Status.Phase is "Running");
        Debug("exec sleep 600");
        await UntilAsync(s => s.State.Running is not null);

        await File.WriteAllTextAsync(flag, "", Token);

        var pod = await UntilAsync(s => s.State.Terminated is not null);
        Assert.Equal("Succeeded", pod.Status.Phase);
        Assert.Equal(143, pod.Status.EphemeralContainerStatuses[0].State.Terminated.ExitCode);
    }

    private async Task RunAsync(Action<V1Pod>? change = null)
    {
        _node.Run("sleep 600", change);
        await _node.Pods.UntilAsync(
            "pod",
            p => p.Status.Conditions?.Any(c => c is { Type: "Ready", Status: "True" }) is true
        );
    }

    private void Debug(string script, string name = "debug") => Debug(c => c.Args = [script], name);

    private void Debug(Action<V1EphemeralContainer> change, string name = "debug")
    {
        var container = new V1EphemeralContainer { Name = name, Image = "shell:1" };
        change(container);
        _node.Debug("pod", container);
    }

    private Task<V1Pod> UntilAsync(Func<V1ContainerStatus, bool> condition) =>
        _node.Pods.UntilAsync(
            "pod",
            p => p.Status.EphemeralContainerStatuses is { Count: > 0 } statuses && condition(statuses[0])
        );
}

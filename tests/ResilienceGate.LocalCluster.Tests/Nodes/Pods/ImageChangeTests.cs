using k8s.Models;
using ResilienceGate.LocalCluster.Tests.Controllers;

namespace ResilienceGate.LocalCluster.Tests.Nodes.Pods;

/// <summary>The images of a pod's containers are all that may be changed of them while they run.</summary>
public sealed class ImageChangeTests : IAsyncDisposable
{
    private const string Pause = "registry.k8s.io/pause:3.10";

    private readonly TestNode _node = new();

    public ValueTask DisposeAsync() => _node.DisposeAsync();

    [Theory]
    [InlineData("Always")]
    [InlineData("Never")]
    public async Task A_container_whose_image_is_changed_is_ended_and_started_anew_whatever_its_restart_policy(
        string policy
    )
    {
        Run(policy);
        await _node.Pods.UntilAsync("pod", pod => Status(pod).State.Running is not null);

        Change("another:1");

        var pod = await _node.Pods.UntilAsync("pod", p => Status(p) is { RestartCount: 1, State.Running: not null });
        Assert.Equal("another:1", Status(pod).Image);
    }

    [Fact]
    public async Task An_image_that_holds_no_such_program_fails_and_the_old_one_starts_without_a_wait()
    {
        Run("Always");
        var own = Status(await _node.Pods.UntilAsync("pod", p => Status(p).State.Running is not null)).Image;

        Change(Pause);
        await _node.Pods.UntilAsync("pod", p => Status(p).State.Waiting?.Reason is "CrashLoopBackOff");
        Change(own);

        await _node.Pods.UntilAsync("pod", p => Status(p).State.Running is not null);
    }

    [Fact]
    public async Task The_image_that_does_nothing_runs_whatever_its_arguments()
    {
        _node.Run(
            "",
            pod =>
            {
                pod.Spec.Containers[0].Command = null;
                pod.Spec.Containers[0].Args = ["serve", "--port", "80"];
                pod.Spec.Containers[0].Image = Pause;
            }
        );

        await _node.Pods.UntilAsync("pod", p => Status(p).State.Running is not null);
    }

    /// <summary>Any image will do for a container that brings its command.</summary>
    private void Run(string policy) =>
        _node.Run(
            "",
            pod =>
            {
                pod.Spec.RestartPolicy = policy;
                pod.Spec.Containers[0].Command = ["/bin/sh", "-c", "exec sleep 1000"];
                pod.Spec.Containers[0].Args = null;
            }
        );

    private void Change(string image) =>
        _node.Pods.Change("default", "pod", pod => pod.Spec.Containers[0].Image = image);

    private static V1ContainerStatus Status(V1Pod pod) =>
        pod.Status.ContainerStatuses is [var status, ..]
            ? status
            : new V1ContainerStatus { State = new V1ContainerState() };
}

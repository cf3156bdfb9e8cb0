using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using ResilienceGate.LocalCluster.Controllers;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Tests.Controllers;

/// <summary>A store with those controllers that a test is about, on a clock that the test moves.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    public const string Namespace = "default";

    private readonly CancellationTokenSource _stop = new();
    private readonly List<Controller> _controllers = [];
    private readonly List<Task> _running = [];

    public TestCluster()
    {
        Store = new ObjectStore(Clock);
        Objects = new Clientset(Store);
        Events = new EventRecorder(Objects.Events, "test", host: "", Clock);
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    public ObjectStore Store { get; }

    public Clientset Objects { get; }

    public EventRecorder Events { get; }

    public static NullLogger Logger => NullLogger.Instance;

    public void Run(Controller controller)
    {
        _controllers.Add(controller);
        _running.Add(controller.RunAsync(_stop.Token));
    }

    public void Run(Func<CancellationToken, Task> part) => _running.Add(part(_stop.Token));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await Task.WhenAll(_running);
        }
        catch (OperationCanceledException)
        {
            // That is how they end.
        }

        foreach (var controller in _controllers)
            controller.Dispose();
        _stop.Dispose();
    }

    /// <summary>Lets time pass, a step after the other, until something has happened.</summary>
    /// <returns>How much time that took.</returns>
    public async Task<TimeSpan> AdvanceUntilAsync(Func<bool> condition, TimeSpan step)
    {
        var began = Clock.GetUtcNow();
        await Eventually.TrueAsync(() =>
        {
            if (condition())
                return true;
            Clock.Advance(step);
            return false;
        });
        return Clock.GetUtcNow() - began;
    }

    public V1Node AddNode(string name, Action<V1Node>? change = null)
    {
        var node = new V1Node
        {
            ApiVersion = "v1",
            Kind = "Node",
            Metadata = new V1ObjectMeta
            {
                Name = name,
                Labels = new Dictionary<string, string> { ["kubernetes.io/hostname"] = name },
            },
            Spec = new V1NodeSpec(),
            Status = new V1NodeStatus
            {
                Conditions = [new V1NodeCondition { Type = "Ready", Status = "True" }],
                Allocatable = new Dictionary<string, ResourceQuantity>
                {
                    ["cpu"] = new("2"),
                    ["memory"] = new("1Gi"),
                    ["pods"] = new("110"),
                },
            },
        };
        change?.Invoke(node);
        return Objects.Nodes.Create(node);
    }

    public V1Pod AddPod(string name, Action<V1Pod>? change = null)
    {
        var pod = new V1Pod
        {
            ApiVersion = "v1",
            Kind = "Pod",
            Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = Namespace },
            Spec = PodSpec(),
        };
        change?.Invoke(pod);
        return Objects.Pods.Create(pod);
    }

    /// <summary>What a kubelet would report of a pod that serves.</summary>
    public void MakeReady(string pod, string? address = null, bool ready = true) =>
        Objects.Pods.ChangeStatus(
            Namespace,
            pod,
            changed =>
            {
                changed.Status.Phase = "Running";
                changed.Status.PodIP = address ?? changed.Status.PodIP;
                changed.Status.Conditions =
                [
                    new V1PodCondition
                    {
                        Type = "Ready",
                        Status = ready ? "True" : "False",
                        LastTransitionTime = Clock.GetUtcNow().UtcDateTime,
                    },
                ];
            }
        );

    /// <summary>What a kubelet would report of a pod that ended.</summary>
    public void Finish(string pod, string phase, int? exitCode = null) =>
        Objects.Pods.ChangeStatus(
            Namespace,
            pod,
            changed =>
            {
                changed.Status.Phase = phase;
                if (exitCode is { } code)
                    changed.Status.ContainerStatuses = [Terminated(changed.Spec.Containers[0].Name, code)];
            }
        );

    private V1ContainerStatus Terminated(string container, int exitCode) =>
        new()
        {
            Name = container,
            Image = "app:1",
            ImageID = "",
            Ready = false,
            State = new V1ContainerState
            {
                Terminated = new V1ContainerStateTerminated
                {
                    ExitCode = exitCode,
                    FinishedAt = Clock.GetUtcNow().UtcDateTime,
                },
            },
        };

    public static V1PodSpec PodSpec() =>
        new() { Containers = [new V1Container { Name = "app", Image = "app:1" }], TerminationGracePeriodSeconds = 0 };
}

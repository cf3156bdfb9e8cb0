using System.Collections.Concurrent;
using k8s.Models;
using ResilienceGate.LocalCluster.Nodes.Pods;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Nodes;

/// <summary>Runs the pods that are bound to one node.</summary>
internal sealed class Kubelet(KubeletContext context)
{
    private readonly ConcurrentDictionary<string, (PodWorker Worker, Task Run)> _pods = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _fault = new();

    /// <summary>The worker of one incarnation of a pod, if it runs here.</summary>
    public PodWorker? Find(string podUid) => _pods.TryGetValue(podUid, out var pod) ? pod.Worker : null;

    /// <summary>Runs until cancelled. The pods go on until <see cref="StopAsync"/>.</summary>
    public async Task RunAsync(CancellationToken ct) => await await Task.WhenAny(FollowAsync(ct), _fault.Task);

    /// <summary>Ends all processes, with a grace.</summary>
    public async Task StopAsync(TimeSpan grace)
    {
        foreach (var (worker, _) in _pods.Values)
            worker.Abandon(grace);
        await Task.WhenAll(_pods.Values.Select(pod => pod.Run));
    }

    /// <summary>The machine is gone: all processes end at once, and nobody is told.</summary>
    public async Task VanishAsync()
    {
        foreach (var (worker, _) in _pods.Values)
            worker.Vanish();
        await Task.WhenAll(_pods.Values.Select(pod => pod.Run));
    }

    private async Task FollowAsync(CancellationToken ct)
    {
        await foreach (var (change, pod) in context.Cluster.Pods.WatchAsync(ct))
        {
            if (!string.Equals(pod.Spec.NodeName, context.NodeName, StringComparison.Ordinal))
                continue;
            if (change is WatchEventType.Deleted)
                Find(pod.Metadata.Uid)?.Remove();
            else if (Find(pod.Metadata.Uid) is { } worker)
                worker.Update(pod);
            else
                Start(pod);
        }
    }

    private void Start(V1Pod pod)
    {
        // Ended before this kubelet knew of it: there is nothing to run.
        if (pod.Status.Phase is "Succeeded" or "Failed")
            return;
        var worker = new PodWorker(pod, context);
        _pods[pod.Metadata.Uid] = (worker, RunAsync(worker, pod.Metadata.Uid));
    }

    private async Task RunAsync(PodWorker worker, string uid)
    {
        var run = worker.RunAsync(CancellationToken.None);
        await run.ContinueWith(
            _ => { },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default
        );
        _pods.TryRemove(uid, out _);
        worker.Dispose();
        if (run.Exception is { } error)
            _fault.TrySetException(error.InnerExceptions);
    }
}

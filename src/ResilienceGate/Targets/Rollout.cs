using k8s;
using k8s.Models;
using ResilienceGate.Experiments;
using ResilienceGate.Plans;

namespace ResilienceGate.Targets;

/// <summary>Waits until the newest version of the target is all there is of it.</summary>
internal sealed class Rollout(IKubernetes cluster, TimeProvider time)
{
    /// <summary>A controller is a little late with what it says of a deadline.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);

    /// <param name="selector">Of the target's pods.</param>
    /// <param name="waiting">Told what is still missing, each thing once.</param>
    /// <exception cref="RunAbortedException">
    /// It failed: its own progress deadline passed, or its containers crash again and again. A baseline whose versions
    /// were rolled out makes that a regression by itself.
    /// </exception>
    /// <exception cref="GateException">It is paused, or nothing moves and nothing says why: that may not be the model's fault.</exception>
    public async Task CompleteAsync(TargetPlan target, string selector, Action<string> waiting, CancellationToken ct)
    {
        var see = $"see `kubectl -n {target.Namespace} rollout status {target.Kind}/{target.Name}`";
        var moved = time.GetTimestamp();
        // A pod that comes and goes makes no progress by coming again.
        var said = new HashSet<string>(StringComparer.Ordinal);
        while (await Workload.ReadAsync(cluster, target, ct) is { Unfinished: { } missing } workload)
        {
            if (workload.IsPaused)
                throw new GateException(
                    $"The rollout of {target} is paused and not complete: {missing}. Run `kubectl -n {target.Namespace} "
                        + $"rollout resume {target.Kind}/{target.Name}`, and the gate again."
                );
            if (workload.Failure is { } failure)
                throw new RunAbortedException($"its rollout failed ({failure}): {missing}; {see}");
            if (said.Add(missing))
            {
                waiting($"waiting for the rollout: {missing}");
                moved = time.GetTimestamp();
            }
            if (time.GetElapsedTime(moved) > workload.ProgressDeadline + Grace)
                await GiveUpAsync(target, selector, $"{missing}; {see}", workload.ProgressDeadline, ct);
            await Task.Delay(Poll, time, ct);
        }
    }

    private async Task GiveUpAsync(
        TargetPlan target,
        string selector,
        string missing,
        TimeSpan deadline,
        CancellationToken ct
    )
    {
        var pods = await cluster.CoreV1.ListNamespacedPodAsync(
            target.Namespace,
            labelSelector: selector,
            cancellationToken: ct
        );
        if (pods.Items.FirstOrDefault(Crashes) is { } pod)
            throw new RunAbortedException($"its rollout failed (pod {pod.Name()} crashes again and again): {missing}");
        throw new GateException(
            $"The rollout of {target} has not moved for {deadline.TotalMinutes:0.#} minutes, and nothing says that it failed: {missing}"
        );
    }

    private static bool Crashes(V1Pod pod) =>
        (pod.Status?.ContainerStatuses ?? [])
            .Concat(pod.Status?.InitContainerStatuses ?? [])
            .Any(c => c.State?.Waiting?.Reason is "CrashLoopBackOff");
}

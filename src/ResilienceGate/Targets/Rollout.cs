using k8s;
using ResilienceGate.Experiments;
using ResilienceGate.Plans;

namespace ResilienceGate.Targets;

/// <summary>Waits until the newest version of the target is all there is of it.</summary>
internal sealed class Rollout(IKubernetes cluster, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);

    /// <param name="waiting">Told what is still missing, each time that it changes.</param>
    /// <exception cref="RunAbortedException">
    /// It is not complete in time. A baseline whose versions were rolled out makes that a regression by itself.
    /// </exception>
    public async Task CompleteAsync(TargetPlan target, Action<string> waiting, CancellationToken ct)
    {
        var started = time.GetTimestamp();
        var said = "";
        while ((await Workload.ReadAsync(cluster, target, ct)).Unfinished is { } missing)
        {
            if (time.GetElapsedTime(started) > Patience)
                throw new RunAbortedException(
                    $"its rollout was not complete after {Patience.TotalMinutes:0} minutes: {missing}; see `kubectl -n "
                        + $"{target.Namespace} rollout status {target.Kind}/{target.Name}`"
                );
            if (missing != said)
                waiting($"waiting for the rollout: {said = missing}");
            await Task.Delay(Poll, time, ct);
        }
    }
}

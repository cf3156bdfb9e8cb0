using k8s.Models;
using ResilienceGate.LocalCluster.Controllers.ReplicaSets;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Controllers.Jobs;

/// <summary>Creates and deletes the pods of Jobs.</summary>
internal sealed class JobScaler(Resource<V1Pod> resource, EventRecorder events)
{
    /// <summary>Lets as many pods run as the Job wants now.</summary>
    /// <returns>How long to wait before more may be created; null: there is nothing to wait for.</returns>
    public TimeSpan? Scale(V1Job job, JobPods pods, JobTally tally, JobBackOff backOff, DateTime now)
    {
        var wanted = job.Spec.Suspend is true ? 0 : Wanted(job, pods, tally);
        var surplus = ScaleDownOrder.Of(pods.Active, related: []).Take(pods.Active.Count - wanted).ToList();
        foreach (var pod in surplus)
        {
            // Before the deletion, so that it does not count as a failure.
            Untrack(pod);
            Stop(job, pod);
        }

        // With this policy a pod is replaced only when it has ended, not when it is told to.
        var leaving = job.Spec.PodReplacementPolicy is "Failed" ? pods.Terminating.Count : 0;
        var missing = wanted - pods.Active.Count - leaving;
        if (surplus.Count > 0 || missing <= 0)
            return null;
        return job.Spec.BackoffLimitPerIndex is null
            ? Create(job, pods, tally, missing, backOff.Remaining(now))
            : CreateByIndex(job, pods, tally, missing, now);
    }

    public void Stop(V1Job job, V1Pod pod)
    {
        resource.Delete(pod);
        events.Normal(job, "SuccessfulDelete", $"Deleted pod: {pod.Metadata.Name}");
    }

    /// <summary>Lets a pod go that is counted, or that nobody counts.</summary>
    public void Untrack(V1Pod pod)
    {
        if (JobPods.IsTracked(pod))
            resource.Change(
                pod.Metadata.NamespaceProperty,
                pod.Metadata.Name,
                changed =>
                    changed.Metadata.Finalizers = [
                        .. (changed.Metadata.Finalizers ?? []).Where(f => f is not JobPods.TrackingFinalizer),
                    ]
            );
    }

    /// <summary>Without a number of completions, one success says that the work is done once the others end.</summary>
    private static int Wanted(V1Job job, JobPods pods, JobTally tally)
    {
        var parallelism = job.Spec.Parallelism ?? 1;
        if (job.Spec.Completions is { } completions)
            return Math.Clamp(completions - tally.Succeeded, 0, parallelism);
        return tally.Succeeded > 0 ? Math.Min(parallelism, pods.Active.Count) : parallelism;
    }

    private TimeSpan? Create(V1Job job, JobPods pods, JobTally tally, int missing, TimeSpan wait)
    {
        if (wait > TimeSpan.Zero)
            return wait;
        if (job.IsIndexed())
        {
            foreach (var index in FreeIndexes(job, pods, tally).Take(missing).ToList())
                Create(job, JobPodFactory.New(job, index));
        }
        else
        {
            for (; missing > 0; missing--)
                Create(job, JobPodFactory.New(job));
        }

        return null;
    }

    /// <summary>Each index waits for itself.</summary>
    private TimeSpan? CreateByIndex(V1Job job, JobPods pods, JobTally tally, int missing, DateTime now)
    {
        var predecessors = IndexFailures.Predecessors(job, pods, tally);
        TimeSpan? shortest = null;
        foreach (var index in FreeIndexes(job, pods, tally).Take(missing).ToList())
        {
            var predecessor = predecessors.GetValueOrDefault(index);
            var wait = predecessor is null ? TimeSpan.Zero : IndexFailures.Remaining(predecessor, now);
            if (wait > TimeSpan.Zero)
            {
                shortest = shortest < wait ? shortest : wait;
                continue;
            }

            var pod = JobPodFactory.New(job, index);
            IndexFailures.Inherit(job, pod, predecessor);
            Create(job, pod);
        }

        return shortest;
    }

    /// <summary>The indexes for which no pod runs, and which have neither succeeded nor failed for good.</summary>
    private static IEnumerable<int> FreeIndexes(V1Job job, JobPods pods, JobTally tally)
    {
        var taken = job.Spec.PodReplacementPolicy is "Failed" ? pods.Active.Concat(pods.Terminating) : pods.Active;
        return Enumerable
            .Range(0, job.Spec.Completions ?? 0)
            .Except(taken.Select(pod => JobIndexes.Of(job, pod)).OfType<int>())
            .Except(tally.Completed)
            .Except(tally.FailedIndexes ?? []);
    }

    private void Create(V1Job job, V1Pod pod)
    {
        try
        {
            var created = resource.Create(pod);
            events.Normal(job, "SuccessfulCreate", $"Created pod: {created.Metadata.Name}");
        }
        catch (StatusException e)
        {
            events.Warning(job, "FailedCreate", $"Error creating: {e.Message}");
            throw;
        }
    }
}

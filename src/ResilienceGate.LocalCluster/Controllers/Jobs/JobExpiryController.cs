using Microsoft.Extensions.Logging;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Controllers.Jobs;

/// <summary>Deletes finished Jobs when their <c>ttlSecondsAfterFinished</c> is over.</summary>
internal sealed class JobExpiryController(Clientset cluster, TimeProvider clock, ILogger logger)
    : Controller(clock, logger)
{
    protected override IEnumerable<Task> Watches(CancellationToken ct) =>
        [WatchAsync(cluster.Jobs, job => [job.Key()], ct)];

    protected override void Reconcile(ObjectKey key)
    {
        if (
            cluster.Jobs.Find(key.Namespace, key.Name) is not { Metadata.DeletionTimestamp: null } job
            || !job.Status.IsFinished()
            || JobDeadline.Expiry(job) is not { } expiry
        )
            return;
        var left = expiry - Clock.GetUtcNow().UtcDateTime;
        if (left <= TimeSpan.Zero)
            cluster.Jobs.Delete(job, propagation: PropagationPolicy.Foreground);
        else
            EnqueueAfter(key, left);
    }
}

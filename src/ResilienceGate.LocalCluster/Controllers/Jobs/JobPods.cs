using k8s.Models;

namespace ResilienceGate.LocalCluster.Controllers.Jobs;

/// <summary>The pods of one Job by how far they came.</summary>
internal sealed record JobPods(
    IReadOnlyList<V1Pod> Active,
    IReadOnlyList<V1Pod> Terminating,
    IReadOnlyList<V1Pod> Succeeded,
    IReadOnlyList<V1Pod> Failed
)
{
    public int Ready =>
        Active.Count(pod => pod.Status?.Conditions?.Any(c => c is { Type: "Ready", Status: "True" }) is true);

    /// <summary>How often containers of the pods that still run were started again.</summary>
    public int Restarts => Active.Sum(pod => pod.Status?.ContainerStatuses?.Sum(c => c.RestartCount) ?? 0);

    public static JobPods Of(V1Job job, IEnumerable<V1Pod> pods)
    {
        var byStage = pods.Where(pod => pod.IsControlledBy(job))
            .ToLookup(pod =>
                pod.Status?.Phase switch
                {
                    "Succeeded" => nameof(Succeeded),
                    "Failed" => nameof(Failed),
                    _ => pod.Metadata.DeletionTimestamp is null ? nameof(Active) : nameof(Terminating),
                }
            );
        return new JobPods(
            [.. byStage[nameof(Active)]],
            [.. byStage[nameof(Terminating)]],
            [.. byStage[nameof(Succeeded)]],
            [.. byStage[nameof(Failed)]]
        );
    }
}

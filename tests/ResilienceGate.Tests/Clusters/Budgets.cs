using k8s.Models;

namespace ResilienceGate.Tests.Clusters;

internal static class Budgets
{
    /// <summary>A budget that allows no eviction from the target; returns when it is in force.</summary>
    public static async Task ForbidEvictionsAsync(
        this ApiCluster cluster,
        TestTarget target,
        CancellationToken ct,
        string name = "all"
    )
    {
        cluster.Objects.PodDisruptionBudgets.Create(
            new V1PodDisruptionBudget
            {
                Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = target.Namespace },
                Spec = new V1PodDisruptionBudgetSpec
                {
                    MinAvailable = "100%",
                    Selector = new V1LabelSelector
                    {
                        MatchLabels = new Dictionary<string, string> { ["app"] = target.Target.Name },
                    },
                },
            }
        );
        await foreach (var (_, budget) in cluster.Objects.PodDisruptionBudgets.WatchAsync(ct))
        {
            if (
                budget.Namespace() == target.Namespace
                && budget.Name() == name
                && budget.Status?.ObservedGeneration is not null
            )
                return;
        }
    }
}

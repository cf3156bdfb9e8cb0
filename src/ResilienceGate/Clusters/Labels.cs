using k8s.Models;

namespace ResilienceGate.Clusters;

/// <summary>Labels and annotations by which everything of ours in a cluster is found again.</summary>
internal static class Labels
{
    public const string ManagedBy = "app.kubernetes.io/managed-by";
    public const string Product = "resilience-gate";

    /// <summary>Identity of the run that an object belongs to.</summary>
    public const string Run = "resilience-gate.io/run";

    /// <summary>What an object is for: <c>journal</c>, <c>probe</c>, <c>baseline</c>.</summary>
    public const string Role = "resilience-gate.io/role";

    /// <summary>On a node: the run that cordoned it.</summary>
    public const string CordonedBy = "resilience-gate.io/cordoned-by";

    /// <summary>On a pod: the run that swapped its images.</summary>
    public const string SwappedBy = "resilience-gate.io/images-swapped-by";

    /// <summary>On such a pod: the images that are its own, a JSON object by the names of its containers.</summary>
    public const string OwnImages = "resilience-gate.io/own-images";

    /// <summary>On a node or a pod, for a moment: the run whose late requests a revert keeps out.</summary>
    public const string Fence = "resilience-gate.io/fenced-by";

    /// <summary>On a namespace: <c>false</c> forbids every injection in it.</summary>
    public const string Allow = "resilience-gate.io/allow";

    public static string SelectRole(string role) => $"{ManagedBy}={Product},{Role}={role}";

    public static string SelectRun(string run) => $"{ManagedBy}={Product},{Run}={run}";

    public static V1ObjectMeta Metadata(string name, string ns, string run, string role) =>
        new()
        {
            Name = name,
            NamespaceProperty = ns,
            Labels = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [ManagedBy] = Product,
                [Run] = run,
                [Role] = role,
            },
        };
}

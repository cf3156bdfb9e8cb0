using ResilienceGate.Core.Baselines;
using ResilienceGate.Plans;

namespace ResilienceGate.Preflights;

/// <summary>Which cluster this is.</summary>
/// <param name="Id">UID of its kube-system namespace.</param>
/// <param name="Version">Major and minor: <c>1.36</c>.</param>
internal sealed record ClusterFacts(string Id, string Version)
{
    /// <summary>What a run of this plan in this cluster may be compared with.</summary>
    /// <param name="nodes">The kind of nodes that the target runs on.</param>
    public Fingerprint Fingerprint(Plan plan, string nodes) =>
        new()
        {
            Cluster = Id,
            Kubernetes = Version,
            Nodes = nodes,
            Plan = PlanHash.Of(plan),
        };
}

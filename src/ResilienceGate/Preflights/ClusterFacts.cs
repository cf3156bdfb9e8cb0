using ResilienceGate.Core.Baselines;
using ResilienceGate.Plans;

namespace ResilienceGate.Preflights;

/// <summary>Which cluster this is.</summary>
/// <param name="Id">UID of its kube-system namespace.</param>
/// <param name="Version">Major and minor: <c>1.36</c>.</param>
/// <param name="Architecture">Of the API server's platform: <c>linux/amd64</c>.</param>
internal sealed record ClusterFacts(string Id, string Version, string Architecture)
{
    /// <summary>What a run of this plan in this cluster may be compared with.</summary>
    public Fingerprint Fingerprint(Plan plan) =>
        new()
        {
            Cluster = Id,
            Kubernetes = Version,
            Architecture = Architecture,
            Plan = PlanHash.Of(plan),
        };
}

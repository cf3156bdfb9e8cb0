namespace ResilienceGate.Core.Baselines;

/// <summary>
/// Where and how a run was measured: only what the candidate cannot alter, and coarse, for a fine one would orphan the
/// baseline at every change of weather. Another fingerprint is another baseline.
/// </summary>
public sealed record Fingerprint
{
    /// <summary>UID of the cluster's kube-system namespace.</summary>
    public required string Cluster { get; init; }

    /// <summary>Major and minor version: <c>1.36</c>.</summary>
    public required string Kubernetes { get; init; }

    /// <summary>What kind of nodes the target runs on: <c>amd64 m7i.large</c>.</summary>
    public required string Nodes { get; init; }

    /// <summary>SHA-256 over what the plan asks of traffic and faults; margins and policy are not part of it.</summary>
    public required string Plan { get; init; }

    /// <summary>What tells this fingerprint, of a stored baseline, from the present one, in words.</summary>
    /// <returns>Null when they are equal.</returns>
    public string? DifferenceTo(Fingerprint present)
    {
        var differences = new List<string>();
        if (!string.Equals(Cluster, present.Cluster, StringComparison.Ordinal))
            differences.Add($"cluster {Cluster} instead of {present.Cluster}");

        if (!string.Equals(Kubernetes, present.Kubernetes, StringComparison.Ordinal))
            differences.Add($"Kubernetes {Kubernetes} instead of {present.Kubernetes}");

        if (!string.Equals(Nodes, present.Nodes, StringComparison.Ordinal))
            differences.Add($"nodes {Nodes} instead of {present.Nodes}");

        if (!string.Equals(Plan, present.Plan, StringComparison.Ordinal))
            differences.Add("a plan with other traffic or other faults");

        return differences.Count == 0 ? null : string.Join(", ", differences);
    }
}

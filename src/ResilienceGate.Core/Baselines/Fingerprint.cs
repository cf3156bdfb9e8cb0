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

    public required string Architecture { get; init; }

    /// <summary>SHA-256 over what the plan asks of traffic and faults; margins and policy are not part of it.</summary>
    public required string Plan { get; init; }
}

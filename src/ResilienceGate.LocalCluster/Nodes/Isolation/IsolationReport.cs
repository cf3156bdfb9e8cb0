namespace ResilienceGate.LocalCluster.Nodes.Isolation;

/// <summary>How far the pods are apart from each other and the machine: it decides which faults they can bear.</summary>
/// <param name="Kind">What the nodes' label says.</param>
/// <param name="Cgroups">The version of the control groups that hold the pods' limits, or <c>none</c>.</param>
/// <param name="Shortcoming">Why it is not more than that; null when nothing is missing.</param>
internal sealed record IsolationReport(string Kind, string Cgroups, string? Shortcoming)
{
    public const string Loopback = "loopback";
    public const string Namespaces = "namespaces";
    public const string NoCgroups = "none";

    private const string KindLabel = "resilience-gate.io/isolation";
    private const string CgroupsLabel = "resilience-gate.io/cgroups";
    private const string ShortcomingAnnotation = "resilience-gate.io/isolation-shortcoming";

    public IReadOnlyDictionary<string, string> Labels { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal) { [KindLabel] = Kind, [CgroupsLabel] = Cgroups };

    public IReadOnlyDictionary<string, string> Annotations { get; } =
        Shortcoming is null
            ? new Dictionary<string, string>(StringComparer.Ordinal)
            : new Dictionary<string, string>(StringComparer.Ordinal) { [ShortcomingAnnotation] = Shortcoming };
}

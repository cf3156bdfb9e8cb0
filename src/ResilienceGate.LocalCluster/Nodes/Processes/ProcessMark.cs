namespace ResilienceGate.LocalCluster.Nodes.Processes;

/// <summary>
/// An environment variable that children inherit, by which every process that a container or a cluster ever started
/// is found again, whatever session or parent it has moved to.
/// </summary>
internal sealed record ProcessMark(string Name, string Value)
{
    public const string ClusterVariable = "RESILIENCE_GATE_CLUSTER";
    public const string ContainerVariable = "RESILIENCE_GATE_CONTAINER";

    public static ProcessMark Cluster(string id) => new(ClusterVariable, id);

    public static ProcessMark Container(string id) => new(ContainerVariable, id);

    public override string ToString() => $"{Name}={Value}";
}

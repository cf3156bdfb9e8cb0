namespace ResilienceGate.Targets;

/// <summary>The workload under test as the cluster has it.</summary>
internal sealed record Target
{
    public required string Namespace { get; init; }

    /// <summary>Lower-case kind: <c>deployment</c> or <c>statefulset</c>.</summary>
    public required string Kind { get; init; }

    public required string Name { get; init; }

    public required int Replicas { get; init; }

    /// <summary>Its pod template as JSON: with another one it is another version.</summary>
    public required string PodTemplate { get; init; }

    /// <summary>Label selector of its pods, in the API's query form.</summary>
    public required string Selector { get; init; }

    public required string Service { get; init; }

    /// <summary>Address and port that clients of the Service call.</summary>
    public required string ServiceAddress { get; init; }

    /// <summary>The Service's DNS name and port.</summary>
    public required string ServiceHost { get; init; }

    /// <summary>Port of the model's container behind the Service.</summary>
    public required int PodPort { get; init; }

    /// <summary>The period at which its readiness is seen.</summary>
    public required TimeSpan ReadinessPeriod { get; init; }

    /// <summary><c>namespace/kind/name</c>.</summary>
    public override string ToString() => $"{Namespace}/{Kind}/{Name}";
}

namespace ResilienceGate.Plans;

/// <summary>The workload under test and the Service that its users call.</summary>
internal sealed record TargetPlan
{
    public required string Namespace { get; init; }

    /// <summary>Lower-case kind: <c>deployment</c> or <c>statefulset</c>.</summary>
    public required string Kind { get; init; }

    public required string Name { get; init; }

    public required string Service { get; init; }

    public required int Port { get; init; }

    public required int Line { get; init; }

    /// <summary><c>namespace/kind/name</c>.</summary>
    public override string ToString() => $"{Namespace}/{Kind}/{Name}";
}

namespace ResilienceGate.LocalCluster.Nodes.Probes;

/// <param name="Succeeded">What the single try showed.</param>
/// <param name="Output">The reason of a failure, as the Unhealthy event tells it.</param>
internal readonly record struct ProbeOutcome(bool Succeeded, string Output)
{
    public static ProbeOutcome Success { get; } = new(Succeeded: true, "");

    public static ProbeOutcome Failure(string output) => new(Succeeded: false, output);
}

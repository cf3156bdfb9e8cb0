namespace ResilienceGate.Agents.Faults.CpuStress;

/// <summary>Threads that burn processor time.</summary>
/// <param name="Load">The share of the time that each is busy, above 0 and at most 1.</param>
/// <param name="Workers">How many there are; null for one for each processor of the machine.</param>
/// <param name="Processors">The limit of the pod, which the agent cannot see; null when there is none.</param>
internal sealed record CpuStressOrder(double Load, int? Workers, double? Processors) : PodFaultOrder
{
    public override IPodFault Create(TimeProvider time) =>
        new CpuStressFault(Load, Workers ?? Environment.ProcessorCount, Processors, time);
}

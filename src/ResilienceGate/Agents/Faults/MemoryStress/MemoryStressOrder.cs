namespace ResilienceGate.Agents.Faults.MemoryStress;

/// <summary>Memory that is filled and held.</summary>
/// <param name="Bytes">
/// How much is filled; with <paramref name="MinusOthers"/>, how much the agent and all the processes that it sees may
/// have together.
/// </param>
/// <param name="MinusOthers">Whether what other processes hold is left out.</param>
internal sealed record MemoryStressOrder(long Bytes, bool MinusOthers) : PodFaultOrder
{
    public override IPodFault Create(TimeProvider time) => new MemoryStressFault(Bytes, MinusOthers, time);
}

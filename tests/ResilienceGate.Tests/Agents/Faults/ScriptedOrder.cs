using ResilienceGate.Agents.Faults;

namespace ResilienceGate.Tests.Agents.Faults;

/// <summary>Has a scripted fault carried out.</summary>
internal sealed record ScriptedOrder(IPodFault Fault, bool Outlives = false) : PodFaultOrder
{
    public override bool OutlivesAgent => Outlives;

    public override IPodFault Create(TimeProvider time) => Fault;
}

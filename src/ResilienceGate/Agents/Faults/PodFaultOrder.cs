using System.Text.Json.Serialization;
using ResilienceGate.Agents.Faults.CpuStress;
using ResilienceGate.Agents.Faults.MemoryStress;
using ResilienceGate.Agents.Faults.Network;

namespace ResilienceGate.Agents.Faults;

/// <summary>
/// What an agent is to bring about in its pod, as it is written in the order. A new one is a record of its own, its
/// <see cref="IPodFault"/>, and one line here.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "fault")]
[JsonDerivedType(typeof(CpuStressOrder), "cpu-stress")]
[JsonDerivedType(typeof(MemoryStressOrder), "memory-stress")]
[JsonDerivedType(typeof(NetworkOrder), "network")]
internal abstract record PodFaultOrder
{
    /// <summary>
    /// What the kernel has to allow the agent, such as <c>NET_ADMIN</c>. An agent that needs any runs as root, and one
    /// that needs none as a user without rights.
    /// </summary>
    [JsonIgnore]
    public virtual IReadOnlyList<string> Capabilities => [];

    /// <summary>Whether the kernel keeps something of the fault when the agent is killed, until the fault expires.</summary>
    [JsonIgnore]
    public virtual bool OutlivesAgent => false;

    public abstract IPodFault Create(TimeProvider time);
}

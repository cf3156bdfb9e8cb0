using System.Text.Json.Serialization;
using ResilienceGate.Core.Consistency;

namespace ResilienceGate.Agents;

/// <summary>What the gate tells the running probe, one JSON line each, on its standard input.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "do")]
[JsonDerivedType(typeof(Ping), "ping")]
[JsonDerivedType(typeof(Start), "start")]
[JsonDerivedType(typeof(Replicas), "replicas")]
[JsonDerivedType(typeof(Census), "census")]
[JsonDerivedType(typeof(Truth), "truth")]
[JsonDerivedType(typeof(Stop), "stop")]
internal abstract record ProbeCommand
{
    private ProbeCommand() { }

    /// <summary>Keeps the probe alive and measures the offset of its clock; answered by a pong.</summary>
    public sealed record Ping(int Id) : ProbeCommand;

    /// <summary>Begin the traffic. Told again, it changes nothing.</summary>
    public sealed record Start : ProbeCommand;

    /// <summary>All replicas there are now. Each that was not known is asked by its own address until its first answer.</summary>
    public sealed record Replicas(IReadOnlyList<Replica> Now) : ProbeCommand;

    /// <summary>Ask every known replica for its metadata and all golden requests.</summary>
    public sealed record Census(int Id) : ProbeCommand;

    /// <summary>The right answers by request id; until they are told, every well-formed answer counts as right.</summary>
    public sealed record Truth(IReadOnlyDictionary<string, Prediction> Answers) : ProbeCommand;

    /// <summary>Finish the requests on their way, report, end with exit code 0.</summary>
    public sealed record Stop : ProbeCommand;
}

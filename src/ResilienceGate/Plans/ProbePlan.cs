using ResilienceGate.Agents;
using ResilienceGate.Probes;

namespace ResilienceGate.Plans;

/// <summary>The traffic that stands for the users.</summary>
internal sealed record ProbePlan
{
    public required string Protocol { get; init; }

    public required ProtocolOptions Options { get; init; }

    public required string Model { get; init; }

    /// <summary>Requests a second.</summary>
    public required double Rate { get; init; }

    public required TimeSpan Deadline { get; init; }

    public required ConnectionPolicy Connections { get; init; }

    /// <summary>At least one.</summary>
    public required IReadOnlyList<ProbeRequest> Requests { get; init; }
}

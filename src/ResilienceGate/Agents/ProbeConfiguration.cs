using ResilienceGate.Core.Consistency;
using ResilienceGate.Probes;

namespace ResilienceGate.Agents;

/// <summary>What the probe is told at its start, as a JSON file mounted from a ConfigMap.</summary>
internal sealed record ProbeConfiguration
{
    public const string MountPath = "/etc/resilience-gate";

    public const string FileName = "probe.json";

    public required string Run { get; init; }

    /// <summary>Address and port that the traffic goes to: the Service's cluster IP.</summary>
    public required string Service { get; init; }

    /// <summary>Host header: the Service's DNS name and port.</summary>
    public required string Host { get; init; }

    public required string Protocol { get; init; }

    public ProtocolOptions Options { get; init; } = ProtocolOptions.None;

    public required string Model { get; init; }

    /// <summary>Requests a second, constant, open-loop.</summary>
    public required double Rate { get; init; }

    public required TimeSpan Deadline { get; init; }

    public required ConnectionPolicy Connections { get; init; }

    public required Oracle Oracle { get; init; }

    public required IReadOnlyList<ProbeRequest> Requests { get; init; }

    public required int Seed { get; init; }

    /// <summary>The probe ends by itself when the gate has not been heard of for so long.</summary>
    public required TimeSpan SilenceLimit { get; init; }
}

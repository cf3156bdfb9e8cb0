using k8s.Models;

namespace ResilienceGate.LocalCluster.Nodes.Probes;

/// <summary>The timing of a probe; what is unset has Kubernetes' default.</summary>
internal sealed record ProbeSettings
{
    public required TimeSpan InitialDelay { get; init; }
    public required TimeSpan Period { get; init; }
    public required TimeSpan Timeout { get; init; }
    public required int SuccessThreshold { get; init; }
    public required int FailureThreshold { get; init; }

    public static ProbeSettings Of(V1Probe probe) =>
        new()
        {
            InitialDelay = TimeSpan.FromSeconds(probe.InitialDelaySeconds ?? 0),
            Period = TimeSpan.FromSeconds(OrDefault(probe.PeriodSeconds, 10)),
            Timeout = TimeSpan.FromSeconds(OrDefault(probe.TimeoutSeconds, 1)),
            SuccessThreshold = OrDefault(probe.SuccessThreshold, 1),
            FailureThreshold = OrDefault(probe.FailureThreshold, 3),
        };

    private static int OrDefault(int? value, int standard) => value is null or 0 ? standard : value.Value;
}

using ResilienceGate.LocalCluster.Nodes.Probes;

namespace ResilienceGate.LocalCluster.Nodes.Containers;

/// <summary>Hears, on any thread, what the probes of a run say.</summary>
internal interface IProbeListener
{
    /// <summary>A single try failed.</summary>
    void OnFailure(ContainerRun run, ProbeKind kind, string output);

    /// <summary>A result reached its threshold.</summary>
    /// <param name="run">The run that was probed.</param>
    /// <param name="kind">The probe.</param>
    /// <param name="succeeded">The result.</param>
    /// <param name="graceSeconds">The probe's own grace for the restart it asks for, if it has one.</param>
    void OnResult(ContainerRun run, ProbeKind kind, bool succeeded, long? graceSeconds);
}

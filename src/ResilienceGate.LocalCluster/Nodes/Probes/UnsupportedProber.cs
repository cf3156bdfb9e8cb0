namespace ResilienceGate.LocalCluster.Nodes.Probes;

/// <summary>Fails, and says why: better than a container that is ready for a reason nobody checked.</summary>
internal sealed class UnsupportedProber(string action) : IProber
{
    public Task<ProbeOutcome> ProbeAsync(TimeSpan timeout, CancellationToken ct) =>
        Task.FromResult(ProbeOutcome.Failure($"the embedded cluster has no {action} probe"));
}

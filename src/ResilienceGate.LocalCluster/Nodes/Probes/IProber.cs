namespace ResilienceGate.LocalCluster.Nodes.Probes;

/// <summary>Tries once whether a container answers.</summary>
internal interface IProber
{
    /// <param name="timeout">After which the try has failed.</param>
    /// <param name="ct">The container is gone: the outcome is of no interest any more.</param>
    Task<ProbeOutcome> ProbeAsync(TimeSpan timeout, CancellationToken ct);
}

namespace ResilienceGate.Hosts;

/// <summary>
/// What the clean-up after the step needs to find and revert a run's faults, also when the gate was killed. The names
/// are read by <c>action/cleanup/gate-cleanup</c>; the cluster is found there by the same inputs as here.
/// </summary>
internal sealed record RollbackState
{
    public required string Run { get; init; }

    public required string Namespace { get; init; }

    /// <summary>To be called before the first fault of a run is injected.</summary>
    public void Save(ICiHost host)
    {
        host.SaveState("namespace", Namespace);
        // The clean-up acts when it finds a run, so the run comes last.
        host.SaveState("run", Run);
    }

    /// <summary>To be called when every fault is proved to be gone: the clean-up then has nothing to do.</summary>
    public static void Clear(ICiHost host) => host.SaveState("run", "");
}

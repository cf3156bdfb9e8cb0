namespace ResilienceGate.Hosts;

/// <summary>
/// What the clean-up after the step needs to find and revert a run's faults, also when the gate was killed. The names
/// are read by <c>action/cleanup/gate-cleanup</c>.
/// </summary>
internal sealed record RollbackState
{
    public required string Run { get; init; }

    public required string Namespace { get; init; }

    /// <summary>Absolute; null for the gate's own choice.</summary>
    public string? Kubeconfig { get; init; }

    public string? Context { get; init; }

    /// <summary>To be called before the first fault of a run is injected.</summary>
    public void Save(ICiHost host)
    {
        host.SaveState("kubeconfig", Kubeconfig ?? "");
        host.SaveState("context", Context ?? "");
        host.SaveState("namespace", Namespace);
        // The clean-up acts when it finds a run, so the run comes last.
        host.SaveState("run", Run);
    }

    /// <summary>To be called when every fault is proved to be gone: the clean-up then has nothing to do.</summary>
    public static void Clear(ICiHost host) => host.SaveState("run", "");
}

namespace ResilienceGate.Faults;

/// <summary>One live instance of a fault. Its undo exists before its effect does.</summary>
internal interface IInjection
{
    /// <summary>How long the fault stays on after it took effect; zero for one that is over at once.</summary>
    TimeSpan Hold { get; }

    /// <summary>Asks the cluster for the fault.</summary>
    /// <exception cref="InjectionRefusedException">The cluster refuses: the injection is void, the run goes on.</exception>
    Task InjectAsync(CancellationToken ct);

    /// <summary>What shows that the fault took effect, as a sentence; null when nothing does, and the injection is void.</summary>
    Task<string?> ProveAsync(CancellationToken ct);

    /// <summary>
    /// Undoes the fault and proves that it is gone. Safe to call at any moment, also when nothing was injected and when
    /// it was called before.
    /// </summary>
    /// <returns>The proof as a sentence; null when there is nothing to revert.</returns>
    Task<string?> RevertAsync(CancellationToken deadline);
}

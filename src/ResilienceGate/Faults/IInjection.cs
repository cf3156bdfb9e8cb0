namespace ResilienceGate.Faults;

/// <summary>One live instance of a fault. Its undo exists before its effect does.</summary>
internal interface IInjection
{
    /// <summary>How long the fault stays on from the moment that it is asked for; zero for one that is over at once.</summary>
    TimeSpan Hold { get; }

    /// <summary>
    /// Whether the fault begins when it is proved, and not when it is asked for: getting ready takes a time in which nothing
    /// is broken.
    /// </summary>
    bool BeginsWhenProved => false;

    /// <summary>What reverts the fault; empty for one that leaves nothing to revert.</summary>
    IReadOnlyList<Undo> Undos { get; }

    /// <summary>
    /// Asks the cluster for the fault. When it is cancelled, it returns only when no request of its own is under way.
    /// </summary>
    /// <exception cref="InjectionRefusedException">The cluster refuses: the injection is void, the run goes on.</exception>
    Task InjectAsync(CancellationToken ct);

    /// <summary>What shows that the fault took effect, as a sentence; null when nothing does, and the injection is void.</summary>
    Task<string?> ProveAsync(CancellationToken ct);

    /// <summary>
    /// Completes when a fault that was proved ends before it is reverted, with the reason: the injection is void. Never for
    /// one that cannot.
    /// </summary>
    Task<string> LostAsync(CancellationToken ct) => new TaskCompletionSource<string>().Task.WaitAsync(ct);
}

namespace ResilienceGate.Core.Reports;

/// <summary>"N faults injected, N reverted, verified".</summary>
/// <param name="Injected">Faults that the cluster accepted.</param>
/// <param name="Reverted">Faults proved to be gone; a fault with nothing to revert counts when its target is stable.</param>
/// <param name="Left">What could not be proved to be gone, and how to revert it by hand; empty in every good run.</param>
public sealed record CleanUp(int Injected, int Reverted, IReadOnlyList<string> Left)
{
    /// <summary>Every fault is proved to be gone.</summary>
    public bool IsClean => Left.Count == 0 && Reverted == Injected;
}

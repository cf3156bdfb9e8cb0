namespace ResilienceGate.Core.Reports;

/// <summary>"N faults injected, N reverted, verified".</summary>
/// <param name="Injected">Faults that the cluster accepted, or may have.</param>
/// <param name="Reverted">Of these, proved to be gone. A fault that leaves nothing to revert, such as pod-kill, is not.</param>
/// <param name="Left">What could not be proved to be gone, and how to revert it by hand; empty in every good run.</param>
public sealed record CleanUp(int Injected, int Reverted, IReadOnlyList<string> Left)
{
    /// <summary>Every fault that leaves something to revert is proved to be gone.</summary>
    public bool IsClean => Left.Count == 0;
}

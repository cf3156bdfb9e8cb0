namespace ResilienceGate.Rollbacks;

/// <summary>What a rollback is asked to revert.</summary>
/// <param name="Namespace">Where to look for journals; null for all namespaces.</param>
/// <param name="Run">Only this run; null for every run whose gate is gone.</param>
/// <param name="IsForced">Also when the gate of the named run seems to be alive: it injects nothing more.</param>
internal sealed record RollbackScope(string? Namespace, string? Run, bool IsForced)
{
    public bool Covers(string run) => Run is null || Run == run;
}

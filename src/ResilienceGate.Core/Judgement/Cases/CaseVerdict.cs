using ResilienceGate.Core.Judgement.Duets;

namespace ResilienceGate.Core.Judgement.Cases;

/// <summary>The outcome of a case, and what led to it.</summary>
/// <param name="Findings">The worst first.</param>
/// <param name="Suspects">What the screen left to a duet, as far as it is known; empty when it left nothing.</param>
/// <param name="PairsUsed">Valid pairs that were needed for it, by experiment.</param>
public sealed record CaseVerdict(
    CaseOutcome Outcome,
    IReadOnlyList<Finding> Findings,
    IReadOnlyList<SuspectProgress> Suspects,
    IReadOnlyDictionary<string, int> PairsUsed
);

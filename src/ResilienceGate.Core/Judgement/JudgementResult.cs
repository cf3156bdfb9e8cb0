namespace ResilienceGate.Core.Judgement;

/// <summary>The verdict and everything that led to it.</summary>
/// <param name="Findings">The worst first.</param>
public sealed record JudgementResult(Verdict Verdict, IReadOnlyList<Finding> Findings)
{
    /// <summary>Accepted runs that the run was compared with; 0 without a baseline of the same fingerprint.</summary>
    public required int BaselineRuns { get; init; }
}

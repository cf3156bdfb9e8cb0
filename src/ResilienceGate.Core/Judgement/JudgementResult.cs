namespace ResilienceGate.Core.Judgement;

/// <summary>The verdict and everything that led to it.</summary>
public sealed record JudgementResult(Verdict Verdict, IReadOnlyList<Finding> Findings);

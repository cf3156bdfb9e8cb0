namespace ResilienceGate.Core.Measurements;

/// <summary>How long one phase of a recovery took. The phases of a recovery add up to its recovery time.</summary>
public sealed record PhaseTime(Phase Phase, TimeSpan Took);

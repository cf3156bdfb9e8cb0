namespace ResilienceGate.Core.Judgement;

/// <summary>By what a run is measured and judged.</summary>
/// <param name="Margins">What is allowed.</param>
/// <param name="RecoveryPeriod">The period at which the candidate's recoveries are seen.</param>
/// <param name="Rate">Requests a second.</param>
public sealed record Yardstick(Margins Margins, TimeSpan RecoveryPeriod, double Rate);

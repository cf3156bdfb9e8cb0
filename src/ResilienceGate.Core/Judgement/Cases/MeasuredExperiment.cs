using ResilienceGate.Core.Baselines;

namespace ResilienceGate.Core.Judgement.Cases;

/// <summary>What was measured of one experiment of a candidate.</summary>
/// <param name="Planned">Injections that were to be made.</param>
/// <param name="Valid">Those that count.</param>
public sealed record MeasuredExperiment(int Planned, IReadOnlyList<InjectionValues> Valid);

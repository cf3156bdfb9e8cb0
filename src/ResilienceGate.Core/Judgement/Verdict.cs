namespace ResilienceGate.Core.Judgement;

/// <summary>What was measured, before any policy.</summary>
public enum Verdict
{
    Pass,
    Inconclusive,
    Regression,
}

namespace ResilienceGate.Core.Judgement.Cases;

/// <summary>What becomes of a case.</summary>
public enum CaseOutcome
{
    Pass,
    Regression,
    Inconclusive,

    /// <summary>A duet has to settle it, and there are no pairs.</summary>
    Escalates,
}

namespace ResilienceGate.Core.Judgement.Duets;

/// <summary>What is known of a suspect, or of all suspects together.</summary>
public enum DuetState
{
    /// <summary>More pairs are needed.</summary>
    Undecided,

    /// <summary>Worse by more than the margin.</summary>
    Regression,

    /// <summary>Not shown to be worse by more than the margin, and more pairs would not change that.</summary>
    Cleared,
}

namespace ResilienceGate.Core.Judgement.Duets;

/// <summary>Against what a candidate is judged.</summary>
public enum Reference
{
    /// <summary>The versions that were accepted last.</summary>
    Baseline,

    /// <summary>A release that stays frozen until a person moves it: what creeps shows against it.</summary>
    Anchor,
}

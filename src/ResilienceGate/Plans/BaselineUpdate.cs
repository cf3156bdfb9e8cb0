namespace ResilienceGate.Plans;

/// <summary>When a run becomes part of the baseline.</summary>
internal enum BaselineUpdate
{
    /// <summary>When its verdict is Pass, on the default branch or by hand; never from a pull request.</summary>
    OnPass,
    Never,
    Always,
}

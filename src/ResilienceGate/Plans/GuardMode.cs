namespace ResilienceGate.Plans;

/// <summary>Whether somebody in the cluster undoes what cannot expire by itself when the gate dies.</summary>
internal enum GuardMode
{
    /// <summary>Where its service account is there; a run without it is warned.</summary>
    Wanted,

    /// <summary>A run without it is refused.</summary>
    Required,

    Never,
}

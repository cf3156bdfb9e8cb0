namespace ResilienceGate.Faults;

/// <summary>How much of the target one injection may take away.</summary>
/// <param name="Replicas">Pods that the target should have.</param>
/// <param name="MaxPercent">1 to 100.</param>
internal sealed record BlastRadius(int Replicas, int MaxPercent)
{
    /// <summary>Rounded down: half of three pods is one.</summary>
    public int MaxPods => Replicas * MaxPercent / 100;

    /// <summary>Why a number of pods may not be hit; null when it may.</summary>
    public string? Refuses(int pods) =>
        pods <= MaxPods
            ? null
            : $"it would take {pods} of {Replicas} pods, and limits.max-pods of {MaxPercent}% allows {MaxPods}; "
                + "run more replicas, or raise limits.max-pods";
}

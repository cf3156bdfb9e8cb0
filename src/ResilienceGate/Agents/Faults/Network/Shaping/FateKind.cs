namespace ResilienceGate.Agents.Faults.Network.Shaping;

internal enum FateKind
{
    /// <summary>Goes on as it is, at its time.</summary>
    Passed,

    /// <summary>Is lost.</summary>
    Dropped,

    /// <summary>Goes on at once, with other bytes.</summary>
    Changed,
}

namespace ResilienceGate.Core.Baselines;

/// <summary>
/// An accepted release that stays frozen until a person moves it. The rolling baseline follows what creeps: 3 % a release
/// is within every margin and doubles a recovery in two dozen releases. Against the anchor it shows.
/// </summary>
public sealed record Anchor
{
    /// <summary>Its accepted runs, at least one.</summary>
    public required IReadOnlyList<AcceptedRun> Runs { get; init; }
}

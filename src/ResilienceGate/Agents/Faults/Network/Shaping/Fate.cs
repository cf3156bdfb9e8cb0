namespace ResilienceGate.Agents.Faults.Network.Shaping;

/// <summary>What becomes of a packet.</summary>
/// <param name="At">When it passes, on the policy's clock.</param>
/// <param name="Length">How many bytes it has after a change.</param>
internal readonly record struct Fate(FateKind Kind, TimeSpan At, int Length)
{
    public static Fate Dropped { get; } = new(FateKind.Dropped, TimeSpan.Zero, 0);

    public static Fate PassedAt(TimeSpan at) => new(FateKind.Passed, at, 0);

    public static Fate Changed(int length) => new(FateKind.Changed, TimeSpan.Zero, length);
}

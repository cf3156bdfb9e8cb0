namespace ResilienceGate.Agents.Faults.Network.Shaping;

/// <summary>Loses packets, each with the same probability and by itself.</summary>
/// <param name="share">0 to 1.</param>
internal sealed class LossPolicy(double share, Random random) : IPacketPolicy
{
    public int Reads => 0;

    public bool TakesTrains => false;

    public Fate Decide(TimeSpan now, int length, Span<byte> packet) =>
        random.NextDouble() < share ? Fate.Dropped : Fate.PassedAt(now);
}

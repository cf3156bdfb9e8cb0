namespace ResilienceGate.Agents.Faults.Network.Shaping;

/// <summary>Holds packets up by a delay, and keeps their order.</summary>
internal sealed class DelayPolicy(TimeSpan delay, JitterCurve jitter) : IPacketPolicy
{
    public int Reads => 0;

    public bool TakesTrains => true;

    public Fate Decide(TimeSpan now, int length, Span<byte> packet) => Fate.PassedAt(now + delay + jitter.At(now));
}

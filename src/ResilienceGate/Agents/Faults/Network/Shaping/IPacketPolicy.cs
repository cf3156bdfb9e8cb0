namespace ResilienceGate.Agents.Faults.Network.Shaping;

/// <summary>
/// What becomes of each packet of one direction. A policy never lets a packet pass before one that came earlier: on that
/// rests that the queue is first in, first out.
/// </summary>
internal interface IPacketPolicy
{
    /// <summary>How much of each packet the policy reads, in bytes, from its IP header on.</summary>
    int Reads { get; }

    /// <summary>
    /// Whether a train of segments that the kernel handles as one is one packet here. It is faster; but what is lost on a
    /// wire is a segment.
    /// </summary>
    bool TakesTrains { get; }

    /// <param name="now">Never less than in the call before.</param>
    /// <param name="length">Of the whole packet, in bytes, from its IP header on.</param>
    /// <param name="packet">As much of it as was asked for; with <see cref="FateKind.Changed"/> it has been changed here.</param>
    Fate Decide(TimeSpan now, int length, Span<byte> packet);
}

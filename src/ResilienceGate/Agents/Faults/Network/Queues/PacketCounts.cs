namespace ResilienceGate.Agents.Faults.Network.Queues;

/// <summary>What has gone through a queue so far.</summary>
/// <param name="Seen">Packets that came.</param>
/// <param name="Waited">Packets that were held, however short.</param>
/// <param name="Bytes">Of the packets that have passed.</param>
/// <param name="Held">How long the packets that passed were held, all together.</param>
internal sealed record PacketCounts(
    long Seen,
    long Passed,
    long Dropped,
    long Changed,
    long Waited,
    long Bytes,
    TimeSpan Held
)
{
    public static PacketCounts None { get; } = new(0, 0, 0, 0, 0, 0, TimeSpan.Zero);

    public TimeSpan MeanHold => Passed > 0 ? Held / Passed : TimeSpan.Zero;

    public static PacketCounts operator +(PacketCounts a, PacketCounts b) =>
        new(
            a.Seen + b.Seen,
            a.Passed + b.Passed,
            a.Dropped + b.Dropped,
            a.Changed + b.Changed,
            a.Waited + b.Waited,
            a.Bytes + b.Bytes,
            a.Held + b.Held
        );

    public static PacketCounts operator -(PacketCounts a, PacketCounts b) =>
        new(
            a.Seen - b.Seen,
            a.Passed - b.Passed,
            a.Dropped - b.Dropped,
            a.Changed - b.Changed,
            a.Waited - b.Waited,
            a.Bytes - b.Bytes,
            a.Held - b.Held
        );
}

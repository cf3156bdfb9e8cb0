namespace ResilienceGate.Agents.Faults.Network.Shaping;

/// <summary>
/// A narrow link: a token bucket with a bounded queue before it. Over any time the link carries at most its rate and one
/// bucket; what would wait longer than the queue is long is lost, as at the end of a full buffer.
/// </summary>
internal sealed class BandwidthPolicy(double bytesPerSecond) : IPacketPolicy
{
    /// <summary>What passes at once after a pause: a full packet, or 5 ms of a fast link.</summary>
    public static double BucketOf(double bytesPerSecond) => Math.Max(1600, bytesPerSecond * 0.005);

    /// <summary>The longest wait. Home routers are known for more, a datacentre's switches have less.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(400);

    private readonly double _bucket = BucketOf(bytesPerSecond);
    private double _tokens = BucketOf(bytesPerSecond);
    private TimeSpan _at;

    public int Reads => 0;

    public bool TakesTrains => false;

    /// <remarks>Tokens below zero are those that the packets in the queue have taken in advance.</remarks>
    public Fate Decide(TimeSpan now, int length, Span<byte> packet)
    {
        _tokens = Math.Min(_bucket, _tokens + ((now - _at).TotalSeconds * bytesPerSecond));
        _at = now;
        var wait = TimeSpan.FromSeconds(Math.Max(0, (length - _tokens) / bytesPerSecond));
        // A packet that meets no queue passes however long it takes: a link slower than that would carry nothing.
        if (wait > LongestWait && _tokens < 0)
            return Fate.Dropped;
        _tokens -= length;
        return Fate.PassedAt(now + wait);
    }
}

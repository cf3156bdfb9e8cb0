using HdrHistogram;
using HdrHistogram.Utilities;
using ResilienceGate.Agents;
using ResilienceGate.Core.Measurements;

namespace ResilienceGate.Tests.ProbeSessions;

/// <summary>Seconds of traffic as a probe reports them.</summary>
internal static class Seconds
{
    public static readonly IReadOnlyList<int> Full = Slices(10);

    public static IReadOnlyList<int> Slices(int each) => [.. Enumerable.Repeat(each, 10)];

    public static ProbeRecord.Interval Of(
        DateTimeOffset start,
        IReadOnlyList<int> sent,
        IReadOnlyList<int> good,
        IReadOnlyDictionary<Outcome, int>? outcomes = null,
        params long[] microseconds
    ) =>
        new()
        {
            Number = 1,
            At = start + TimeSpan.FromSeconds(1),
            Start = start,
            Sent = sent,
            Good = good,
            Outcomes = outcomes ?? new Dictionary<Outcome, int> { [Outcome.Good] = good.Sum() },
            Latencies = Encode(microseconds),
            Lateness = TimeSpan.Zero,
        };

    /// <summary>A second in which everything was right, or nothing.</summary>
    public static ProbeRecord.Interval Of(DateTimeOffset start, bool good) =>
        Of(start, Full, good ? Full : Slices(0), outcomes: null, 5_000);

    private static string Encode(long[] microseconds)
    {
        var histogram = new LongHistogram(LatencySummary.HighestMicroseconds, LatencySummary.SignificantDigits);
        foreach (var latency in microseconds)
            histogram.RecordValue(latency);
        var buffer = ByteBuffer.Allocate(histogram.GetNeededByteBufferCapacity());
        var length = histogram.EncodeIntoCompressedByteBuffer(buffer);
        var bytes = new byte[length];
        buffer.Position = 0;
        for (var i = 0; i < length; i++)
            bytes[i] = buffer.Get();
        return Convert.ToBase64String(bytes);
    }
}

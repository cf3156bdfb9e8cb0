using HdrHistogram;
using ResilienceGate.Agents;

namespace ResilienceGate.Probes.Load;

/// <summary>When the pieces came of the answers that were due in one second.</summary>
internal sealed class StreamInterval
{
    private const int SignificantDigits = 3;

    private static readonly long MaxMicroseconds = (long)LoadProfile.MaxDeadline.TotalMicroseconds;

    private readonly IntHistogram _firstToken = new(1, MaxMicroseconds, SignificantDigits);
    private readonly IntHistogram _perToken = new(1, MaxMicroseconds, SignificantDigits);
    private readonly IntHistogram _gaps = new(1, MaxMicroseconds, SignificantDigits);

    /// <param name="latency">Of the whole answer, from its intended send time.</param>
    public void Add(StreamTiming timing, TimeSpan latency)
    {
        // What the request lost before it was sent, its user waited too.
        Record(_firstToken, latency - (timing.Total - timing.FirstToken));
        if (timing.PerToken is { } perToken)
            Record(_perToken, perToken);
        foreach (var gap in timing.Gaps)
            Record(_gaps, gap);
    }

    public void Reset()
    {
        _firstToken.Reset();
        _perToken.Reset();
        _gaps.Reset();
    }

    /// <returns>Null when no answer came in pieces.</returns>
    public StreamRecord? Report() =>
        _firstToken.TotalCount == 0
            ? null
            : new StreamRecord(
                HistogramCodec.Encode(_firstToken),
                HistogramCodec.Encode(_perToken),
                HistogramCodec.Encode(_gaps)
            );

    private static void Record(IntHistogram histogram, TimeSpan time) =>
        histogram.RecordValue(Math.Clamp((long)time.TotalMicroseconds, 1, MaxMicroseconds));
}

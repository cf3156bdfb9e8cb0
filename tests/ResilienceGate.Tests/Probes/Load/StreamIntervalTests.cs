using ResilienceGate.Agents;
using ResilienceGate.Probes;
using ResilienceGate.Probes.Load;
using ResilienceGate.ProbeSessions;

namespace ResilienceGate.Tests.Probes.Load;

/// <summary>From the answers of a second to what the gate makes of the probe's record.</summary>
public sealed class StreamIntervalTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Times_of_streams_reach_the_gate()
    {
        var interval = new LoadInterval();
        interval.Open(TimeSpan.Zero);
        // Sent 40 ms late: the user waited 140 ms for the first token, and for each of the next five (900 - 100) / 5.
        Settle(
            interval,
            Milliseconds(940),
            new StreamTiming(Milliseconds(100), Milliseconds(900), [Milliseconds(700)], 6)
        );
        Settle(interval, Milliseconds(100), new StreamTiming(Milliseconds(100), Milliseconds(100), [], null));
        var streaming = Streaming(interval);

        Assert.Equal(140, streaming?.FirstToken.Max.TotalMilliseconds ?? 0, 1.0);
        Assert.Equal(100, streaming?.FirstToken.P50.TotalMilliseconds ?? 0, 1.0);
        Assert.Equal(160, streaming?.PerToken?.Max.TotalMilliseconds ?? 0, 1.0);
        Assert.Equal(700, streaming?.Gap?.Max.TotalMilliseconds ?? 0, 1.0);
    }

    [Fact]
    public void A_second_without_streams_says_nothing_of_them()
    {
        var interval = new LoadInterval();
        interval.Open(TimeSpan.Zero);
        Settle(interval, Milliseconds(5), new StreamTiming(Milliseconds(1), Milliseconds(5), [], 2));
        interval.Open(TimeSpan.FromSeconds(1));
        interval.Begin(TimeSpan.FromSeconds(1), TimeSpan.Zero);
        interval.Settle(TimeSpan.FromSeconds(1), Outcome.Good, Milliseconds(5), stream: null);

        Assert.Null(Streaming(interval));
    }

    private static void Settle(LoadInterval interval, TimeSpan latency, StreamTiming timing)
    {
        interval.Begin(TimeSpan.Zero, TimeSpan.Zero);
        interval.Settle(TimeSpan.Zero, Outcome.Good, latency, timing);
    }

    private static Core.Measurements.StreamSummary? Streaming(LoadInterval interval)
    {
        var log = new ProbeLog();
        var record = Assert.IsType<ProbeRecord.Interval>(interval.Report(Start)(1, Start));
        log.Add(record, new ClockOffset(TimeSpan.Zero, TimeSpan.Zero));
        return log.Traffic(record.Start, record.Start.AddSeconds(1)).Streaming;
    }

    private static TimeSpan Milliseconds(double count) => TimeSpan.FromMilliseconds(count);
}

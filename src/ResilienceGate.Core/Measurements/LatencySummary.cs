using HdrHistogram;

namespace ResilienceGate.Core.Measurements;

/// <summary>
/// Latency quantiles from the intended send time of the requests that were answered. One without an answer in time counts
/// with its deadline: left out, slow answers that become timeouts would make the rest look quicker.
/// </summary>
public sealed record LatencySummary(TimeSpan P50, TimeSpan P95, TimeSpan P99, TimeSpan Max)
{
    /// <summary>The longest latency that is told from a longer one: an hour, in microseconds.</summary>
    public const long HighestMicroseconds = 3_600_000_000;

    /// <summary>The resolution of every histogram: 0.1 %.</summary>
    public const int SignificantDigits = 3;

    /// <summary>Merges histograms of microseconds, exactly, and reads the quantiles.</summary>
    /// <returns>Null when no request was answered or timed out.</returns>
    public static LatencySummary? Of(IEnumerable<HistogramBase> histograms)
    {
        var all = new LongHistogram(HighestMicroseconds, SignificantDigits);
        foreach (var histogram in histograms)
            all.Add(histogram);

        return all.TotalCount == 0
            ? null
            : new LatencySummary(Quantile(all, 50), Quantile(all, 95), Quantile(all, 99), Quantile(all, 100));
    }

    private static TimeSpan Quantile(LongHistogram histogram, double percent) =>
        TimeSpan.FromMicroseconds(histogram.GetValueAtPercentile(percent));
}

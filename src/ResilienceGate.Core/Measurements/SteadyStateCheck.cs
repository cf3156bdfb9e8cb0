using System.Globalization;
using ResilienceGate.Core.Experiments;

namespace ResilienceGate.Core.Measurements;

/// <summary>Compares what was measured while nothing was broken with the plan's hypothesis.</summary>
public static class SteadyStateCheck
{
    /// <param name="sent">Requests that were due while the steady state was measured.</param>
    /// <param name="good">Of these, answered rightly and in time.</param>
    /// <param name="wrong">Of these, answered in time but wrongly.</param>
    /// <param name="latency">Null when no request was answered.</param>
    public static SteadyState Measure(
        Hypothesis hypothesis,
        long sent,
        long good,
        long wrong,
        LatencySummary? latency
    ) =>
        new()
        {
            For = hypothesis.For,
            Sent = sent,
            Good = good,
            Wrong = wrong,
            Latency = latency,
            Violations = [.. Violations(hypothesis, sent, good, latency)],
        };

    private static IEnumerable<string> Violations(Hypothesis hypothesis, long sent, long good, LatencySummary? latency)
    {
        if (sent == 0)
        {
            yield return "no request was due in the steady state: nothing is known of it";
            yield break;
        }

        if (good == 0)
        {
            yield return $"none of {sent} requests was answered rightly in time in the steady state";
            yield break;
        }

        var availability = (double)good / sent;
        if (hypothesis.Availability is { } least && availability < least)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"availability is {availability * 100:0.###} % in the steady state ({sent - good} of {sent} requests were not answered rightly in time); the plan asks for at least {least * 100:0.###} %"
            );
        }

        if (hypothesis.P99 is { } most && latency?.P99 is { } p99 && p99 > most)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"p99 is {p99.TotalMilliseconds:0.#} ms in the steady state; the plan asks for at most {most.TotalMilliseconds:0.#} ms"
            );
        }
    }
}

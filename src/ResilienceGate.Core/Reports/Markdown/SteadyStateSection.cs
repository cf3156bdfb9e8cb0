using System.Globalization;
using ResilienceGate.Core.Measurements;

namespace ResilienceGate.Core.Reports.Markdown;

/// <summary>What was measured before anything was broken, and after the last fault.</summary>
internal static class SteadyStateSection
{
    public static string Render(RunResult result) =>
        Line("Before the faults", result.SteadyState) + Line("After the faults", result.SteadyStateAfter);

    private static string Streaming(StreamSummary? streaming)
    {
        if (streaming is not { FirstToken: var first })
            return "";
        var perToken = streaming.PerToken is { } t ? $"; a token p50 {Amount.Of(t.P50)}, p99 {Amount.Of(t.P99)}" : "";
        var gap = streaming.Gap is { } g
            ? $"; between pieces p50 {Amount.Of(g.P50)}, p99 {Amount.Of(g.P99)}, the longest stall {Amount.Of(g.Max)}"
            : "";
        return $"  Streams: first token p50 {Amount.Of(first.P50)}, p99 {Amount.Of(first.P99)}{perToken}{gap}.\n";
    }

    private static string Line(string when, SteadyState? steady)
    {
        if (steady is null)
            return "";
        var availability = steady.Sent == 0 ? "no request was sent" : Amount.Share((double)steady.Good / steady.Sent);
        var latency = steady.Latency is { } l
            ? $", p50 {Amount.Of(l.P50)}, p95 {Amount.Of(l.P95)}, p99 {Amount.Of(l.P99)}, longest {Amount.Of(l.Max)}"
            : "";
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"- {when}, {steady.Sent} requests in {Amount.Of(steady.For)}: availability {availability}{latency}, {steady.Wrong} wrong.\n"
        );
        return line
            + Streaming(steady.Streaming)
            + string.Concat(steady.Violations.Select(v => $"- ❌ {MarkdownText.Escape(v)}\n"));
    }
}

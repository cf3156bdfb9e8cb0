using System.Globalization;

namespace ResilienceGate.Core.Reports.Markdown;

/// <summary>What was measured before anything was broken.</summary>
internal static class SteadyStateSection
{
    public static string Render(RunResult result)
    {
        if (result.SteadyState is not { } steady)
            return "";
        var availability = steady.Sent == 0 ? "no request was sent" : Amount.Share((double)steady.Good / steady.Sent);
        var latency = steady.Latency is { } l
            ? $", p50 {Amount.Of(l.P50)}, p95 {Amount.Of(l.P95)}, p99 {Amount.Of(l.P99)}, longest {Amount.Of(l.Max)}"
            : "";
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"{steady.Sent} requests in {Amount.Of(steady.For)}: availability {availability}{latency}, {steady.Wrong} wrong.\n"
        );
        return line + string.Concat(steady.Violations.Select(v => $"- ❌ {MarkdownText.Escape(v)}\n"));
    }
}

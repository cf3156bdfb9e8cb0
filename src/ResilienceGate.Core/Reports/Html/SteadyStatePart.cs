using ResilienceGate.Core.Measurements;

namespace ResilienceGate.Core.Reports.Html;

/// <summary>What was measured before anything was broken, and after the last fault.</summary>
internal static class SteadyStatePart
{
    public static Markup Render(RunResult result)
    {
        var table = new HtmlTable(
            "Traffic while nothing was broken",
            "",
            ">Requests",
            ">Availability",
            ">p50",
            ">p95",
            ">p99",
            ">Longest",
            ">Wrong"
        );
        Add(table, "Before the faults", result.SteadyState);
        Add(table, "After the faults", result.SteadyStateAfter);
        return Markup.Of($"{table.Render()}{Violations(result.SteadyState)}{Violations(result.SteadyStateAfter)}");
    }

    private static void Add(HtmlTable table, string when, SteadyState? steady)
    {
        if (steady is null)
            return;
        table.Add(
            Markup.Of($"{when}"),
            Markup.Of($"{steady.Sent} in {Amount.Of(steady.For)}"),
            steady.Sent == 0 ? Markup.None : Markup.Of($"{Amount.Share((double)steady.Good / steady.Sent)}"),
            Time(steady.Latency?.P50),
            Time(steady.Latency?.P95),
            Time(steady.Latency?.P99),
            Time(steady.Latency?.Max),
            Markup.Of($"{steady.Wrong}")
        );
    }

    private static Markup Time(TimeSpan? time) => time is { } known ? Markup.Of($"{Amount.Of(known)}") : Markup.None;

    private static Markup Violations(SteadyState? steady) =>
        Markup.Join((steady?.Violations ?? []).Select(v => Markup.Of($"<p class=\"word regression\">{v}</p>\n")));
}

using System.Globalization;
using ResilienceGate.Core.Measurements;

namespace ResilienceGate.Core.Reports.Markdown;

/// <summary>Where and with what it was measured, and how to measure it again.</summary>
internal static class EnvironmentSection
{
    public static string Render(RunResult result)
    {
        var environment = result.Environment;
        var table = new MarkdownTable("", "");
        table.Add("Run", MarkdownText.Code(result.Run));
        table.Add(
            "Started",
            Invariant($"{result.Started.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC, took {result.Took:h\\:mm\\:ss}")
        );
        if (result.Commit is { } commit)
            table.Add("Commit", MarkdownText.Code(commit));
        table.Add("Target", Invariant($"{MarkdownText.Code(result.Target)}, {result.Replicas} replicas"));
        table.Add("Kubernetes", Invariant($"{MarkdownText.Escape(environment.Kubernetes)}, {environment.Nodes} nodes"));
        table.Add(
            "Traffic",
            Invariant(
                $"{MarkdownText.Code(environment.Protocol)}, {environment.Rate:0.##} requests a second; outages are told to {Amount.Of(Bin.Resolution(environment.Rate))}"
            )
        );
        if (environment is { ClockOffset: { } offset, ClockError: { } error })
            table.Add(
                "Probe's clock",
                Invariant($"{offset.TotalMilliseconds:+0.0;-0.0;0.0} ms (± {error.TotalMilliseconds:0.0} ms)")
            );
        table.Add("Gate", MarkdownText.Escape(environment.Gate));
        table.Add("Baseline", MarkdownText.Escape(result.BaselineAction));
        var command = MarkdownText.Code($"resilience-gate run --config {result.Plan}");
        table.Add("Once more", Invariant($"{command} with {MarkdownText.Code($"seed: {result.Seed}")} in the plan"));
        return table.ToString();
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

using System.Globalization;
using ResilienceGate.Core.Measurements;

namespace ResilienceGate.Core.Reports.Html;

/// <summary>Where and with what it was measured, and how to measure it again.</summary>
internal static class EnvironmentPart
{
    public static Markup Render(RunResult result)
    {
        var environment = result.Environment;
        var table = new HtmlTable("Where and with what it was measured", "", "");
        void Row(string name, Markup value) => table.Add(Markup.Of($"{name}"), value);

        Row("Run", Markup.Of($"<code>{result.Run}</code>"));
        Row("Started", Text($"{result.Started.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC, took {result.Took:h\\:mm\\:ss}"));
        if (result.Commit is { } commit)
            Row("Commit", Markup.Of($"<code>{commit}</code>"));
        Row("Target", Markup.Of($"<code>{result.Target}</code>, {result.Replicas} replicas"));
        Row("Kubernetes", Markup.Of($"{environment.Kubernetes}, {environment.Nodes} nodes"));
        Row(
            "Traffic",
            Text(
                $"{environment.Protocol}, {environment.Rate:0.##} requests a second; outages are told to {Amount.Of(Bin.Resolution(environment.Rate))}"
            )
        );
        if (environment is { ClockOffset: { } offset, ClockError: { } error })
            Row(
                "Probe's clock",
                Text($"{offset.TotalMilliseconds:+0.0;-0.0;0.0} ms (± {error.TotalMilliseconds:0.0} ms)")
            );
        Row("Gate", Markup.Of($"{environment.Gate}"));
        Row("Baseline", Markup.Of($"{result.BaselineAction}"));
        Row(
            "Once more",
            Markup.Of(
                $"<code>resilience-gate run --config {result.Plan}</code> with <code>seed: {result.Seed}</code> in the plan"
            )
        );
        return table.Render();
    }

    private static Markup Text(FormattableString text) => Markup.Of($"{text.ToString(CultureInfo.InvariantCulture)}");
}
